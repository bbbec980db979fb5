package table_test

import (
	"slices"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fixture/timeofday"
	"hachinohe.example/opendata/internal/table"
)

// ids returns the first cells of the rows that a query finds.
func ids(t *testing.T, read *table.Table, q table.Query) []string {
	t.Helper()
	rows, err := read.Select(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, row := range rows.Index {
		texts = append(texts, read.Text(0, row))
	}
	return texts
}

// A type that no code here knows is kept as it was written, compared, sorted and
// grouped as it says itself.
func TestAMadeUpType(t *testing.T) {
	schema := dataset.Schema{Columns: []dataset.Column{{Name: "id", Type: dataset.String}, {Name: "at", Type: timeofday.Type}}}
	read, err := table.FromRows(schema, [][]string{{"a", "09:30"}, {"b", ""}, {"c", "22:00"}, {"d", "00:00"}, {"e", "09:30"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		op       table.Op
		operands []string
		want     []string
	}{
		{table.Eq, []string{"09:30"}, []string{"a", "e"}},
		{table.Ne, []string{"09:30"}, []string{"c", "d"}},
		{table.Lt, []string{"09:30"}, []string{"d"}},
		{table.Ge, []string{"09:30"}, []string{"a", "c", "e"}},
		{table.Between, []string{"00:00", "10:00"}, []string{"a", "d", "e"}},
		{table.In, []string{"00:00", "22:00"}, []string{"c", "d"}},
		{table.Contains, []string{"09:30"}, nil}, // it is no text
	} {
		filters := parsed(schema, []condition{{column: 1, op: c.op, operands: c.operands}})
		if got := ids(t, read, table.Query{Filters: filters}); !slices.Equal(got, c.want) {
			t.Errorf("%s %q finds %q, want %q", c.op, c.operands, got, c.want)
		}
	}
	for _, descending := range []bool{false, true} {
		want := []string{"d", "a", "e", "c", "b"}
		if descending {
			want = []string{"c", "a", "e", "d", "b"}
		}
		if got := ids(t, read, table.Query{Sort: []table.SortKey{{Column: 1, Descending: descending}}}); !slices.Equal(got, want) {
			t.Errorf("sorted %q, want %q", got, want)
		}
	}
	groups, err := read.Group(t.Context(), table.Query{}, table.Grouping{Aggregates: []table.Aggregate{{Func: table.Max, Column: 1}, {Func: table.Count, Column: 1}}})
	if err != nil || groups.Text(0, 0) != "22:00" || groups.Text(1, 0) != "4" {
		t.Errorf("the greatest of %s is %s (%v)", groups.Text(1, 0), groups.Text(0, 0), err)
	}
	if table.Sum.Applies(timeofday.Type) || table.Year.Applies(timeofday.Type) {
		t.Error("it can be summed, or put into years")
	}
}

// parsedOnly is a type without what it has in addition to the methods of every type.
type parsedOnly struct{ dataset.Type }

// Numbers that cannot be scanned are parsed, with the same result.
func TestNumbersThatAreParsed(t *testing.T) {
	var texts []string
	for _, kind := range []dataset.Type{dataset.Number, parsedOnly{dataset.Number}} {
		got, err := totals(t, kind, []string{"1.50", "", "-3", "2.5"}, table.Sum, table.Avg, table.Min)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, got...)
	}
	if half := len(texts) / 2; !slices.Equal(texts[:half], texts[half:]) || texts[0] != "1.00" {
		t.Errorf("got %q", texts)
	}
}

// A range may have one value: both of its ends belong to it.
func TestBetweenEqualEnds(t *testing.T) {
	for _, kind := range dataset.Types() {
		if !table.Between.Applies(kind) {
			continue
		}
		schema := dataset.Schema{Columns: []dataset.Column{{Name: "id", Type: dataset.String}, {Name: "c", Type: kind}}}
		cells := two(kind)
		read, err := table.FromRows(schema, [][]string{{"a", cells[0]}, {"b", cells[1]}, {"c", ""}})
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{"a", "b"} {
			filters := parsed(schema, []condition{{column: 1, op: table.Between, operands: []string{cells[i], cells[i]}}})
			if got := ids(t, read, table.Query{Filters: filters}); !slices.Equal(got, []string{want}) {
				t.Errorf("%s between %q and itself finds %q, want %s", kind, cells[i], got, want)
			}
		}
	}
}
