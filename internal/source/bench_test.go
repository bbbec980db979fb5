package source_test

import (
	"bytes"
	"fmt"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/source"
)

// BenchmarkRead checks one large file, alone and beside many small datasets: how
// long that takes must not depend on what stands beside it.
func BenchmarkRead(b *testing.B) {
	for _, beside := range []int{0, 240} {
		b.Run(fmt.Sprintf("200000 rows beside %d datasets", beside), func(b *testing.B) {
			own := crowd(200_000, beside)
			for b.Loop() {
				if _, err := source.Read(dataset.Embedded(), own); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// crowd is a folder with one large dataset and others of one row that refer to
// each other.
func crowd(rows, others int) fstest.MapFS {
	const large = `{"fields": [{"name": "id"}, {"name": "place"}, {"name": "day", "type": "date"}, {"name": "n", "type": "integer"}, {"name": "share", "type": "number"}], "primaryKey": ["id", "day"]}`
	var csv bytes.Buffer
	csv.WriteString("id,place,day,n,share\n")
	for i := range rows {
		fmt.Fprintf(&csv, "c-%d,八戸,2026-04-%02d,%d,%d.5\n", i, 1+i%30, i*7, i%100)
	}
	own := fstest.MapFS{"counts.csv": {Data: csv.Bytes()}, "counts.schema.json": {Data: []byte(large)}}
	for i := range others {
		schema := fmt.Sprintf(`{"fields": [{"name": "id"}, {"name": "next_id", "refers_to": "small_%d.id"}], "primaryKey": "id"}`, (i+1)%others)
		own[fmt.Sprintf("small_%d.csv", i)] = &fstest.MapFile{Data: []byte("id,next_id\na,a\n")}
		own[fmt.Sprintf("small_%d.schema.json", i)] = &fstest.MapFile{Data: []byte(schema)}
	}
	return own
}
