package dataset_test

import (
	"testing"

	"hachinohe.example/opendata/dataset"
)

func TestFileVariants(t *testing.T) {
	seen := make(map[string]bool)
	for _, japanese := range []bool{false, true} {
		for _, bom := range []bool{false, true} {
			name := "022039_parks" + dataset.FileVariant(japanese, bom)
			if seen[name] || dataset.WithoutVariant(name) != "022039_parks" {
				t.Errorf("Japanese %v, mark %v: %s", japanese, bom, name)
			}
			seen[name] = true
		}
	}
	for _, name := range []string{"022039_parks", "022039_parks_ja", "022039_parks-bom-ja-x", ""} {
		if got := dataset.WithoutVariant(name); got != name {
			t.Errorf("%s becomes %s", name, got)
		}
	}
}
