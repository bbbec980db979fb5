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
	all := []release.Reason{release.Initial, release.NewData, correction, lateData, methodChange, unitChange, planRevision}
	tests := []struct {
		name string
		kind ledger.ChangeKind
		want []release.Reason
	}{
		{"a change that nobody has listed", ledger.Unlisted, nil},
		{"what follows from another change", ledger.Consequence, all},
		{"what is added", ledger.Added, all},
		{"a lost record", ledger.LostRecord, []release.Reason{correction, planRevision}},
		{"a lost dataset", ledger.LostDataset, []release.Reason{correction, planRevision}},
		{"a lost column", ledger.LostColumn, []release.Reason{correction, planRevision}},
		{"another file name", ledger.RenamedFile, []release.Reason{correction, planRevision}},
		{"another unit", ledger.ChangedUnit, []release.Reason{unitChange}},
		{"another value of an observation", ledger.ChangedValue, []release.Reason{correction, lateData, methodChange, unitChange}},
		{"another record", ledger.ChangedRecord, []release.Reason{correction, lateData, methodChange, unitChange, planRevision}},
		{"another column", ledger.ChangedColumn, []release.Reason{correction, methodChange, unitChange, planRevision}},
		{"another description", ledger.ChangedDescription, []release.Reason{correction, methodChange, unitChange, planRevision}},
		{"another structure", ledger.ChangedStructure, []release.Reason{correction, planRevision}},
		{"another licence", ledger.ChangedTerms, []release.Reason{correction, planRevision}},
		{"another notation", ledger.ChangedNotation, []release.Reason{correction, methodChange, unitChange, planRevision}},
		{"a change of a kind that nobody knows", ledger.ChangeKinds, nil},
	}
	if len(tests) != int(ledger.ChangeKinds)+1 {
		t.Errorf("%d kinds are tested, there are %d and the one that nobody knows", len(tests), ledger.ChangeKinds)
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := ledger.Permitted(test.kind); !slices.Equal(got, test.want) {
				t.Errorf("covered by %v, want %v", got, test.want)
			}
			if text := ledger.ChangeText(test.kind); text.Ja == "" || text.En == "" {
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
