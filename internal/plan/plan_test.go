package plan_test

import (
	"errors"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/fixture/absent"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

// without is the embedded release as an older program might have made it: a
// dataset lacks a column or, if none is named, is missing; with no dataset named
// it is whole.
func without(t *testing.T, id, column string) *release.Release {
	t.Helper()
	sources, err := source.Read(dataset.Embedded(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if column == "" {
		sources = absent.Dataset(sources, id)
	} else if sources, err = absent.Column(sources, id, column); err != nil {
		t.Fatal(err)
	}
	rel, err := release.Build(release.Embedded(), ledgertest.CityAlone(sources))
	if err != nil {
		t.Fatal(err)
	}
	return rel
}

func set(t *testing.T, rel *release.Release, id string) *release.Set {
	t.Helper()
	s, ok := rel.Set(id)
	if !ok {
		t.Fatalf("no dataset %s", id)
	}
	return s
}

// lacks checks that an error tells people, in both languages, what the release
// does not have; and that there is none if nothing is missing.
func lacks(t *testing.T, err error, missing string) {
	t.Helper()
	if missing == "" {
		if err != nil {
			t.Errorf("unexpected: %v", err)
		}
		return
	}
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != fault.NotFound || !strings.HasPrefix(e.Message.En, "this release does not have the "+missing) ||
		!strings.HasPrefix(e.Message.Ja, "この公表") || !strings.HasSuffix(e.Message.Ja, "がありません") || len(e.Fixes) == 0 {
		t.Errorf("got %v, want a release that lacks the %s", err, missing)
	}
}
