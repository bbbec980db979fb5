package table_test

import (
	"slices"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// subject is a random table with a question about it.
type subject struct {
	*table.Table
	ref   *reference
	query table.Query // without a page
}

// everySubject calls f with tables of all sizes and some questions about each.
func everySubject(t *testing.T, seed uint64, f func(r random, s subject)) {
	t.Helper()
	r := newRandom(seed)
	rounds := 90
	if testing.Short() {
		rounds = 40 // without the tables of 70,000 rows
	}
	for i := range rounds {
		size := r.IntN(60)
		switch {
		case i == 0:
			size = 0
		case i%40 == 0:
			size = 70_000
		case i%10 == 0:
			size = 4000 + r.IntN(3000)
		}
		schema := r.schema()
		cells := r.rows(schema, size)
		read, err := table.FromRows(schema, cells)
		if err != nil {
			t.Fatal(err)
		}
		ref := newReference(schema, cells)
		for range 5 {
			q := r.question(ref)
			q.offset, q.limit, q.after = 0, 0, nil
			f(r, subject{read, ref, q.parsed(schema)})
		}
	}
}

func (s subject) selected(t *testing.T, q table.Query) table.Rows {
	t.Helper()
	rows, err := s.Select(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func (s subject) count(t *testing.T, filters ...table.Filter) int {
	t.Helper()
	return s.selected(t, table.Query{Filters: filters, Limit: 1}).Count
}

func TestPagesTogetherAreTheWholeAnswer(t *testing.T) {
	everySubject(t, 5, func(r random, s subject) {
		whole := s.selected(t, s.query)
		limit := whole.Count/(1+r.IntN(12)) + 1
		byOffset, byRow := []int{}, []int{}
		q := s.query
		for q.Limit = limit; q.Offset < whole.Count; q.Offset += limit {
			byOffset = append(byOffset, s.selected(t, q).Index...)
		}
		q.Offset = 0
		for {
			page := s.selected(t, q)
			if page.Count != whole.Count {
				t.Fatalf("%+v: a page counts %d rows in all, the whole %d", q, page.Count, whole.Count)
			}
			byRow = append(byRow, page.Index...)
			if len(page.Index) < limit {
				break
			}
			q.After = &page.Index[limit-1]
		}
		if !slices.Equal(byOffset, whole.Index) || !slices.Equal(byRow, whole.Index) {
			t.Fatalf("%+v: %d rows; by offset %d, behind rows %d, or others", s.query, whole.Count, len(byOffset), len(byRow))
		}
	})
}

// A ranking is what a search in the order of relevance finds, and any part of
// it can be had.
func TestARankingIsTheSearch(t *testing.T) {
	everySubject(t, 9, func(r random, s subject) {
		q := table.Query{Search: s.query.Search}
		if len(q.Search) == 0 {
			return
		}
		whole := s.selected(t, q)
		ranking, err := s.Rank(t.Context(), q.Search)
		if err != nil {
			t.Fatal(err)
		}
		var ranked []int
		for score := table.MaxScore; score > 0; score-- {
			var rows []int
			for limit := 1 + r.IntN(len(whole.Index)+1); len(rows) < ranking.Count(score); {
				some, err := ranking.Rows(t.Context(), score, len(rows), limit)
				if err != nil || len(some) == 0 || len(some) > limit {
					t.Fatalf("%q: %d rows of at most %d, %v", q.Search, len(some), limit, err)
				}
				rows = append(rows, some...)
			}
			ranked = append(ranked, rows...)
		}
		if !slices.Equal(ranked, whole.Index) {
			t.Fatalf("%q: ranked %v, found %v", q.Search, ranked, whole.Index)
		}
	})
}

func TestEveryRowHasOnePlace(t *testing.T) {
	everySubject(t, 6, func(_ random, s subject) {
		whole := s.selected(t, s.query)
		rows := slices.Clone(whole.Index)
		slices.Sort(rows)
		if len(slices.Compact(rows)) != whole.Count {
			t.Fatalf("%+v: a row comes twice or not at all", s.query)
		}
		q := s.query
		q.Sort = nil
		if inOrder := s.selected(t, q).Index; len(q.Search) == 0 && !slices.Equal(inOrder, rows) { // a search orders by relevance
			t.Fatalf("%+v: without a sort, rows do not come in the table's order", q)
		}
	})
}

func TestAScanIsTheWholeAnswer(t *testing.T) {
	everySubject(t, 7, func(_ random, s subject) {
		scanned := []int{}
		err := s.Scan(t.Context(), s.query, func(rows []int) error {
			scanned = append(scanned, rows...)
			return nil
		})
		if whole := s.selected(t, s.query); err != nil || !slices.Equal(scanned, whole.Index) {
			t.Fatalf("%+v: scanned %d rows of %d, or in another order (%v)", s.query, len(scanned), whole.Count, err)
		}
	})
}

func TestGroupsTogetherAreEverything(t *testing.T) {
	everySubject(t, 9, func(r random, s subject) {
		g := table.Grouping{Keys: r.grouping(s.ref).Keys, Aggregates: []table.Aggregate{{Func: table.Count, Column: -1}}}
		groups, err := s.Group(t.Context(), s.query, g)
		if err != nil {
			t.Fatal(err)
		}
		column, sum := len(g.Keys), int64(0)
		for row := range groups.Len() {
			sum += groups.Value(column, row).Int
		}
		if want := s.selected(t, s.query).Count; sum != int64(want) {
			t.Fatalf("%+v, %+v: the groups have %d rows, the answer %d", s.query, g, sum, want)
		}
	})
}

func TestARowIsEqualOrIsNotOrHasNoValue(t *testing.T) {
	everySubject(t, 10, func(r random, s subject) {
		i := r.IntN(s.Columns())
		c := condition{column: i, op: table.In}
		for range 1 + r.IntN(12) {
			c.operands = append(c.operands, r.operand(s.ref, c))
		}
		filter := parsed(s.ref.schema, []condition{c})[0]
		opposite := table.Filter{Column: i, Op: table.NotIn, Values: filter.Values}
		absent := table.Filter{Column: i, Op: table.IsNull, Values: []dataset.Value{{Int: 1}}}
		is, isNot, none := s.count(t, filter), s.count(t, opposite), s.count(t, absent)
		if is+isNot+none != s.Len() {
			t.Fatalf("%+v: %d are, %d are not, %d have no value, of %d", c, is, isNot, none, s.Len())
		}
	})
}
