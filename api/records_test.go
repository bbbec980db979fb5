package api_test

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/problems"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

// queries are requests for rows of every sort, without paging.
func queries(t *testing.T) []string {
	t.Helper()
	list := []string{
		"/api/v1/initiatives?mark=new", "/api/v1/initiatives?sort=-number,title", "/api/v1/initiatives?fields=number,id&sort=mark",
		"/api/v1/initiatives?relisted_policy_ids=p-3-2", "/api/v1/indicators/ind-2/observations?since=2020-01-01&until=2021-12-31&sort=-value",
		"/api/v1/indicators/ind-2/observations?since=2021&until=2022-05&period_end.fiscal_year.ne=2020",
		"/api/v1/datasets/data_dictionary/records?key=true&fields=name,required,position", "/api/v1/datasets/observations/records?value=10.0",
	}
	for _, path := range recordPaths(embedded(t)) {
		list = append(list, path+"?limit=1000")
	}
	return list
}

func TestEveryListIsTheUnionOfItsPages(t *testing.T) {
	h := service(t)
	for _, query := range queries(t) {
		t.Run(query, func(t *testing.T) {
			query = strings.TrimSuffix(query, "limit=1000")
			want := wholeList(t, h, query)
			got := []string{}
			for target := query + "&limit=7"; target != ""; {
				page := ask(t, h, target)
				got = append(got, rows(t, page)...)
				target = next(page)
			}
			if !slices.Equal(got, want) {
				t.Errorf("the pages have %d rows, the list %d, or they differ", len(got), len(want))
			}
		})
	}
}

func TestCSVAndJSONCarryTheSameValues(t *testing.T) {
	h := service(t)
	for _, query := range queries(t) {
		t.Run(query, func(t *testing.T) {
			query = strings.TrimSuffix(query, "limit=1000")
			table, err := csv.NewReader(ask(t, h, query+"&format=csv").Body).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			var fromJSON []map[string]string
			for _, row := range wholeList(t, h, query) {
				fromJSON = append(fromJSON, cells(t, row))
			}
			var fromCSV []map[string]string
			for _, record := range table[1:] {
				row := make(map[string]string)
				for i, cell := range record {
					row[table[0][i]] = cell
				}
				fromCSV = append(fromCSV, row)
			}
			if !reflect.DeepEqual(fromCSV, fromJSON) {
				t.Errorf("CSV has %d rows, JSON %d, or they differ", len(fromCSV), len(fromJSON))
			}
		})
	}
}

// cells are the values of a JSON row as a CSV writes them.
func cells(t *testing.T, row string) map[string]string {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(row))
	d.UseNumber()
	var values map[string]any
	if err := d.Decode(&values); err != nil {
		t.Fatal(err)
	}
	out := make(map[string]string)
	for name, value := range values {
		switch v := value.(type) {
		case nil:
			out[name] = ""
		case string:
			out[name] = v
		case json.Number:
			out[name] = v.String()
		case bool:
			out[name] = map[bool]string{true: "true", false: "false"}[v]
		case []any:
			var items []string
			for _, item := range v {
				text, _ := item.(string)
				items = append(items, text)
			}
			out[name] = strings.Join(items, ";")
		default:
			t.Errorf("%s is a %T", name, v)
		}
	}
	return out
}

func TestTheSameRequestGetsTheSameBytes(t *testing.T) {
	first, second := service(t), service(t)
	targets := append(queries(t), "/", "/docs", "/openapi.json", "/openapi.yaml", "/healthz", "/readyz", "/api/v1/plan", "/api/v1/datasets",
		"/api/v1/datasets/goals", "/api/v1/datasets/goals/schema", "/api/v1/initiatives/72", "/api/v1/initiatives/72.csv",
		"/files/022039_digital_goals.csv", "/files/022039_digital_goals.json", "/api/v1/nothing", "/api/v1/initiatives?limt=1")
	for _, target := range targets {
		t.Run(target, func(t *testing.T) {
			for _, coding := range []string{"", "gzip", "br"} {
				a, b, again := ask(t, first, target, "Accept-Encoding", coding), ask(t, second, target, "Accept-Encoding", coding), ask(t, first, target, "Accept-Encoding", coding)
				if a.Body.String() != b.Body.String() || a.Body.String() != again.Body.String() {
					t.Errorf("%q: the bodies differ", coding)
				}
				if !maps.EqualFunc(a.Header(), b.Header(), slices.Equal) || !maps.EqualFunc(a.Header(), again.Header(), slices.Equal) {
					t.Errorf("%q: the headers differ: %v, %v, %v", coding, a.Header(), b.Header(), again.Header())
				}
			}
		})
	}
}

// A cache must never give one request the answer of another.
func TestAnswersDoNotDependOnWhatWasAskedBefore(t *testing.T) {
	warm := service(t)
	targets := []string{
		"/api/v1/initiatives", "/api/v1/initiatives.csv", "/api/v1/initiatives?limit=5", "/api/v1/initiatives.csv?limit=5",
		"/api/v1/initiatives?mark=new&mark.eq=revised", "/api/v1/initiatives?mark=revised", "/api/v1/initiatives?mark=new",
		"/api/v1/initiatives?fields=id,number", "/api/v1/initiatives?fields=number,id", "/api/v1/datasets/initiatives/records",
		"/api/v1/initiatives.csv?bom=true", "/api/v1/initiatives.csv?header=ja", "/api/v1/initiatives/72", "/api/v1/initiatives/72.csv",
		"/api/v1/datasets/goals", "/api/v1/datasets/goals/schema", "/api/v1/datasets/goals/records", "/api/v1/goals", "/api/v1/goals?sort=-number",
		"/api/v1/indicators/ind-1/observations", "/api/v1/indicators/ind-2/observations", "/api/v1/indicators/ind-2/observations?indicator_id=ind-1",
		"/files/022039_digital_goals.csv", "/files/022039_digital_goals.csv?bom=false", "/files/022039_digital_goals.csv?header=ascii",
	}
	for _, target := range targets {
		t.Run(target, func(t *testing.T) {
			cold := ask(t, service(t), target)
			if got := ask(t, warm, target); got.Code != cold.Code || got.Body.String() != cold.Body.String() {
				t.Errorf("after other requests: %d %.300s\nat first: %d %.300s", got.Code, got.Body, cold.Code, cold.Body)
			}
		})
	}
}

// What an ETag depends on: a cache must not mix releases or programs.
func TestETagsNameReleaseAndProgram(t *testing.T) {
	tag := func(number int, build, base, target string) string {
		meta := release.Embedded()
		meta.Number = number
		sources, err := source.Read(dataset.Embedded(), nil)
		if err != nil {
			t.Fatal(err)
		}
		rel, err := release.Build(meta, sources)
		if err != nil {
			t.Fatal(err)
		}
		cfg := testConfig(io.Discard)
		cfg.Build, cfg.BaseURL = build, base
		h, err := api.New(cfg, fixed(t, rel))
		if err != nil {
			t.Fatal(err)
		}
		return ask(t, h, target).Header().Get("ETag")
	}
	const computed, canonical = "/api/v1/initiatives", "/files/022039_digital_initiatives.csv?bom=false&header=ascii"
	cases := []struct {
		name, target string
		number       int
		build, base  string
		same         bool
	}{
		{"the same release by the same program", computed, 1, "test", testBase, true},
		{"another release", computed, 2, "test", testBase, false},
		{"another program", computed, 1, "other", testBase, false},
		{"another address", computed, 1, "test", "http://other.test", false},
		{"a canonical file is the same in every release that has it", canonical, 2, "other", "http://other.test", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			before, after := tag(1, "test", testBase, c.target), tag(c.number, c.build, c.base, c.target)
			if (before == after) != c.same || before == "" {
				t.Errorf("%s and %s", before, after)
			}
		})
	}
}

// The parameters that a request may have are those of the declarations that the
// document is made from.
func TestDocumentedParametersAreThoseThatAreAccepted(t *testing.T) {
	h := service(t)
	cases := []struct {
		name, path string
		columnsOf  string // a dataset whose columns are parameters, too
		documented []string
	}{
		{"a list of rows", "/api/v1/initiatives.csv", "initiatives", param.Compile[param.List]().Names()},
		{"the records of a dataset", "/api/v1/datasets/goals/records.csv", "goals", param.Compile[param.List]().Names()},
		{"a series", "/api/v1/indicators/ind-1/observations.csv", "observations", param.Compile[param.IndicatorValues]().Names()},
		{"values of several indicators", "/api/v1/observations.csv", "observations", param.Compile[param.AllValues]().Names()},
		{"a file", "/files/022039_digital_goals.csv", "", param.Compile[param.File]().Names()},
		{"a file of a release", "/releases/1/files/022039_digital_goals.csv", "", param.Compile[param.FileLayout]().Names()},
		{"a comparison", "/api/v1/diff.csv", "", param.Compile[param.Diff]().Names()},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			want := c.documented
			if set, ok := embedded(t).Set(c.columnsOf); ok {
				for i := range set.Table.Columns() {
					want = append(want, set.Table.Column(i).Name)
				}
			}
			got := usable(t, h, c.path)
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("accepted: %v\ndocumented: %v", got, want)
			}
		})
	}
}

// usable are the parameters that a refusal says can be used.
func usable(t *testing.T, h http.Handler, path string) []string {
	t.Helper()
	w := ask(t, h, path+"?no_such_parameter=1")
	var p problems.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || len(p.Fixes) != 1 {
		t.Fatalf("%v\n%s", err, w.Body)
	}
	list, ok := strings.CutPrefix(p.Fixes[0].DetailEn, "available parameters: ")
	if !ok {
		t.Fatal(p.Fixes[0].DetailEn)
	}
	named, columns, conditions := strings.Cut(list, ", column.operator=value (columns: ")
	if !conditions {
		return strings.Split(named, ", ")
	}
	columns, ok = strings.CutSuffix(columns, ")")
	if !ok {
		t.Fatal(list)
	}
	return append(strings.Split(named, ", "), strings.Split(columns, ", ")...)
}
