package query_test

import (
	"sync"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

// halls is a dataset of a city's own with what the built-in ones lack: coded
// numbers and lists, references by a code, to itself, and names that collide.
const (
	hallsSchema = `{
  "title": "ホール", "primaryKey": ["id"],
  "fields": [
    {"name": "id", "title": "ID"},
    {"name": "name", "title": "名称"},
    {"name": "policy", "title": "施策", "refers_to": "policies.id"},
    {"name": "policy_id", "title": "施策ID", "refers_to": "policies.id"},
    {"name": "branch_ids", "title": "分館ID", "type": "list", "delimiter": ";", "refers_to": "halls.id"},
    {"name": "chapter_code", "title": "番号", "type": "integer", "refers_to": "initiatives.number"},
    {"name": "grade", "title": "等級", "type": "number", "constraints": {"enum": ["1.0", "2.0"]}},
    {"name": "uses", "title": "用途", "type": "list", "delimiter": ";", "constraints": {"enum": ["music", "sport"]}},
    {"name": "opened", "title": "開館", "type": "yearmonth"},
    {"name": "fee", "title": "料金", "type": "number", "unit": "円"},
    {"name": "free", "title": "無料", "type": "boolean"},
    {"name": "fee_max", "title": "最高料金", "type": "number"},
    {"name": "like", "title": "好み"}
  ]
}`
	hallsCSV = `id,name,policy,policy_id,branch_ids,chapter_code,grade,uses,opened,fee,free,fee_max,like
h-1,"公会堂, 大ホール",p-1-1,p-1-2,h-2;h-3,72,1.0,music;sport,1975-05,1200.50,false,2000,a
h-2,"南部「会館""A""",p-1-1,,,,2.0,sport,,300,true,,b
h-3,北部会館|分室,,p-3-2,h-2,1,,,2020-12,,,,
`
)

var built = sync.OnceValues(func() (*release.Release, error) {
	sources, err := source.Read(dataset.Embedded(), fstest.MapFS{
		"halls.csv": {Data: []byte(hallsCSV)}, "halls.schema.json": {Data: []byte(hallsSchema)},
	})
	if err != nil {
		return nil, err
	}
	return release.Build(release.Embedded(), ledgertest.CityAlone(sources))
})

func subject(tb testing.TB, id string) query.Subject {
	tb.Helper()
	r, err := built()
	if err != nil {
		tb.Fatal(err)
	}
	set, ok := r.Set(id)
	if !ok {
		tb.Fatalf("no dataset %s", id)
	}
	return query.Subject{Set: set, In: r}
}

// inPages is what JSON can hold.
func inPages() query.Options {
	return query.Options{Limit: 100, MaxLimit: 1000, Expand: true, Facets: true}
}

// parse reads a query string.
func parse(s query.Subject, raw string, o query.Options) (query.Query, error) {
	given, err := param.Read(raw)
	if err != nil {
		return query.Query{}, err
	}
	p := param.New(given)
	q := query.Parse(p, s, o)
	return q, p.Done()
}

func parsed(tb testing.TB, s query.Subject, raw string) query.Query {
	tb.Helper()
	q, err := parse(s, raw, inPages())
	if err != nil {
		tb.Fatalf("%s?%s: %v", s.Set.ID, raw, err)
	}
	return q
}

// keys answers a query with the first column of its rows.
func keys(tb testing.TB, s query.Subject, q query.Query) []string {
	tb.Helper()
	ask, err := q.Rows(tb.Context(), s.Set.Table)
	if err != nil {
		tb.Fatal(err)
	}
	rows, err := s.Set.Table.Select(tb.Context(), ask)
	if err != nil {
		tb.Fatal(err)
	}
	var keys []string
	for _, row := range rows.Index {
		keys = append(keys, s.Set.Table.Text(0, row))
	}
	return keys
}
