package format_test

import (
	"bytes"
	"flag"
	"io"
	"testing"

	"hachinohe.example/opendata/internal/fixture"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/table"
)

// rowsFlag chooses the size of the benchmarks: 10000, 1000000 and 10000000 are
// the ones of which figures are kept.
var rowsFlag = flag.Int("rows", 1_000_000, "rows of the benchmarks")

// writing measures how all rows are written, some at a time and into the same
// bytes, as an answer streams them.
func writing(b *testing.B, f format.Format) {
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
	writer, err := f.New(format.Subject{Shape: format.Whole(read), MaxRow: 16 << 20})
	if err != nil {
		b.Fatal(err)
	}
	var buffer []byte
	size := 0
	for b.Loop() {
		size = 0
		err := read.Scan(b.Context(), table.Query{}, func(rows []int) error {
			buffer, err = writer.Rows(b.Context(), buffer[:0], rows)
			size += len(buffer)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(size))
}

func BenchmarkCSV(b *testing.B) { writing(b, format.CSV()) }

func BenchmarkTSV(b *testing.B) { writing(b, format.TSV()) }

func BenchmarkNDJSON(b *testing.B) { writing(b, format.NDJSON()) }

// BenchmarkXLSX makes a workbook of 100,000 rows.
func BenchmarkXLSX(b *testing.B) {
	var data bytes.Buffer
	if err := fixture.Observations(&data, 100_000); err != nil {
		b.Fatal(err)
	}
	read, err := table.Read(fixture.Schema(), data.Bytes())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := format.XLSX().Write(b.Context(), io.Discard, format.Subject{Shape: format.Whole(read)}); err != nil {
			b.Fatal(err)
		}
	}
}
