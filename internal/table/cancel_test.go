package table_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// ending is a context that ends after it was asked some times.
type ending struct {
	context.Context //nolint:containedctx // it is one itself
	left, asked     int
}

func (e *ending) Err() error {
	if e.asked++; e.asked > e.left {
		return context.Canceled
	}
	return nil
}

// polled is how many rows are looked at, at most, before a query asks whether
// it is still wanted: less than a millisecond of work.
const polled = 64 * 2048

// TestACancelledQueryStopsAtOnce counts how often each query asks its context,
// and ends it at some of these times: the query must return the error, for which
// it may ask once more, and not work on.
func TestACancelledQueryStopsAtOnce(t *testing.T) {
	const size = 3 * polled
	rows := make([][]string, size)
	for i := range rows {
		rows[i] = []string{strconv.Itoa(i * 7919 % size), strconv.Itoa(i % 3)}
	}
	read := made(t, rows, dataset.Integer, dataset.Integer)
	half := []table.Filter{parsed(read.Schema(), []condition{{column: 0, op: table.Ge, operands: []string{strconv.Itoa(size / 4)}}})[0]}
	sorted := table.Query{Filters: half, Sort: []table.SortKey{{Column: 1}, {Column: 0, Descending: true}}}
	page := sorted
	page.Limit = 50
	for _, test := range []struct {
		name   string
		passes int // over all rows
		run    func(ctx context.Context) error
	}{
		{"select in the table's order", 1, func(ctx context.Context) error {
			_, err := read.Select(ctx, table.Query{Filters: half})
			return err
		}},
		{"a sorted page", 2, func(ctx context.Context) error {
			_, err := read.Select(ctx, page)
			return err
		}},
		{"all rows, sorted", 2, func(ctx context.Context) error {
			_, err := read.Select(ctx, sorted)
			return err
		}},
		{"scan in the table's order", 1, func(ctx context.Context) error {
			return read.Scan(ctx, table.Query{Filters: half}, func([]int) error { return nil })
		}},
		{"scan, sorted", 2, func(ctx context.Context) error {
			return read.Scan(ctx, sorted, func([]int) error { return nil })
		}},
		{"group", 1, func(ctx context.Context) error {
			_, err := read.Group(ctx, table.Query{}, table.Grouping{Keys: []table.Key{{Column: 1}}})
			return err
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			whole := &ending{Context: t.Context(), left: size}
			if err := test.run(whole); err != nil {
				t.Fatal(err)
			}
			if least := test.passes * size / polled; whole.asked < least {
				t.Errorf("asked %d times, want %d at least", whole.asked, least)
			}
			for left := 0; left < whole.asked; left += 1 + whole.asked/10 {
				ctx := &ending{Context: t.Context(), left: left}
				if err := test.run(ctx); !errors.Is(err, context.Canceled) || ctx.asked > left+2 {
					t.Errorf("ended after %d of %d times: asked %d times (%v)", left, whole.asked, ctx.asked, err)
				}
			}
		})
	}
}

func TestAScanEndsWithTheErrorOfItsReader(t *testing.T) {
	read := made(t, [][]string{{"1"}, {"2"}}, dataset.Integer)
	full := errors.New("disk full")
	for _, q := range []table.Query{{}, {Sort: []table.SortKey{{Column: 0, Descending: true}}}} {
		if err := read.Scan(t.Context(), q, func([]int) error { return full }); !errors.Is(err, full) {
			t.Errorf("%+v: got %v, want %v", q, err, full)
		}
	}
}

// Texts may be long, and so is looking for something in them.
func TestAQueryLooksAtItsContextWhileItReadsTexts(t *testing.T) {
	const size = 30_000
	texts := 200
	if testing.Short() {
		texts = 20
	}
	rows := make([][]string, texts)
	for i := range rows {
		rows[i] = []string{strconv.Itoa(i) + strings.Repeat("a", size)}
	}
	read := made(t, rows, dataset.String)
	for _, q := range []table.Query{
		{Filters: []table.Filter{{Op: table.Like, Values: []dataset.Value{{Text: "*" + strings.Repeat("a", 100) + "b*"}}}}},
		{Filters: []table.Filter{{Op: table.Contains, Values: []dataset.Value{{Text: "b"}}}}},
		{Search: []string{"b"}},
	} {
		ctx := &ending{Context: t.Context(), left: texts * size}
		if _, err := read.Select(ctx, q); err != nil {
			t.Fatal(err)
		}
		if least := texts * size / (96 << 10); ctx.asked < least {
			t.Errorf("%+v looked %d times while it read %d MB, want %d or more", q, ctx.asked, texts*size>>20, least)
		}
	}
}

// What is made once for all requests is made by one that may end. Then the next
// goes on with the texts that are ready to be searched, and finds what it would
// have found.
func TestACancelledRequestLeavesItsTextsToTheNext(t *testing.T) {
	const texts, size = 100, 30_000
	rows := make([][]string, texts)
	for i := range rows {
		rows[i] = []string{strconv.Itoa(i) + strings.Repeat("ａ", size/3)}
	}
	q := table.Query{Search: []string{"7a"}}
	read := made(t, rows, dataset.String)
	for left := range 20 {
		ctx := &ending{Context: t.Context(), left: left}
		if _, err := read.Select(ctx, q); !errors.Is(err, context.Canceled) || ctx.asked > left+2 {
			t.Fatalf("ended after %d times: asked %d times (%v)", left, ctx.asked, err)
		}
	}
	var asked []int
	for _, read := range []*table.Table{read, made(t, rows, dataset.String)} {
		ctx := &ending{Context: t.Context(), left: texts * size}
		if found, err := read.Select(ctx, q); found.Count != texts/10 || err != nil {
			t.Errorf("found %d, %v, want %d", found.Count, err, texts/10)
		}
		asked = append(asked, ctx.asked)
	}
	if asked[0] > asked[1]*2/3 {
		t.Errorf("after what others had done it looked %d times, without %d", asked[0], asked[1])
	}
}

func TestACancelledLookUpIsMadeByTheNext(t *testing.T) {
	rows := make([][]string, 3*polled)
	for i := range rows {
		rows[i] = []string{strconv.Itoa(i * 7919 % len(rows))}
	}
	read := made(t, rows, dataset.Integer)
	for left := 0; left < 100; left += 9 {
		ctx := &ending{Context: t.Context(), left: left}
		if err := read.LookUp(ctx, 0); !errors.Is(err, context.Canceled) || ctx.asked > left+2 {
			t.Fatalf("ended after %d times: asked %d times (%v)", left, ctx.asked, err)
		}
	}
	err := read.LookUp(t.Context(), 0)
	if got := read.RowsWith(0, dataset.Value{Int: 7919}); err != nil || !slices.Equal(got, []int{1}) {
		t.Errorf("found %v, %v", got, err)
	}
}

// stopping is a context that has whoever asks it wait.
type stopping struct {
	context.Context //nolint:containedctx // it is one itself
	asked, goOn     chan struct{}
}

func (s stopping) Err() error {
	s.asked <- struct{}{}
	<-s.goOn
	return s.Context.Err()
}

// While one request makes what all need, those that wait for it can be given up.
func TestARequestThatWaitsForAnotherCanBeGivenUp(t *testing.T) {
	read := made(t, [][]string{{"a"}, {"b"}}, dataset.String)
	first := stopping{t.Context(), make(chan struct{}), make(chan struct{})}
	done := make(chan error)
	go func() { done <- read.LookUp(first, 0) }()
	<-first.asked // in the midst of it
	waiting, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := read.LookUp(waiting, 0); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("who waited got %v", err)
	}
	first.goOn <- struct{}{}
	if err := <-done; err != nil {
		t.Error(err)
	}
	if got := read.RowsWith(0, dataset.Value{Text: "b"}); !slices.Equal(got, []int{1}) {
		t.Errorf("found %v", got)
	}
}
