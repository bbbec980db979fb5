package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

// withOwn is the built-in release with datasets of the city's own.
func withOwn(tb testing.TB, files fstest.MapFS) *release.Release {
	tb.Helper()
	sources, err := source.Read(dataset.Embedded(), files)
	if err != nil {
		tb.Fatal(err)
	}
	rel, err := release.Build(release.Embedded(), sources)
	if err != nil {
		tb.Fatal(err)
	}
	return rel
}

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
	h := serving(t, essays(t))
	const long, many = "/api/v1/datasets/essays/records", "/api/v1/datasets/many/records"
	for _, c := range []struct{ name, target, detail, out string }{
		{"rows of long texts", long + "?limit=300", "the response is too large (at most 16 MB)", long + ".ndjson"},
		{"fewer columns, but the places of the words in long texts", long + "?limit=300&fields=id&q=" + url.QueryEscape("長い"), "the response is too large (at most 16 MB)", long + ".ndjson?fields=id&q=" + url.QueryEscape("長い")},
		{"counted values that are long texts, beside rows that just fit", long + "?facets=text&limit=100", "the response is too large (at most 16 MB)", long + "?facets=kind&limit=100"},
		{"more groups than are kept", many + "?group_by=id", "too many groups (at most 100000)", many + "?group_by=amount"},
		{"more groups than are kept, in bulk", many + ".csv?group_by=id", "too many groups (at most 100000)", many + ".csv?group_by=id&id.lt=1000"},
		{"more distinct values than are kept", many + "?distinct=id", "too many distinct values (at most 100000)", many + ".csv?fields=id"},
		{"more values than are counted", many + "?facets=amount,id", "too many values of id to count (at most 100000)", many + "?facets=amount"},
		{"a sum of 19 digits", many + "?aggregate=amount.sum", "a sum has more than 18 digits", many + "?aggregate=amount.sum&id=1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(t, h, c.target)
			if out := ask(t, h, c.out); out.Code != http.StatusOK {
				t.Errorf("the way out: %d %.300s", out.Code, out.Body)
			}
			var p api.Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != http.StatusRequestEntityTooLarge || p.DetailEn != c.detail || len(p.Fixes) != 1 || p.Detail == "" {
				t.Errorf("%v %d %.300s", err, w.Code, w.Body)
			}
			if w.Header().Get("Cache-Control") != "no-cache" || w.Header().Get("ETag") != "" {
				t.Errorf("%v", w.Header())
			}
		})
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
	for _, c := range []struct {
		rel *release.Release
		id  string
		raw []string
	}{
		{large(t), "sample_observations", []string{
			"value.ge=10", "sort=-value", "q=0", "group_by=indicator_id&aggregate=value.avg", "facets=status,area_code", "or=value.ge=10|status=M",
			"format=csv", "format=csv&sort=-value", "format=ndjson&q=0", "format=csv&limit=100000", "format=csv&offset=10",
		}},
		{crossing(t, 30, 200), "routes", []string{
			"id=r-002&expand=stops.routes", "id=r-002&format=ndjson&expand=stops.routes", "limit=3&format=ndjson&expand=stops.routes",
		}},
	} {
		set, ok := c.rel.Set(c.id)
		if !ok {
			t.Fatal("no", c.id)
		}
		for _, raw := range c.raw {
			t.Run(c.id+"?"+raw, func(t *testing.T) { endsWithItsContext(t, c.rel, set, raw) })
		}
	}
}

func endsWithItsContext(t *testing.T, rel *release.Release, set *release.Set, raw string) {
	t.Helper()
	if err := api.MakeRows(t.Context(), rel, set, raw); err != nil { // what is made once for all
		t.Fatal(err)
	}
	counting := &fading{t.Context(), 1 << 30}
	if err := api.MakeRows(counting, rel, set, raw); err != nil {
		t.Fatal(err)
	}
	looks, least := 1<<30-counting.left, 2
	if strings.Contains(raw, "expand") {
		least = 30 * 200 // every object
	}
	if looks < least {
		t.Fatalf("it looks %d times", looks)
	}
	for _, left := range []int{0, looks / 2, looks - 1} {
		if err := api.MakeRows(&fading{t.Context(), left}, rel, set, raw); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("ended at the %d. of %d looks: %v", left+1, looks, err)
		}
	}
}
