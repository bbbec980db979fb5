package columnar_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
)

// A vector holds what it was made for, in whichever width.
func TestVectors(t *testing.T) {
	for _, most := range []uint64{0, math.MaxUint8, math.MaxUint8 + 1, math.MaxUint16, math.MaxUint16 + 1, math.MaxUint32, math.MaxUint32 + 1, math.MaxUint64} {
		v := columnar.NewVector(3, most)
		v.Set(1, most)
		v.Set(2, most/2)
		again := v.Gather([]uint32{2, 1, 1, 0}, most)
		if got, want := []uint64{again.At(0), again.At(1), again.At(2), again.At(3)}, []uint64{most / 2, most, most, 0}; !slices.Equal(got, want) {
			t.Errorf("up to %d: got %d, want %d", most, got, want)
		}
	}
}

// columnOf builds a column of cells.
func columnOf(t *testing.T, kind dataset.Type, cells []string) columnar.Column {
	t.Helper()
	b := columnar.NewBuilder(dataset.Column{Name: "c", Type: kind})
	b.Grow(len(cells))
	for _, cell := range cells {
		if err := b.Append([]byte(cell)); err != nil {
			t.Fatal(err)
		}
	}
	c := b.Seal()
	c.FindZones(len(cells))
	return c
}

// Cells come out as they went in, counted or listed, and sort by their codes.
func TestCellsAreKept(t *testing.T) {
	for _, c := range []struct {
		name  string
		kind  dataset.Type
		cells []string // the missing one apart, in order
	}{
		{"counted numbers", dataset.Number, []string{"-2.50", "0.0", "3", "3.25"}},
		{"numbers too far apart to count", dataset.Number, []string{"-999999999999999999", "0.000000001", "999999999999999999"}},
		{"texts", dataset.String, []string{"a", "八戸", "\U0001f333"}},
		{"years", dataset.YearType, []string{"1969", "1970", "2026"}},
		{"dates", dataset.DateType, []string{"1969-12-31", "1970-01-01", "2026-04-01"}},
	} {
		cells := append(slices.Clone(c.cells), "")
		slices.Reverse(cells)
		column := columnOf(t, c.kind, cells)
		for row, want := range cells {
			got, _ := column.AppendText(nil, row)
			if string(got) != want || column.IsMissing(row) != (want == "") {
				t.Errorf("%s: %q became %q", c.name, want, got)
			}
			if row > 0 && column.Cells.At(row-1) <= column.Cells.At(row) {
				t.Errorf("%s: the codes of %q and %q are not in their order", c.name, cells[row-1], want)
			}
		}
	}
}

// sets are the codes from 0 up to size as single spans, several, many and flags.
func sets(r *rand.Rand, c *columnar.Column) []columnar.Set {
	var few, many []columnar.Span
	for range 3 {
		lo := r.Uint64N(c.Size + 1)
		few = append(few, columnar.Span{Lo: lo, Hi: lo + r.Uint64N(c.Size+2-lo)})
	}
	for lo := uint64(0); lo < c.Size; lo += 1 + r.Uint64N(6) {
		many = append(many, columnar.Span{Lo: lo, Hi: lo + 1})
	}
	spans := columnar.Set{Spans: columnar.Union(many)}
	return []columnar.Set{{}, columnar.Range(0, c.Size+1), columnar.Range(0, c.Size/2+3), columnar.Range(c.Size/3, c.Size/2), {Spans: columnar.Union(few)}, spans, spans.Flagged(c), spans.Except(c)}
}

// What a set leaves out is every other value, and not the missing one.
func TestExcept(t *testing.T) {
	c := columnOf(t, dataset.Integer, []string{"1", "40", ""})
	for _, set := range sets(rand.New(rand.NewPCG(8, 0)), &c) {
		rest := set.Except(&c)
		for code := range c.Size {
			if set.Flags == nil && rest.Has(code) == set.Has(code) {
				t.Errorf("%+v and %+v agree on %d", set, rest, code)
			}
		}
		if rest.Has(c.MissingCode()) {
			t.Errorf("%+v has the missing value", rest)
		}
	}
}

// The rows that are marked, by zones, words or one by one, are those of which
// the code is in the set.
func TestRowsThatSatisfyConditions(t *testing.T) {
	const rows = 3*columnar.BlockRows + 100
	r := rand.New(rand.NewPCG(7, 0))
	for n, kind := range []dataset.Type{dataset.Integer, dataset.String, dataset.Integer} {
		cells := make([]string, rows)
		for i := range cells {
			if n == 2 || r.IntN(10) > 0 { // the last column lacks no value
				cells[i] = string(dataset.Integer.Append(nil, dataset.Value{Int: int64(i/64 + r.IntN(8))}))
			}
		}
		c := columnOf(t, kind, cells)
		for _, a := range sets(r, &c) {
			for _, b := range sets(r, &c) {
				conditions := []columnar.Predicate{{Column: &c, Set: a}, {Column: &c, Set: b}}
				for base := 0; base < rows; base += columnar.BlockRows {
					end := min(base+columnar.BlockRows, rows)
					var m columnar.Mask
					m.Fill(end - base)
					columnar.Conjoin(&m, conditions, base, end)
					var want []uint32
					for row := base; row < end; row++ {
						if code := c.Cells.At(row); a.Has(code) && b.Has(code) {
							want = append(want, uint32(row))
						}
					}
					if got := m.Rows(nil, base); !slices.Equal(got, want) || m.Count() != len(want) {
						t.Fatalf("%s: %+v and %+v mark %d rows from %d on, want %d", kind, a, b, len(got), base, len(want))
					}
				}
			}
		}
	}
}
