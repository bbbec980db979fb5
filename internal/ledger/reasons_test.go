package ledger_test

import (
	"slices"
	"testing"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// The reasons of the guard, written out a second time: whoever changes which
// reason covers which change must mean it.
func TestWhichReasonsCoverWhichChanges(t *testing.T) {
	const (
		correction   = release.Correction
		lateData     = release.LateData
		methodChange = release.MethodChange
		unitChange   = release.UnitChange
		planRevision = release.PlanRevision
	)
	for _, test := range []struct {
		name string
		kind ledger.LossKind
		want []release.Reason
	}{
		{"a lost record", ledger.LostRecord, []release.Reason{correction, planRevision}},
		{"a lost dataset", ledger.LostDataset, []release.Reason{correction, planRevision}},
		{"a lost column", ledger.LostColumn, []release.Reason{correction, planRevision}},
		{"another unit", ledger.ChangedUnit, []release.Reason{unitChange}},
		{"another value of an observation", ledger.ChangedValue, []release.Reason{correction, lateData, methodChange, unitChange}},
		{"another record", ledger.ChangedRecord, []release.Reason{correction, lateData, methodChange, unitChange, planRevision}},
		{"another column", ledger.ChangedColumn, []release.Reason{correction, methodChange, unitChange, planRevision}},
		{"a change of a kind that nobody knows", ledger.ChangedColumn + 1, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := ledger.Permitted(test.kind); !slices.Equal(got, test.want) {
				t.Errorf("covered by %v, want %v", got, test.want)
			}
			if text := ledger.LossText(test.kind); test.want != nil && (text.Ja == "" || text.En == "") {
				t.Errorf("is told as %v", text)
			}
		})
	}
}

func TestLeadIsWhatOperatorsAreTold(t *testing.T) {
	if ledger.Lead.Seconds() != 5 || ledger.PollTime.Seconds() != 2 || ledger.DefaultDelay.Seconds() != 8 {
		t.Errorf("%s, %s, %s", ledger.Lead, ledger.PollTime, ledger.DefaultDelay)
	}
}
