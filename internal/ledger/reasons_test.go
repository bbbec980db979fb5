package ledger

import (
	"slices"
	"testing"

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
		kind lossKind
		want []release.Reason
	}{
		{"a lost record", lostRecord, []release.Reason{correction, planRevision}},
		{"a lost dataset", lostDataset, []release.Reason{correction, planRevision}},
		{"a lost column", lostColumn, []release.Reason{correction, planRevision}},
		{"another unit", changedUnit, []release.Reason{unitChange}},
		{"another value of an observation", changedValue, []release.Reason{correction, lateData, methodChange, unitChange}},
		{"another record", changedRecord, []release.Reason{correction, lateData, methodChange, unitChange, planRevision}},
		{"another column", changedColumn, []release.Reason{correction, methodChange, unitChange, planRevision}},
		{"a change of a kind that nobody knows", changedColumn + 1, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := permitted(test.kind); !slices.Equal(got, test.want) {
				t.Errorf("covered by %v, want %v", got, test.want)
			}
			if text := test.kind.text(); test.want != nil && (text.Ja == "" || text.En == "") {
				t.Errorf("is told as %v", text)
			}
		})
	}
}

func TestLeadIsWhatOperatorsAreTold(t *testing.T) {
	if Lead.Seconds() != 5 || PollTime.Seconds() != 2 || defaultDelay.Seconds() != 8 {
		t.Errorf("%s, %s, %s", Lead, PollTime, defaultDelay)
	}
}
