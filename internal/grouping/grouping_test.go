package grouping_test

import (
	"errors"
	"slices"
	"strconv"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
	"hachinohe.example/opendata/internal/grouping"
)

// column returns a column of cells that a function writes by row.
func column(t *testing.T, kind dataset.Type, rows int, cell func(row int) string) *columnar.Column {
	t.Helper()
	b := columnar.NewBuilder(dataset.Column{Type: kind})
	for row := range rows {
		if err := b.Append([]byte(cell(row))); err != nil {
			t.Fatal(err)
		}
	}
	c := b.Seal()
	return &c
}

// add takes in all rows.
func add(g *grouping.Grouper, rows int) error {
	g.Prepare(rows)
	for base := 0; base < rows; base += columnar.BlockRows {
		end := min(base+columnar.BlockRows, rows)
		var m columnar.Mask
		m.Fill(end - base)
		if err := g.Add(&m, base, end); err != nil {
			return err
		}
	}
	return nil
}

const rows = 2*columnar.BlockRows + 7

// TestGroupsAreNumberedInAdvanceOrAsMet groups by one key of few values, and by
// two with more combinations than rows: both ways must count and sum the same rows.
func TestGroupsAreNumberedInAdvanceOrAsMet(t *testing.T) {
	t.Parallel()
	parity := column(t, dataset.String, rows, func(row int) string { return string("ab"[row%2]) })
	each := column(t, dataset.Integer, rows, func(row int) string { return strconv.Itoa(rows - row) })
	for _, test := range []struct {
		keys    []grouping.Key
		inOrder bool
		groups  int
	}{
		{nil, true, 1},
		{[]grouping.Key{grouping.ByValue(parity)}, true, 2},
		{[]grouping.Key{grouping.ByValue(each), grouping.ByValue(parity)}, false, rows},
		{[]grouping.Key{grouping.ByPlace(each, *parity, make([]uint32, rows+1))}, true, 1},
	} {
		g := grouping.New(test.keys, len(test.keys)+2, 0)
		counted, summed := g.Tally(nil), g.Tally(each)
		if err := add(g, rows); err != nil {
			t.Fatal(err)
		}
		groups, columns, inOrder := g.Groups()
		if len(groups) != test.groups || len(columns) != len(test.keys) || inOrder != test.inOrder {
			t.Errorf("%d keys: %d groups, %d columns, in order %v", len(test.keys), len(groups), len(columns), inOrder)
		}
		counts, err := counted.Counts(groups)
		sums, wrong := summed.Sums(groups)
		if err != nil || wrong != nil {
			t.Fatal(err, wrong)
		}
		if n, sum := total(&counts, groups), total(&sums, groups); n != rows || sum != rows*(rows+1)/2 {
			t.Errorf("%d keys: %d rows, sum %d", len(test.keys), n, sum)
		}
	}
}

// total sums the integers of a column.
func total(c *columnar.Column, groups []uint32) (sum int64) {
	for i := range groups {
		sum += c.Value(i).Int
	}
	return sum
}

func TestATallyIsMadeOnceOfAColumn(t *testing.T) {
	t.Parallel()
	c := column(t, dataset.Integer, 1, func(int) string { return "1" })
	g := grouping.New(nil, 1, 0)
	of, rowsAlone := g.Tally(c), g.Tally(nil)
	if g.Tally(c) != of || g.Tally(nil) != rowsAlone || of == rowsAlone {
		t.Error("a column must have one tally")
	}
}

func TestEndsAreTheRowsWithAValue(t *testing.T) {
	t.Parallel()
	cells := []string{"", "3", "1", "2", ""}
	c := column(t, dataset.Integer, len(cells), func(row int) string { return cells[row] })
	g := grouping.New(nil, 2, 0)
	tally := g.Tally(c)
	tally.KeepEnds()
	if err := add(g, len(cells)); err != nil {
		t.Fatal(err)
	}
	groups, _, _ := g.Groups()
	var got []int64
	for _, of := range []func([]uint32) (columnar.Column, error){tally.Firsts, tally.Lasts, tally.Minima, tally.Maxima} {
		made, err := of(groups)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, made.Value(0).Int)
	}
	if want := []int64{3, 2, 1, 3}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestMemoryBoundsWhatIsMet groups by a key with a value for each row in less
// memory than these groups take.
func TestMemoryBoundsWhatIsMet(t *testing.T) {
	t.Parallel()
	c := column(t, dataset.Integer, rows, func(row int) string { return strconv.Itoa(row) })
	keys := func() []grouping.Key { return []grouping.Key{grouping.ByValue(c), grouping.ByValue(c)} }
	whole := grouping.New(keys(), 2, 0).MostBytes(rows)
	less := grouping.New(keys(), 2, whole/4)
	if most := less.MostBytes(rows); most != whole/4 {
		t.Errorf("%d bytes at most, want %d", most, whole/4)
	}
	if err := add(less, rows); !errors.Is(err, grouping.ErrTooManyGroups) {
		t.Errorf("got %v, want %v", err, grouping.ErrTooManyGroups)
	}
}
