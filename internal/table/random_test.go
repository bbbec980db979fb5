package table_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

const (
	randomTables    = 500
	queriesPerTable = 50
)

// random makes tables with a column of each type, whose cells are few enough
// to coincide and are missing now and then.
type random struct{ *rand.Rand }

func (r random) schema() dataset.Schema {
	s := dataset.Schema{Key: []string{"integer"}, Order: []string{"number", "list", "string", "integer"}}
	for _, kind := range dataset.Types() {
		s.Columns = append(s.Columns, dataset.Column{Name: string(kind), Type: kind})
	}
	return s
}

func (r random) cell(kind dataset.Type) string {
	cells := map[dataset.Type][]string{
		dataset.String:    {"", "a", "b", "八", "ab", "\U0001f333"},
		dataset.Integer:   {"", "0", "-1", "12", "123456789012345678", "-123456789012345678"},
		dataset.Number:    {"", "0", "0.0", "10.0", "10", "-0.5", "-0.50", "99999999999999999.9", "0.000000001"},
		dataset.Boolean:   {"", "true", "false"},
		dataset.DateType:  {"", "2026-04-01", "1969-12-31", "0001-01-01", "9999-12-31"},
		dataset.MonthType: {"", "2026-04", "1969-12", "0001-01"},
		dataset.ListType:  {"", "a", "b", "a;b", "b;a", "ab"},
	}[kind]
	return cells[r.IntN(len(cells))]
}

func (r random) rows(s dataset.Schema) [][]string {
	rows := make([][]string, r.IntN(30))
	for i := range rows {
		for _, c := range s.Columns {
			rows[i] = append(rows[i], r.cell(c.Type))
		}
	}
	return rows
}

func (r random) query(s dataset.Schema) table.Query {
	q := table.Query{Offset: r.IntN(8) * r.IntN(2), Limit: r.IntN(8) * r.IntN(2)}
	for range r.IntN(3) {
		i := r.IntN(len(s.Columns))
		v, _ := s.Columns[i].Parse(r.cell(s.Columns[i].Type))
		if v.Missing {
			continue
		}
		q.Filters = append(q.Filters, table.Filter{Column: i, Op: []table.Op{table.Eq, table.Ge, table.Le}[r.IntN(3)], Values: []dataset.Value{v}})
	}
	for range r.IntN(3) {
		q.Sort = append(q.Sort, table.SortKey{Column: r.IntN(len(s.Columns)), Descending: r.IntN(2) == 0})
	}
	return q
}

// reference is the same table the plainest way: rows of cells.
type reference struct {
	schema dataset.Schema
	rows   [][]string
}

func newReference(s dataset.Schema, rows [][]string) reference {
	var order []table.SortKey
	for _, name := range s.Order {
		order = append(order, table.SortKey{Column: s.Index(name)})
	}
	ref := reference{schema: s, rows: slices.Clone(rows)}
	ref.sort(ref.rows, order)
	return ref
}

func (ref reference) sort(rows [][]string, keys []table.SortKey) {
	slices.SortStableFunc(rows, func(a, b []string) int {
		for _, k := range keys {
			if c := ref.compare(k, a[k.Column], b[k.Column]); c != 0 {
				return c
			}
		}
		return 0
	})
}

func (ref reference) compare(k table.SortKey, a, b string) int {
	switch {
	case a == "" && b == "":
		return 0
	case a == "":
		return 1
	case b == "":
		return -1
	}
	c := ref.schema.Columns[k.Column]
	va, _ := c.Parse(a)
	vb, _ := c.Parse(b)
	if k.Descending {
		return c.Type.Compare(vb, va)
	}
	return c.Type.Compare(va, vb)
}

func (ref reference) keeps(f table.Filter, cell string) bool {
	if cell == "" || f.Values[0].Missing {
		return false
	}
	c := ref.schema.Columns[f.Column]
	if c.Type == dataset.ListType && f.Op == table.Eq {
		return slices.Contains(strings.Split(cell, ";"), f.Values[0].Text)
	}
	v, _ := c.Parse(cell)
	order := c.Type.Compare(v, f.Values[0])
	return f.Op == table.Eq && order == 0 || f.Op == table.Ge && order >= 0 || f.Op == table.Le && order <= 0
}

func (ref reference) answer(q table.Query) (page [][]string, count int) {
	kept := [][]string{}
	for _, row := range ref.rows {
		if !slices.ContainsFunc(q.Filters, func(f table.Filter) bool { return !ref.keeps(f, row[f.Column]) }) {
			kept = append(kept, row)
		}
	}
	ref.sort(kept, q.Sort)
	from, to := min(q.Offset, len(kept)), len(kept)
	if q.Limit > 0 {
		to = min(from+q.Limit, to)
	}
	return kept[from:to], len(kept)
}

func TestSelectAgreesWithThePlainestWay(t *testing.T) {
	r := random{rand.New(rand.NewPCG(5, 6))}
	for range randomTables {
		schema := r.schema()
		rows := r.rows(schema)
		read, err := table.FromRows(schema, rows)
		if err != nil {
			t.Fatal(err)
		}
		ref := newReference(schema, rows)
		for range queriesPerTable {
			q := r.query(schema)
			got, err := read.Select(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			want, count := ref.answer(q)
			if shown := texts(read, got.Index); !reflect.DeepEqual(shown, want) || got.Count != count {
				t.Fatalf("%+v over\n%s\ngot %d:\n%s\nwant %d:\n%s", q, lines(ref.rows), got.Count, lines(shown), count, lines(want))
			}
		}
	}
}

func TestPagesTogetherAreTheWholeAnswer(t *testing.T) {
	r := random{rand.New(rand.NewPCG(7, 8))}
	for range randomTables {
		schema := r.schema()
		read, err := table.FromRows(schema, r.rows(schema))
		if err != nil {
			t.Fatal(err)
		}
		q := r.query(schema)
		q.Offset, q.Limit = 0, 0
		whole, err := read.Select(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		pages := []int{}
		for q.Limit = 3; q.Offset < whole.Count; q.Offset += q.Limit {
			page, err := read.Select(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			pages = append(pages, page.Index...)
		}
		if !reflect.DeepEqual(pages, whole.Index) {
			t.Fatalf("%+v: pages %v, whole %v", q, pages, whole.Index)
		}
	}
}

func lines(rows [][]string) string {
	var b strings.Builder
	for _, row := range rows {
		fmt.Fprintf(&b, "%q\n", row)
	}
	return b.String()
}
