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
	Avg   Func = "avg"   // the sum by the count, rounded half away from zero to AvgDecimals more decimals than the column has
	Min   Func = "min"
	Max   Func = "max"
	First Func = "first" // in the table's order
	Last  Func = "last"  // in the table's order
)

// Funcs lists the functions.
func Funcs() []Func { return []Func{Count, Sum, Avg, Min, Max, First, Last} }

// MaxGroups bounds the groups that one answer lists, however many are counted.
const MaxGroups = 100_000

// columnBytes is what a group takes in each column that is made: a number, and its
// code.
const columnBytes = 16

// The reasons why rows cannot be grouped.
var (
	ErrTooManyGroups = errors.New("too many groups")
	ErrTooLarge      = errors.New("a sum has more than 18 digits")
)

// GroupMemory returns how many bytes the groups of all rows take at most.
func (t *Table) GroupMemory(g Grouping) int {
	made := &grouper{ids: &ids{keys: t.keysOf(g)}}
	made.measure(t, g)
	bytes := min(t.rows, combinations(made.ids.keys)) * (made.perGroup + groupBytes)
	if g.Memory > 0 {
		bytes = min(bytes, g.Memory)
	}
	return bytes
}

// grouper puts rows into groups.
type grouper struct {
	ids      *ids
	tallies  map[int]*tally
	perGroup int // bytes that a group takes beside its number
}

// grouper makes a grouping of so many rows ready.
func (t *Table) grouper(g Grouping, rows int) *grouper {
	made := &grouper{ids: &ids{keys: t.keysOf(g)}}
	made.measure(t, g)
	if g.Memory > 0 {
		rows = min(rows, g.Memory/(made.perGroup+groupBytes))
	}
	made.ids.prepare(rows)
	return made
}

// measure makes the tallies, and finds what a group takes.
func (g *grouper) measure(t *Table, asked Grouping) {
	g.tallies = t.talliesOf(asked, g.ids)
	g.perGroup = columnBytes * (len(asked.Keys) + len(asked.Aggregates))
	for _, tally := range g.tallies {
		g.perGroup += tally.bytesPerGroup()
	}
}

// bytes is what the groups take.
func (g *grouper) bytes() int { return g.ids.bytes() + g.perGroup*len(g.ids.sizes) }

// Group puts the rows that satisfy a query into groups and returns these as a
// table of its own, sorted by the keys: a column per key, then one per
// aggregate. The query's order and page are passed over. Errors are
// ErrTooManyGroups, ErrTooLarge and that of ctx.
func (t *Table) Group(ctx context.Context, q Query, g Grouping) (*Table, error) {
	p, err := t.plan(ctx, q)
	if err != nil {
		return nil, err
	}
	made := t.grouper(g, p.to-p.from)
	var failed error
	err = p.blocks(ctx, func(m *columnar.Mask, base, end int) bool {
		rows := selection{base: base, end: end}
		made.ids.assign(m, &rows)
		if g.Memory > 0 && made.bytes() > g.Memory {
			failed = ErrTooManyGroups
			return false
		}
		for _, tally := range made.tallies {
			tally.add(&rows)
		}
		return true
	})
	if err = errors.Join(failed, err); err != nil {
		return nil, err
	}
	return t.grouped(ctx, g, made)
}

// grouped makes a table of the groups.
func (t *Table) grouped(ctx context.Context, g Grouping, made *grouper) (*Table, error) {
	groups, columns, err := made.ids.sorted(ctx)
	if err != nil {
		return nil, err
	}
	out := &Table{schema: t.GroupSchema(g), rows: len(groups), columns: columns}
	for i := range g.Keys {
		out.order = append(out.order, i)
	}
	for _, a := range g.Aggregates {
		tally := made.tallies[a.Column]
		tally.extend()
		c, err := a.Func.definition().of(tally, groups)
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
