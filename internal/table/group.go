package table

import (
	"context"
	"errors"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
	"hachinohe.example/opendata/internal/grouping"
)

// Grouping says into which groups rows are put, and what is computed of each.
// Without keys all rows are one group.
type Grouping struct {
	Keys       []Key
	Aggregates []Aggregate
	Memory     int // bytes that the groups may take; 0 = any number
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
	Avg   Func = "avg"   // the sum by the count, rounded half away from zero to grouping.AvgDecimals more decimals than the column has
	Min   Func = "min"
	Max   Func = "max"
	First Func = "first" // in the table's order
	Last  Func = "last"  // in the table's order
)

// Funcs lists the functions.
func Funcs() []Func { return []Func{Count, Sum, Avg, Min, Max, First, Last} }

// MaxGroups bounds the groups that one answer lists, however many are counted.
const MaxGroups = 100_000

// The reasons why rows cannot be grouped.
var (
	ErrTooManyGroups = grouping.ErrTooManyGroups
	ErrTooLarge      = grouping.ErrTooLarge
)

// GroupMemory returns how many bytes the groups of all rows take at most.
func (t *Table) GroupMemory(g Grouping) int {
	made, _ := t.grouper(g)
	return made.MostBytes(t.rows)
}

// grouper makes a grouping ready, and the tally of each aggregate.
func (t *Table) grouper(g Grouping) (*grouping.Grouper, []*grouping.Tally) {
	keys := make([]grouping.Key, 0, len(g.Keys))
	for _, k := range g.Keys {
		c := &t.columns[k.Column]
		if k.Bucket == "" {
			keys = append(keys, grouping.ByValue(c))
			continue
		}
		buckets, place := k.Bucket.bucketed(c)
		keys = append(keys, grouping.ByPlace(c, buckets, place))
	}
	made := grouping.New(keys, len(g.Keys)+len(g.Aggregates), g.Memory)
	tallies := make([]*grouping.Tally, 0, len(g.Aggregates))
	for _, a := range g.Aggregates {
		var of *columnar.Column // none: rows alone
		if a.Column >= 0 {
			of = &t.columns[a.Column]
		}
		tally := made.Tally(of)
		if a.Func == First || a.Func == Last {
			tally.KeepEnds()
		}
		tallies = append(tallies, tally)
	}
	return made, tallies
}

// Group puts the rows that satisfy a query into groups and returns these as a
// table of its own, sorted by the keys: a column per key, then one per
// aggregate. The query's order and page are passed over. Errors are
// ErrTooManyGroups, ErrTooLarge and that of ctx.
func (t *Table) Group(ctx context.Context, q Query, g Grouping) (*Table, error) {
	p, err := t.plan(ctx, q)
	if err != nil {
		return nil, err
	}
	made, tallies := t.grouper(g)
	made.Prepare(p.to - p.from)
	var failed error
	err = p.blocks(ctx, func(m *columnar.Mask, base, end int) bool {
		failed = made.Add(m, base, end)
		return failed == nil
	})
	if err = errors.Join(failed, err); err != nil {
		return nil, err
	}
	groups, columns, err := sorted(ctx, made)
	if err != nil {
		return nil, err
	}
	for i, a := range g.Aggregates {
		c, err := a.Func.definition().of(tallies[i], groups)
		if err != nil {
			return nil, err
		}
		columns = append(columns, c)
	}
	return t.grouped(g, len(groups), columns), nil
}

// sorted returns the groups that have rows, and the columns of the keys, in the
// order of the keys. The error is that of ctx.
func sorted(ctx context.Context, made *grouping.Grouper) ([]uint32, []columnar.Column, error) {
	groups, columns, inOrder := made.Groups()
	if inOrder {
		return groups, columns, nil
	}
	keys := make([]key, len(columns))
	for i := range keys {
		keys[i].column = &columns[i]
	}
	groups, err := ordered(ctx, groups, keys, window{0, len(groups)})
	if err != nil {
		return nil, nil, err
	}
	for i := range columns {
		columns[i] = columns[i].Permuted(groups)
	}
	return groups, columns, nil
}

// grouped makes a table of the columns of groups.
func (t *Table) grouped(g Grouping, rows int, columns []columnar.Column) *Table {
	out := &Table{schema: t.GroupSchema(g), rows: rows, columns: columns}
	for i := range g.Keys {
		out.order = append(out.order, i)
	}
	for i, c := range out.schema.Columns {
		out.columns[i].Column = c
		out.columns[i].FindZones(out.rows)
	}
	out.lookups = make([]lookup, len(out.columns))
	return out
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
