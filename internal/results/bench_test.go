package results_test

import (
	"bytes"
	"flag"
	"io"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fixture"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/results"
	"hachinohe.example/opendata/internal/table"
)

// rowsFlag chooses the size of the benchmarks.
var rowsFlag = flag.Int("rows", 1_000_000, "rows of the benchmarks")

// BenchmarkCSV writes all rows in the table's order and in that of a value.
func BenchmarkCSV(b *testing.B) {
	var data bytes.Buffer
	if err := fixture.Observations(&data, *rowsFlag); err != nil {
		b.Fatal(err)
	}
	read, err := table.Read(fixture.Schema(), data.Bytes())
	if err != nil {
		b.Fatal(err)
	}
	set := &release.Set{Dataset: dataset.Dataset{ID: fixture.ID, Schema: fixture.Schema()}, Table: read}
	for _, raw := range []string{"", "sort=-value"} {
		b.Run(raw, func(b *testing.B) {
			given, err := param.Read(raw)
			if err != nil {
				b.Fatal(err)
			}
			p := param.New(given)
			r := results.Request{Query: query.Parse(p, query.Subject{Set: set, In: &release.Release{}}, query.Options{}), Format: format.CSV()}
			if err := p.Done(); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			var sent counter
			for b.Loop() {
				sent = 0
				if err := r.Stream(b.Context(), set, results.Output{Begin: func(results.Page) io.Writer { return &sent }}); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(sent))
		})
	}
}

// counter counts what is written.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
