package table

import (
	"context"
	"errors"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
)

// Grouping says into which groups rows are put, and what is computed of each.
// Without keys all rows are one group.
type Grouping struct {
	Keys       []Key
	Aggregates []Aggregate
}

// Key is a column by whose values rows are put together, or a period of time
// that its dates lie in.
type Key struct {
	Column int
	Bucket Bucket // empty = the values themselves
}

// Bucket is a period that dates and months are put into.
type Bucket string

// The buckets. Their columns are named after the date's, as in
// period_start_fiscal_year.
const (
	FiscalYear Bucket = "fiscal_year" // 年度: from April; an integer
	Year       Bucket = "year"        // an integer
	Quarter    Bucket = "quarter"     // of the calendar year; a text such as 2026-Q2
	Month      Bucket = "month"       // a year and month
)

// Buckets lists the buckets.
func Buckets() []Bucket { return []Bucket{FiscalYear, Year, Quarter, Month} }

// Aggregate is a value computed of a group, named as in value_sum.
type Aggregate struct {
	Func   Func
	Column int // of which; for Count without a column, -1
}

// Func computes one value of a group.
type Func string

// The functions. A missing cell takes part in none of them.
const (
	Count Func = "count" // how many rows, or how many have a value in the column
	Sum   Func = "sum"   // exactly
	Avg   Func = "avg"   // the sum by the count, rounded half away from zero to AvgDecimals more decimals than the column has
	Min   Func = "min"
	Max   Func = "max"
	First Func = "first" // in the table's order
	Last  Func = "last"  // in the table's order
)

// Funcs lists the functions.
func Funcs() []Func { return []Func{Count, Sum, Avg, Min, Max, First, Last} }

// MaxGroups bounds the groups of one answer.
const MaxGroups = 100_000

// The reasons why rows cannot be grouped.
var (
	ErrTooManyGroups = errors.New("too many groups")
	ErrTooLarge      = errors.New("a sum has more than 18 digits")
)

// Group puts the rows that satisfy a query into groups and returns these as a
// table of its own, sorted by the keys: a column per key, then one per
// aggregate. The query's order and page are passed over. Errors are
// ErrTooManyGroups, ErrTooLarge and that of ctx.
func (t *Table) Group(ctx context.Context, q Query, g Grouping) (*Table, error) {
	p, err := t.plan(ctx, q)
	if err != nil {
		return nil, err
	}
	ids := newIDs(t.keysOf(g), p.to-p.from)
	tallies := t.talliesOf(g, ids)
	var failed error
	err = p.blocks(ctx, func(m *columnar.Mask, base, end int) bool {
		rows := selection{mask: m, base: base, end: end}
		if failed = ids.assign(&rows); failed != nil {
			return false
		}
		for _, tally := range tallies {
			tally.add(&rows)
		}
		return true
	})
	if err = errors.Join(failed, err); err != nil {
		return nil, err
	}
	return t.grouped(g, ids, tallies)
}

// grouped makes a table of the groups.
func (t *Table) grouped(g Grouping, ids *ids, tallies map[int]*tally) (*Table, error) {
	groups, err := ids.sorted()
	if err != nil {
		return nil, err
	}
	out := &Table{schema: t.GroupSchema(g), rows: len(groups)}
	for i := range g.Keys {
		out.columns = append(out.columns, ids.keys[i].column(ids, groups))
		out.order = append(out.order, i)
	}
	for _, a := range g.Aggregates {
		tallies[a.Column].extend()
		c, err := a.Func.definition().of(tallies[a.Column], groups)
		if err != nil {
			return nil, err
		}
		out.columns = append(out.columns, c)
	}
	for i, c := range out.schema.Columns {
		out.columns[i].Column = c
		out.columns[i].FindZones(out.rows)
	}
	out.lookups = make([]lookup, len(out.columns))
	return out, nil
}

// GroupSchema is the schema of what Group returns.
func (t *Table) GroupSchema(g Grouping) dataset.Schema {
	var s dataset.Schema
	for _, k := range g.Keys {
		c := k.Bucket.named(t.columns[k.Column].Column)
		c.Rules = dataset.Rules{}
		s.Columns = append(s.Columns, c)
		s.Key = append(s.Key, c.Name)
	}
	s.Order = s.Key
	for _, a := range g.Aggregates {
		s.Columns = append(s.Columns, a.named(t))
	}
	return s
}
