package encode_test

import (
	"bytes"
	"flag"
	"testing"

	"hachinohe.example/opendata/internal/encode"
	"hachinohe.example/opendata/internal/fixture"
	"hachinohe.example/opendata/internal/table"
)

// rowsFlag chooses the size of the benchmarks: 10000, 1000000 and 10000000 are
// the ones of which figures are kept.
var rowsFlag = flag.Int("rows", 1_000_000, "rows of the benchmarks")

// writing measures how all rows are written, some at a time and into the same
// bytes, as an answer streams them.
func writing(b *testing.B, formatOf func(encode.Shape) func(dst []byte, rows []int) []byte) {
	b.Helper()
	var data bytes.Buffer
	if err := fixture.Observations(&data, *rowsFlag); err != nil {
		b.Fatal(err)
	}
	read, err := table.Read(fixture.Schema(), data.Bytes())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	format := formatOf(encode.Whole(read))
	var buffer []byte
	size := 0
	for b.Loop() {
		size = 0
		err := read.Scan(b.Context(), table.Query{}, func(rows []int) error {
			buffer = format(buffer[:0], rows)
			size += len(buffer)
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(size))
}

func BenchmarkCSV(b *testing.B) {
	writing(b, func(s encode.Shape) func([]byte, []int) []byte { return encode.NewCSV(s, encode.Layout{}).AppendRows })
}

func BenchmarkNDJSON(b *testing.B) {
	writing(b, func(s encode.Shape) func([]byte, []int) []byte {
		o := encode.NewObjects(s)
		return func(dst []byte, rows []int) []byte {
			dst, _ = o.AppendLines(b.Context(), dst, rows, 16<<20) // they refer to nothing
			return dst
		}
	})
}
