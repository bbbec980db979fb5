package columnar_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
)

// TestCountIsAsManyAsAreMarked compares the two for columns of all widths and any
// number of conditions and spans.
func TestCountIsAsManyAsAreMarked(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 0))
	const rows = 3*columnar.BlockRows + 700
	var columns []columnar.Column
	for _, span := range []int64{3, 200, 60_000, 1 << 30, 1 << 40} {
		b := columnar.NewBuilder(dataset.Column{Type: dataset.Integer})
		for row := range rows {
			cell := strconv.FormatInt(r.Int64N(span)+int64(row/columnar.BlockRows)*span/2, 10)
			if r.IntN(9) == 0 {
				cell = ""
			}
			if err := b.Append([]byte(cell)); err != nil {
				t.Fatal(err)
			}
		}
		c := b.Seal()
		c.FindZones(rows)
		columns = append(columns, c)
	}
	counted := 0
	for range 3000 {
		var conditions []columnar.Predicate
		for range r.IntN(4) {
			conditions = append(conditions, someOf(r, &columns[r.IntN(len(columns))]))
		}
		base := r.IntN(3) * columnar.BlockRows
		end := min(base+1+r.IntN(columnar.BlockRows), rows)
		var m columnar.Mask
		m.Fill(end - base)
		columnar.Conjoin(&m, conditions, base, end)
		if got, want := columnar.Count(conditions, base, end), m.Count(); got != want {
			t.Fatalf("%d counted, %d marked", got, want)
		}
		counted += m.Count()
	}
	if counted == 0 {
		t.Error("nothing was counted")
	}
}

// someOf is a condition of a few or many spans.
func someOf(r *rand.Rand, c *columnar.Column) columnar.Predicate {
	var spans []columnar.Span
	for range []int{1, 2, 3, 12}[r.IntN(4)] {
		lo := r.Uint64N(c.Size + 1)
		spans = append(spans, columnar.Span{Lo: lo, Hi: lo + 1 + r.Uint64N(c.Size+1-lo)})
	}
	return columnar.Predicate{Column: c, Set: columnar.Set{Spans: columnar.Union(spans)}}
}
