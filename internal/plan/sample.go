package plan

import (
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/release"
)

const sampleIDs = "sample-" // begin the ids of the records of the fictional sample

// Holding returns the resource with the datasets that have a record: those of the
// fictional sample if the release has it and the id says so, its own otherwise.
func (r Resource) Holding(rel *release.Release, id string) Resource {
	of := dataset.SampleID(r.Dataset)
	if _, ok := rel.Set(of); !ok || !strings.HasPrefix(id, sampleIDs) {
		return r
	}
	r.Dataset, r.Series.Dataset = of, dataset.SampleID(r.Series.Dataset)
	return r
}

// SeriesRows are those of which a list of values may name a record.
func (r Resource) SeriesRows() []string { return append(r.Rows(), areas) }

// Rows are the datasets of which one may have a record of the resource.
func (r Resource) Rows() []string { return []string{r.Dataset, dataset.SampleID(r.Dataset)} }
