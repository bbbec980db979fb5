package format_test

import (
	"bytes"
	"crypto/sha256"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strconv"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/table"
)

// A worksheet whose rows were not counted before ends with the last row that it
// can have.
func TestXLSXCountsItsRows(t *testing.T) {
	one := dataset.Schema{Columns: []dataset.Column{{Name: "a", Type: dataset.Integer}}}
	read, err := table.FromRows(one, [][]string{{"1"}})
	if err != nil {
		t.Fatal(err)
	}
	w, err := format.XLSX().New(format.Subject{Shape: format.Whole(read)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Begin(nil, -1); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Rows(t.Context(), nil, make([]int, format.XLSX().MaxRows)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Rows(t.Context(), nil, []int{0}); fault.KindOf(err) != fault.TooLarge {
		t.Errorf("one more row: %v", err)
	}
}

// TestXLSXIsWrittenAsTheRowsCome: a long sheet leaves while it is written, in
// bytes that do not depend on how many rows are written at a time, and takes no
// more memory than it says.
func TestXLSXIsWrittenAsTheRowsCome(t *testing.T) {
	rows := make([][]string, 50_000)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range rows {
		rows[i] = []string{strconv.FormatInt(random.Int64N(1e15), 10)}
	}
	read, err := table.FromRows(dataset.Schema{Columns: []dataset.Column{{Name: "a", Type: dataset.Integer}}}, rows)
	if err != nil {
		t.Fatal(err)
	}
	s, all := format.Subject{Shape: format.Whole(read)}, read.All().Index
	once, err := format.XLSX().Append(t.Context(), nil, s, all)
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	w, err := format.XLSX().New(s)
	if err != nil {
		t.Fatal(err)
	}
	out, most := make([]byte, 0, 256<<10), 0
	sum := sha256.New()
	pass := func(next []byte, err error) {
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, len(next))
		_, _ = sum.Write(next)
		out = next[:0]
	}
	pass(w.Begin(out, -1))
	for i := range all {
		pass(w.Rows(t.Context(), out, all[i:i+1]))
	}
	pass(w.End(out))
	runtime.ReadMemStats(&after)
	if want := sha256.Sum256(once); !bytes.Equal(sum.Sum(nil), want[:]) {
		t.Error("other bytes row by row")
	}
	if most > 64<<10 || cap(out) > 256<<10 {
		t.Errorf("%d bytes came at once, of %d", most, len(once))
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > uint64(format.XLSX().Memory)+256<<10 {
		t.Errorf("it took %d bytes, and says %d", took, format.XLSX().Memory)
	}
}

// The label of a code is that of every cell of its value.
func TestXLSXLabelsNumbersByValue(t *testing.T) {
	schema := dataset.Schema{Columns: []dataset.Column{{Name: "a", Type: dataset.Number, Codes: []dataset.Code{
		{Value: "0.5", Label: lang.T("半分", "half")}, {Value: "2.0", Label: lang.T("倍", "double")},
	}}}}
	read, err := table.FromRows(schema, [][]string{{"0.50"}, {"2"}, {"0.5"}})
	if err != nil {
		t.Fatal(err)
	}
	rows := opened(t, file(t, format.XLSX(), format.Subject{Shape: format.Whole(read)})).Sheets[0].Shown()
	if want := [][]string{{"a", "a.label"}, {"0.50", "half"}, {"2", "double"}, {"0.5", "half"}}; !reflect.DeepEqual(rows, want) {
		t.Errorf("got %q, want %q", rows, want)
	}
}
