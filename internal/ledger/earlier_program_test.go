package ledger_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/fixture/absent"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
)

// beforeAreas are the sources as the program had them before there were areas: the
// observations of the city alone, frequencies in words, no limits of targets.
func beforeAreas(t *testing.T) []dataset.Source {
	t.Helper()
	sources := absent.Dataset(ledgertest.CityAlone(ledgertest.City(t, nil)), "areas")
	for _, column := range []string{"baseline_date", "target_lower", "target_upper", "frequency_note"} {
		var err error
		if sources, err = absent.Column(sources, "indicators", column); err != nil {
			t.Fatal(err)
		}
	}
	for i := range sources {
		s := &sources[i].Dataset.Schema
		s.References = slices.DeleteFunc(slices.Clone(s.References), func(r dataset.Reference) bool { return r.Dataset == "areas" })
		if sources[i].Dataset.ID == "indicators" {
			s.Columns = slices.Clone(s.Columns)
			s.Columns[s.Index("frequency")].Codes = nil
			sources[i].CSV = bytes.ReplaceAll(bytes.ReplaceAll(sources[i].CSV, []byte(",OM,"), []byte(",不定期,")), []byte(",A,"), []byte(",毎年1月1日現在,"))
		}
	}
	return sources
}

// A store with a release of a program that had no areas takes the data of this one:
// nothing published is lost, and the reasons that fit what changes are named.
func TestAReleaseOfAnEarlierProgramIsFollowedByThisOne(t *testing.T) {
	fitting := []release.Reason{release.Correction, release.MethodChange, release.UnitChange, release.PlanRevision}
	for _, reason := range []release.Reason{release.NewData, release.LateData, release.UnitChange, release.Correction, release.MethodChange, release.PlanRevision} {
		lab := ledgertest.New(t, ledgertest.NewMemory())
		lab.Publish(ledger.Proposal{Sources: beforeAreas(t), Reason: release.Initial})
		_, err := lab.Try(ledger.Proposal{Sources: ledgertest.City(t, nil), Reason: reason})
		if wanted := slices.Contains(fitting, reason); wanted != (err == nil) {
			t.Errorf("%s: %v", reason, err)
		}
		refused, ok := errors.AsType[*fault.Error](err)
		if err != nil && (!ok || len(refused.Fixes) != 1 || refused.Fixes[0].En != "if the changes are intended, use one of these as --reason: correction, method_change, unit_change, plan_revision") {
			t.Errorf("%s: %+v", reason, refused)
		}
	}
}
