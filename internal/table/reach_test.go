package table_test

import (
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// TestReachCoversWhatIsFound holds that a query finds no more rows than it may
// have to look at, and that these are all but where its filters lead to fewer.
func TestReachCoversWhatIsFound(t *testing.T) {
	led := 0
	everySubject(t, 11, func(_ random, s subject) {
		reach := s.Reach(t.Context(), s.query.Filters)
		if found := s.selected(t, s.query).Count; found > reach || reach > s.Len() {
			t.Fatalf("%d of %d rows are found, %d looked at: %+v", found, s.Len(), reach, s.query.Filters)
		}
		if len(s.query.Filters) == 0 && reach != s.Len() {
			t.Fatalf("%d of %d rows are looked at without filters", reach, s.Len())
		}
		if reach < s.Len() {
			led++
		}
	})
	if led == 0 {
		t.Error("no filter led anywhere")
	}
}

// TestReachOfASeries follows the order of the rows as far as single values are
// asked for.
func TestReachOfASeries(t *testing.T) {
	schema := dataset.Schema{
		Columns: []dataset.Column{{Name: "a", Type: dataset.String}, {Name: "b", Type: dataset.Integer}, {Name: "c", Type: dataset.String}},
		Order:   []string{"a", "b"},
	}
	read, err := table.FromRows(schema, [][]string{{"x", "1", "p"}, {"x", "1", "q"}, {"x", "2", "p"}, {"y", "1", "p"}, {"y", "2", "q"}})
	if err != nil {
		t.Fatal(err)
	}
	eq := func(column int, text string) condition {
		return condition{column: column, op: table.Eq, operands: []string{text}}
	}
	for _, c := range []struct {
		name    string
		filters []condition
		want    int
	}{
		{"the first column", []condition{eq(0, "x")}, 3},
		{"both", []condition{eq(1, "1"), eq(0, "x")}, 2},
		{"the second alone", []condition{eq(1, "1")}, 5},
		{"a column that is in no order", []condition{eq(2, "p")}, 5},
		{"a value that does not occur", []condition{eq(0, "z")}, 0},
		{"another operator", []condition{{column: 0, op: table.Ge, operands: []string{"y"}}}, 5},
	} {
		if got := read.Reach(t.Context(), parsed(schema, c.filters)); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

// What equals a value is found among lists only by reading them: nothing is led
// by that, and nothing is read.
func TestReachReadsNoLists(t *testing.T) {
	schema := dataset.Schema{
		Columns: []dataset.Column{{Name: "tags", Type: dataset.ListType}, {Name: "id", Type: dataset.Integer}},
		Order:   []string{"tags", "id"},
	}
	read, err := table.FromRows(schema, [][]string{{"a", "1"}, {"a;b", "2"}, {"b", "3"}})
	if err != nil {
		t.Fatal(err)
	}
	ctx := &ending{Context: t.Context(), left: 1 << 30}
	got := read.Reach(ctx, parsed(schema, []condition{{column: 0, op: table.Eq, operands: []string{"b"}}}))
	if got != 3 || ctx.asked > 0 {
		t.Errorf("%d rows; the context was asked %d times", got, ctx.asked)
	}
}
