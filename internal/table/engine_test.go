package table_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// check compares one answer of the engine with the reference. It returns what
// differs, nothing if nothing does.
type check func(ctx context.Context, t *table.Table, ref *reference, q question, g table.Grouping) string

func checkSelect(ctx context.Context, t *table.Table, ref *reference, q question, _ table.Grouping) string {
	page, count := ref.answer(q)
	got, err := t.Select(ctx, q.parsed(ref.schema))
	return differs(rows{got.Index, got.Count}, rows{page, count}, err, nil)
}

type rows struct {
	Index []int
	Count int
}

func checkScan(ctx context.Context, t *table.Table, ref *reference, q question, _ table.Grouping) string {
	got := []int{}
	err := t.Scan(ctx, q.parsed(ref.schema), func(rows []int) error {
		got = append(got, rows...)
		return nil
	})
	q.offset, q.limit, q.after = 0, 0, nil
	whole, _ := ref.answer(q)
	return differs(got, whole, err, nil)
}

func checkGroup(ctx context.Context, t *table.Table, ref *reference, q question, g table.Grouping) string {
	want, wrong := ref.group(q, g)
	groups, err := t.Group(ctx, q.parsed(ref.schema), g)
	if err != nil || wrong != nil {
		return differs(0, 0, err, wrong)
	}
	return differs(texts(groups, groups.All().Index), want, nil, nil)
}

func checkDistinct(_ context.Context, t *table.Table, ref *reference, _ question, _ table.Grouping) string {
	for i, c := range ref.schema.Columns {
		if wrong := differs(t.Distinct(c.Name), ref.distinct(i), nil, nil); wrong != "" {
			return c.Name + ": " + wrong
		}
	}
	return ""
}

// checkRows looks at every cell, as it is after the rows were put in order.
func checkRows(_ context.Context, t *table.Table, ref *reference, _ question, _ table.Grouping) string {
	return differs(texts(t, t.All().Index), append([][]string{}, ref.rows...), nil, nil)
}

func differs(got, want any, err, wrong error) string {
	if errors.Is(err, wrong) && reflect.DeepEqual(got, want) {
		return ""
	}
	return fmt.Sprintf("got  %v %v\nwant %v %v", got, err, want, wrong)
}

// trial is everything that a comparison depends on.
type trial struct {
	schema dataset.Schema
	rows   [][]string
	q      question
	g      table.Grouping
}

// run makes the table anew, and returns what differs.
func (tr trial) run(ctx context.Context, c check) string {
	t, err := table.FromRows(tr.schema, tr.rows)
	if err != nil {
		return err.Error()
	}
	return c(ctx, t, newReference(tr.schema, tr.rows), tr.q, tr.g)
}

// smaller leaves out what it can while the comparison still fails.
func (tr trial) smaller(ctx context.Context, c check) trial {
	tries := 3000
	if len(tr.rows) > 1000 {
		tries = 60
	}
	try := func(less trial) bool {
		if tries--; tries < 0 || less.run(ctx, c) == "" {
			return false
		}
		tr = less
		return true
	}
	for range 3 { // once one is shorter, another may be made shorter, too
		tr.rows = fewer(tr.rows, func(rows [][]string) bool { less := tr; less.rows = rows; return try(less) })
		tr.q.filters = fewer(tr.q.filters, func(f []condition) bool { less := tr; less.q.filters = f; return try(less) })
		tr.q.either = fewer(tr.q.either, func(e [][][]condition) bool { less := tr; less.q.either = e; return try(less) })
		tr.q.sort = fewer(tr.q.sort, func(s []table.SortKey) bool { less := tr; less.q.sort = s; return try(less) })
		tr.g.Keys = fewer(tr.g.Keys, func(k []table.Key) bool { less := tr; less.g.Keys = k; return try(less) })
		tr.g.Aggregates = fewer(tr.g.Aggregates, func(a []table.Aggregate) bool { less := tr; less.g.Aggregates = a; return try(less) })
	}
	return tr
}

// fewer leaves out halves, quarters and so on, down to single items, as long as
// a function agrees.
func fewer[T any](items []T, agrees func([]T) bool) []T {
	for n := (len(items) + 1) / 2; n > 0; n /= 2 {
		for at := 0; at+n <= len(items); {
			if less := slices.Concat(items[:at], items[at+n:]); agrees(less) {
				items = less
			} else {
				at += n
			}
		}
	}
	return items
}

func (tr trial) String() string {
	var b strings.Builder
	q := tr.q
	fmt.Fprintf(&b, "order %v\nfilters %+v\neither %+v\nsort %v, offset %d, limit %d, after %v\ngroup %+v\n", tr.schema.Order, q.filters, q.either, q.sort, q.offset, q.limit, shown(q.after), tr.g)
	for _, row := range tr.rows[:min(len(tr.rows), 20)] {
		fmt.Fprintf(&b, "%q\n", row)
	}
	return b.String()
}

func shown(p *int) any {
	if p == nil {
		return "-"
	}
	return *p
}

// TestTheEngineAnswersAsThePlainestWayDoes compares answers over random tables:
// tiny ones, in which everything coincides; some of hundreds of rows; some of
// more than one block; some of more rows than are sorted as they are; and one of
// more than are kept from the first pass and of more values than 16 bits hold.
// A hundred thousand answers are compared (a tenth in short mode), and enough of them are about rows: that
// nothing is found says little.
func TestTheEngineAnswersAsThePlainestWayDoes(t *testing.T) {
	sizes := []struct {
		name                    string
		least, most             int // rows
		tables, questions, seed int
	}{
		{"tiny", 0, 25, 900, 31, 1},
		{"hundreds", 100, 600, 200, 31, 5},
		{"blocks", 1900, 4300, 24, 30, 2},
		{"sorted by buckets", 8_000, 9_000, 4, 30, 3},
		{"all widths", 70_000, 72_000, 3, 12, 4},
	}
	if testing.Short() {
		for i := range sizes {
			sizes[i].tables = (sizes[i].tables + 9) / 10
		}
	}
	var through, all, large, found atomic.Int64
	t.Cleanup(func() {
		if testing.Short() || through.Load() < int64(len(sizes)) {
			return // fewer tables, some sizes were not asked for, or failed
		}
		if n := all.Load(); n < 100_000 || found.Load() < n*2/5 || large.Load() < n/6 {
			t.Errorf("%d answers compared, %d of them about some rows, %d of tables with hundreds", n, found.Load(), large.Load())
		}
	})
	for _, size := range sizes {
		t.Run(size.name, func(t *testing.T) {
			t.Parallel()
			r := newRandom(uint64(size.seed))
			count, full := 0, 0
			for range size.tables {
				schema := r.schema()
				tr := trial{schema: schema, rows: r.rows(schema, size.least+r.IntN(size.most-size.least))}
				compared, some := compare(t, r, tr, size.questions)
				count, full = count+compared, full+some
			}
			t.Logf("%d answers compared, %d of them about some rows", count, full)
			through.Add(1)
			all.Add(int64(count))
			found.Add(int64(full))
			if size.least >= 100 {
				large.Add(int64(count))
			}
		})
	}
}

// compare asks questions about one table, and returns how many answers it
// compared, and how many of them are about some rows.
func compare(t *testing.T, r random, tr trial, questions int) (count, found int) {
	t.Helper()
	read, err := table.FromRows(tr.schema, tr.rows)
	if err != nil {
		t.Fatal(err)
	}
	ref := newReference(tr.schema, tr.rows)
	verify := func(name string, c check) {
		t.Helper()
		count++
		if c(t.Context(), read, ref, tr.q, tr.g) == "" {
			return
		}
		small := tr.smaller(t.Context(), c)
		t.Fatalf("%s:\n%s\n%s", name, small.run(t.Context(), c), small)
	}
	verify("rows", checkRows)
	verify("distinct", checkDistinct)
	for range questions {
		tr.q, tr.g = r.question(ref), r.grouping(ref)
		verify("select", checkSelect)
		verify("scan", checkScan)
		verify("group", checkGroup)
		whole := tr.q.parsed(tr.schema)
		whole.After, whole.Offset, whole.Limit = nil, 0, 1
		if some, err := read.Select(t.Context(), whole); err == nil && some.Count > 0 {
			found += 3 // as many as were verified
		}
	}
	return count, found
}
