package dataset_test

import (
	"testing"

	"hachinohe.example/opendata/dataset"
)

// What a change of a cell means depends on where it is; a name that no dataset
// has would never be met.
func TestWhatHoldsValuesAndUnits(t *testing.T) {
	values, units := 0, 0
	for _, d := range dataset.BuiltIn() {
		if dataset.HoldsValues(d.ID) {
			values++
		}
		for _, c := range d.Schema.Data() {
			if dataset.HoldsUnit(d.ID, c.Name) {
				units++
			}
		}
	}
	if values != 1 || units != 1 {
		t.Errorf("%d datasets of values, %d columns of units", values, units)
	}
}
