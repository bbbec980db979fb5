package results_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fixture"
	"hachinohe.example/opendata/internal/fixture/crossing"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/results"
	"hachinohe.example/opendata/internal/source"
)

// built is a release with datasets of the city's own.
func built(files fstest.MapFS) (*release.Release, error) {
	sources, err := source.Read(dataset.Embedded(), files)
	if err != nil {
		return nil, err
	}
	return release.Build(release.Embedded(), sources)
}

func withOwn(tb testing.TB, files fstest.MapFS) *release.Release {
	tb.Helper()
	rel, err := built(files)
	if err != nil {
		tb.Fatal(err)
	}
	return rel
}

// crossed is a release in which routes and stops refer to each other.
func crossed(tb testing.TB, routes, stops int) *release.Release {
	tb.Helper()
	return withOwn(tb, crossing.Files(routes, stops))
}

// shelters is a small dataset with missing values and markup in its texts.
func shelters(tb testing.TB) *release.Release {
	tb.Helper()
	return withOwn(tb, fstest.MapFS{
		"shelters.csv": {Data: []byte("id,name,kind,capacity\n" +
			"s-1,<b>港</b>小学校,school,10\ns-2,港公民館,hall,20\ns-3,森小学校,school,30\ns-4,森公民館,hall,40\ns-5,広場,,50\n")},
		"shelters.schema.json": {Data: []byte(`{"title": "避難所", "primaryKey": ["id"], "fields": [{"name": "id", "title": "ID"},
			{"name": "name", "title": "名称"}, {"name": "kind", "title": "種類"}, {"name": "capacity", "title": "人数", "type": "integer"}]}`)},
	})
}

// large is a release with a dataset of 200,000 fictional rows.
func large(tb testing.TB) *release.Release {
	tb.Helper()
	rel, err := builtLarge()
	if err != nil {
		tb.Fatal(err)
	}
	return rel
}

var builtLarge = sync.OnceValues(func() (*release.Release, error) {
	var rows, schema bytes.Buffer
	if err := fixture.Observations(&rows, 200_000); err != nil {
		return nil, err
	}
	if err := fixture.Descriptor(&schema); err != nil {
		return nil, err
	}
	return built(fstest.MapFS{fixture.ID + ".csv": {Data: rows.Bytes()}, fixture.ID + ".schema.json": {Data: schema.Bytes()}})
})

// asked is a request for rows in a format, and the dataset that it is about.
type asked struct {
	results.Request

	set *release.Set
}

func ask(tb testing.TB, rel *release.Release, id, raw string, f format.Format) asked {
	tb.Helper()
	set, ok := rel.Set(id)
	if !ok {
		tb.Fatal("no", id)
	}
	given, err := param.Read(raw)
	if err != nil {
		tb.Fatal(err)
	}
	options := query.Options{Expand: true}
	if f.Envelope {
		options = query.Options{Limit: results.DefaultLimit, MaxLimit: results.MaxLimit, Expand: true, Facets: true}
	}
	p := param.New(given)
	q := query.Parse(p, query.Subject{Set: set, In: rel}, options)
	if err := p.Done(); err != nil {
		tb.Fatal(raw, err)
	}
	return asked{results.Request{Query: q, Format: f}, set}
}

// page makes a page, whose metadata are what is known of it.
func (a asked) page(ctx context.Context) (string, results.Page, error) {
	body, page, err := a.Page(ctx, a.set, func(p results.Page) any { return p })
	return string(body), page, err
}

// stream makes a stream.
func (a asked) stream(ctx context.Context) (string, error) {
	var body strings.Builder
	err := a.Stream(ctx, a.set, results.Output{Begin: func(results.Page) io.Writer { return &body }})
	return body.String(), err
}

// make makes whichever the format asks for, and drops it.
func (a asked) make(ctx context.Context) (err error) {
	if a.Format.Envelope {
		_, _, err = a.page(ctx)
		return err
	}
	_, err = a.stream(ctx)
	return err
}

// decoded is a page as those who ask for it read it.
type decoded struct {
	Metadata    results.Page
	Results     []map[string]any
	Facets      map[string][]results.FacetInfo
	FacetsTotal map[string]int `json:"facets_total"`
	Highlights  []map[string]string
}

func decode(t *testing.T, a asked) decoded {
	t.Helper()
	body, _, err := a.page(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var d decoded
	if err := json.Unmarshal([]byte(body), &d); err != nil {
		t.Fatal(err, body)
	}
	return d
}

// column lists the values of a column of the results.
func (d decoded) column(name string) []any {
	var values []any
	for _, row := range d.Results {
		values = append(values, row[name])
	}
	return values
}
