package results_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/fixture"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/results"
	"hachinohe.example/opendata/internal/table"
)

// essays is a dataset of a few long texts, and many is one of many values, some
// of which have as many digits as a number can.
func essays(tb testing.TB) *release.Release {
	tb.Helper()
	var long, many strings.Builder
	long.WriteString("id,text,kind\n")
	for i := range 300 {
		fmt.Fprintf(&long, "e-%03d,%s,%d\n", i, strings.Repeat("長い文", 10_000)+strconv.Itoa(i), i%2)
	}
	many.WriteString("id,amount\n")
	for i := range 100_001 {
		fmt.Fprintf(&many, "%d,%d\n", i, int64(999_999_999_999_999_999))
	}
	const schema = `{"title": "見本", "primaryKey": ["id"], "fields": [{"name": "id", "title": "ID"%s}, %s]}`
	return withOwn(tb, fstest.MapFS{
		"essays.csv":         {Data: []byte(long.String())},
		"essays.schema.json": {Data: fmt.Appendf(nil, schema, "", `{"name": "text", "title": "文"}, {"name": "kind", "title": "種類"}`)},
		"many.csv":           {Data: []byte(many.String())},
		"many.schema.json":   {Data: fmt.Appendf(nil, schema, `, "type": "integer"`, `{"name": "amount", "title": "量", "type": "integer"}`)},
	})
}

// What is too large is refused, with a way that leads out; that way is open.
func TestWhatIsTooLargeIsRefusedWithAWayOut(t *testing.T) {
	if testing.Short() {
		t.Skip("builds responses over the limits")
	}
	rel := essays(t)
	pages, cells, lines := format.JSON(), format.CSV(), format.NDJSON()
	const size, long = "the response is too large (at most 16 MB)", "q=%E9%95%B7%E3%81%84"
	const part = "request a part of them with limit (and sort, for the highest)"
	const fewer = "request fewer rows (limit) or columns (fields), or everything with format=ndjson"
	for _, c := range []struct {
		name, id         string
		f                format.Format
		raw, detail, fix string
		way              format.Format
		out              string
	}{
		{"rows of long texts", "essays", pages, "limit=300", size, fewer, lines, ""},
		{"fewer columns, but the places of the words in long texts", "essays", pages, "limit=300&fields=id&" + long, size, fewer, lines, "fields=id&" + long},
		{"counted values that are long texts, beside rows that just fit", "essays", pages, "facets=text&limit=100", size, fewer, pages, "facets=kind&limit=100"},
		{"more groups than are listed", "many", cells, "group_by=id", "too many groups (at most 100000 in one response)", part, cells, "group_by=id&limit=100000"},
		{"more distinct values than are listed", "many", lines, "distinct=id", "too many distinct values (at most 100000 in one response)", part, lines, "distinct=id&limit=1000"},
		{"a sum of 19 digits", "many", pages, "aggregate=amount.sum", "a sum has more than 18 digits", "add conditions, or group by more columns", pages, "aggregate=amount.sum&id=1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			refused(t, ask(t, rel, c.id, c.raw, c.f).make(t.Context()), c.detail, c.fix)
			if err := ask(t, rel, c.id, c.out, c.way).make(t.Context()); err != nil {
				t.Errorf("the way out: %v", err)
			}
		})
	}
}

// What is advised makes the rows smaller: a limit does not shorten the first row,
// nor do fields what is expanded.
func TestTheAdviceFitsWhatIsTooLarge(t *testing.T) {
	const size, row = "the response is too large (at most 16 MB)", "one row is too large with the rows that expand puts into it (at most 16 MB)"
	for _, c := range []struct {
		first, expanded bool
		detail, fix     string
	}{
		{false, false, size, "request fewer rows (limit) or columns (fields), or everything with format=ndjson"},
		{true, false, size, "request fewer columns (fields), or the row with format=ndjson"},
		{false, true, size, "request fewer rows (limit), fewer or shallower relations (expand), or everything with format=ndjson"},
		{true, true, row, "use fewer or shallower relations in expand, or query the datasets that they refer to separately"},
	} {
		refused(t, results.TooLarge(c.first, c.expanded), c.detail, c.fix)
	}
}

// What takes too much memory is refused with what makes it less.
func TestGroupsThatTakeTooMuchMemoryAreRefused(t *testing.T) {
	const detail = "too many groups to count (at most 256 MB of memory)"
	many := shelters(t)
	refused(t, results.GroupFault(ask(t, many, "shelters", "group_by=id", format.JSON()).Query, table.ErrTooManyGroups), detail, "add conditions, or group by fewer columns")
	refused(t, results.GroupFault(ask(t, many, "shelters", "distinct=id", format.JSON()).Query, table.ErrTooManyGroups), detail,
		"add conditions, or request all rows with fields instead of distinct and format=csv or format=ndjson")
	refused(t, results.TooManyValues("id", table.ErrTooManyGroups), "too many values of id to count (at most 256 MB of memory)", "add conditions, or remove id from facets")
}

// What is listed is bounded, and not what is counted: the first page of any number
// of groups, and the values that most rows have.
func TestGroupsBeyondWhatIsListedAreCounted(t *testing.T) {
	rel := essays(t)
	top := decode(t, ask(t, rel, "many", "group_by=id&aggregate=amount.max&sort=-id&limit=2", format.JSON()))
	if got, want := top.column("id"), []any{100_000.0, 99_999.0}; top.Metadata.Count != 100_001 || !reflect.DeepEqual(got, want) {
		t.Errorf("%d groups, %v first, want %v", top.Metadata.Count, got, want)
	}
	last := decode(t, ask(t, rel, "many", "distinct=id&offset=100000", format.JSON()))
	if got, want := last.column("id"), []any{100_000.0}; !reflect.DeepEqual(got, want) {
		t.Errorf("the last is %v, want %v", got, want)
	}
	counted := decode(t, ask(t, rel, "many", "facets=id&limit=1", format.JSON()))
	if n, listed := counted.FacetsTotal["id"], len(counted.Facets["id"]); n != 100_001 || listed != results.MaxFacets {
		t.Errorf("%d values counted, %d listed", n, listed)
	}
}

// Highlights are not all made before the first ones are found to be too large.
func TestHighlightsEndWhereTheyAreTooLarge(t *testing.T) {
	rel := essays(t)
	a := ask(t, rel, "essays", "limit=300&fields=id&q=%E9%95%B7%E3%81%84", format.JSON())
	warm := ask(t, rel, "essays", "limit=1&fields=id&q=%E9%95%B7%E3%81%84", format.JSON())
	if err := warm.make(t.Context()); err != nil { // what is made once for all
		t.Fatal(err)
	}
	made := allocated()
	if err := a.make(t.Context()); fault.KindOf(err) != fault.TooLarge {
		t.Fatal(err)
	}
	if made = allocated() - made; made > 1<<30 {
		t.Errorf("%d bytes are made", made)
	}
}

// refused holds that something is too large, and what is said of it.
func refused(t *testing.T, err error, detail, fix string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || fault.KindOf(err) != fault.TooLarge || f.Message.En != detail || f.Message.Ja == "" || len(f.Fixes) == 0 || f.Fixes[0].En != fix || f.Fixes[0].Ja == "" {
		t.Errorf("%v, want %s: %s", err, detail, fix)
	}
}

// fading is a context that ends when it has been looked at so many times.
type fading struct {
	context.Context //nolint:containedctx // it is one
	left            int
}

func (f *fading) Err() error {
	if f.left--; f.left < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

// Whatever a query does, it looks whether it is still wanted: before the first
// rows and among them, and inside of rows that refer to many.
func TestQueriesEndWithTheirContext(t *testing.T) {
	if testing.Short() {
		t.Skip("measures slow queries over large tables")
	}
	pages, cells, lines := format.JSON(), format.CSV(), format.NDJSON()
	for _, c := range []struct {
		rel *release.Release
		id  string
		raw map[string]format.Format
	}{
		{large(t), fixture.ID, map[string]format.Format{
			"value.ge=10": pages, "sort=-value": pages, "q=0": pages, "group_by=indicator_id&aggregate=value.avg": pages, "facets=status,area_code": pages,
			"or=value.ge=10|status=M": pages, "": cells, "fields=value&sort=-value": cells, "fields=value,status&q=0": lines, "limit=100000": cells, "offset=10": cells, "limit=50000&fields=value": lines,
		}},
		{crossed(t, 30, 200), "routes", map[string]format.Format{
			"id=r-002&expand=stops.routes": pages, "id.in=r-002&expand=stops.routes": lines, "limit=3&expand=stops.routes": lines,
		}},
	} {
		for raw, f := range c.raw {
			t.Run(c.id+"."+f.Name+"?"+raw, func(t *testing.T) { endsWithItsContext(t, ask(t, c.rel, c.id, raw, f), raw) })
		}
	}
}

func endsWithItsContext(t *testing.T, a asked, raw string) {
	t.Helper()
	if err := a.make(t.Context()); err != nil { // what is made once for all
		t.Fatal(err)
	}
	counting := &fading{t.Context(), 1 << 30}
	if err := a.make(counting); err != nil {
		t.Fatal(err)
	}
	looks, least := 1<<30-counting.left, 2
	switch {
	case strings.Contains(raw, "expand"):
		least = 30 * 200 // every object
	case strings.Contains(raw, "limit=50000"):
		least = 50_000 / 1000 // some rows at a time
	}
	if looks < least {
		t.Fatalf("it looks %d times", looks)
	}
	for _, left := range []int{0, looks / 2, looks - 1} {
		if err := a.make(&fading{t.Context(), left}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("ended at the %d. of %d looks: %v", left+1, looks, err)
		}
	}
}
