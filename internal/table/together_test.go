package table_test

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// enquiry is one of many things that are asked of a table at once.
type enquiry struct {
	query    table.Query
	grouping table.Grouping
	column   int
	value    dataset.Value // to look up
}

// enquiries are many of them, every other one a search: folded texts and lookups
// are made when they are asked for first.
func (r random) enquiries(ref *reference, n int) []enquiry {
	list := make([]enquiry, n)
	for i := range list {
		q := r.question(ref)
		if i%2 == 0 {
			r.look(ref, &q)
		}
		e := enquiry{query: q.parsed(ref.schema), grouping: r.grouping(ref), column: r.IntN(len(ref.schema.Columns))}
		if len(ref.rows) > 0 {
			e.value, _ = ref.schema.Columns[e.column].Parse(ref.rows[r.IntN(len(ref.rows))][e.column])
		}
		list[i] = e
	}
	return list
}

// answer is everything that is answered, as bytes.
func (e enquiry) answer(ctx context.Context, t *table.Table) string {
	page, err := t.Select(ctx, e.query)
	all := fmt.Sprintln(page.Index, page.Count, err, texts(t, page.Index), t.RowsWith(e.column, e.value), t.Distinct(t.Column(e.column).Name))
	err = t.Scan(ctx, e.query, func(rows []int) error {
		all += fmt.Sprintln(rows)
		return nil
	})
	groups, wrong := t.Group(ctx, e.query, e.grouping)
	if wrong == nil {
		all += fmt.Sprintln(texts(groups, groups.All().Index))
	}
	return all + fmt.Sprintln(err, wrong)
}

// Many different questions at once, to a table that was asked nothing before,
// are answered to the byte as they are one after the other on one processor.
func TestAnswersDoNotDependOnTheNumberOfProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	r := newRandom(8)
	rounds := 40
	if testing.Short() {
		rounds = 10
	}
	for i := range rounds {
		size := r.IntN(300)
		if i%10 == 9 {
			size = 4000 + r.IntN(3000)
		}
		schema := r.schema()
		cells := r.rows(schema, size)
		list := r.enquiries(newReference(schema, cells), 24)
		alone, together := make([]string, len(list)), make([]string, len(list))
		runtime.GOMAXPROCS(1)
		one := fresh(t, schema, cells)
		for i, e := range list {
			alone[i] = e.answer(t.Context(), one)
		}
		runtime.GOMAXPROCS(4)
		other := fresh(t, schema, cells)
		begin := make(chan struct{})
		var wg sync.WaitGroup
		for i, e := range list {
			wg.Go(func() {
				<-begin
				together[i] = e.answer(t.Context(), other)
			})
		}
		close(begin)
		wg.Wait()
		for i := range list {
			if alone[i] != together[i] {
				t.Fatalf("%+v of %d rows:\nalone    %.400s\ntogether %.400s", list[i], size, alone[i], together[i])
			}
		}
	}
}

func fresh(t *testing.T, schema dataset.Schema, cells [][]string) *table.Table {
	t.Helper()
	read, err := table.FromRows(schema, cells)
	if err != nil {
		t.Fatal(err)
	}
	return read
}
