package api_test

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/fixture/own"
)

// awkward datasets of the city's own: every type; one column of numbers; texts
// that mean something else in a URL; texts too long, or of signs alone; lists of
// codes; no rows.
func awkward() fstest.MapFS {
	return fstest.MapFS{
		"halls.csv":           {Data: []byte(own.HallsCSV)},
		"halls.schema.json":   {Data: []byte(own.HallsSchema)},
		"counts.csv":          {Data: []byte("n\n3\n1\n2\n")},
		"counts.schema.json":  {Data: []byte(`{"title": "数", "primaryKey": ["n"], "fields": [{"name": "n", "title": "数", "type": "integer"}]}`)},
		"signs.csv":           {Data: []byte("id,text,policy_id\nA&B,50%25 + #1,p-1-1\nC+D,※※※,\n")},
		"signs.schema.json":   {Data: []byte(`{"title": "記号", "primaryKey": ["id"], "fields": [{"name": "id"}, {"name": "text", "title": "文"}, {"name": "policy_id", "refers_to": "policies.id"}]}`)},
		"essays.csv":          {Data: []byte("id,text\n1,\"" + strings.Repeat("長い、", 60) + "a,b\"\n")},
		"essays.schema.json":  {Data: []byte(`{"title": "長文", "primaryKey": ["id"], "fields": [{"name": "id"}, {"name": "text"}]}`)},
		"uses.csv":            {Data: []byte("id,uses\n1,a;b\n2,a\n3,b\n")},
		"uses.schema.json":    {Data: []byte(`{"title": "用途", "primaryKey": ["id"], "fields": [{"name": "id", "type": "integer"}, {"name": "uses", "title": "用途", "type": "list", "delimiter": ";", "categories": [{"value": "a", "label": "甲"}, {"value": "b", "label": "乙"}]}]}`)},
		"nothing.csv":         {Data: []byte("id,text\n")},
		"nothing.schema.json": {Data: []byte(`{"title": "空", "primaryKey": ["id"], "fields": [{"name": "id"}, {"name": "text"}]}`)},
	}
}

// Every dataset that has rows, whoever brought it, comes with queries that find
// some, sent as a link or typed by hand; and the reference shows them all.
func TestExamplesOfEveryDatasetFindRows(t *testing.T) {
	rel := withOwn(t, awkward())
	h := serving(t, rel)
	page := ask(t, h, "/docs").Body.String()
	for _, set := range rel.Sets {
		t.Run(set.ID, func(t *testing.T) {
			got := into[api.DatasetsAnswer](t, ask(t, h, "/api/v1/datasets/"+set.ID)).Results[0]
			if set.Table.Len() == 0 {
				if len(got.Examples) > 0 || strings.Contains(page, `id="examples-`+set.ID+`"`) {
					t.Errorf("examples of nothing: %v", got.Examples)
				}
				return
			}
			if least := 4; len(got.Examples) < least {
				t.Errorf("only %d examples", len(got.Examples))
			}
			for _, e := range got.Examples {
				exampleFindsRows(t, h, page, e)
			}
			if len(set.Schema.References) > 0 && !strings.Contains(got.Examples[len(got.Examples)-1].Query, "expand=") {
				t.Error("no example follows a relation")
			}
		})
	}
}

func exampleFindsRows(t *testing.T, h http.Handler, page string, e catalog.ExampleInfo) {
	t.Helper()
	u, err := url.Parse(e.URL)
	if err != nil || e.Description == "" || e.DescriptionEn == "" {
		t.Fatalf("%+v: %v", e, err)
	}
	found := rows(t, ask(t, h, u.RequestURI()))
	if len(found) == 0 {
		t.Errorf("%s finds nothing", e.URL)
	}
	typed, err := url.ParseQuery(e.Query)
	if err != nil || typed.Encode() != u.Query().Encode() {
		t.Errorf("%s is typed %s: %v", e.URL, e.Query, err)
	}
	if link := `href="` + html.EscapeString(u.RequestURI()) + `"`; !strings.Contains(html.UnescapeString(page), html.UnescapeString(link)) {
		t.Errorf("the reference does not show %s", link)
	}
}

// What each example of a condition is about is what a dataset has: words, numbers
// or dates, codes.
func TestExamplesFitTheDataset(t *testing.T) {
	h := serving(t, withOwn(t, awkward()))
	for _, c := range []struct{ dataset, want string }{
		{"initiatives", "mark=continued | number.between=1,2 | mark.in=continued,revised | title.contains= | q= | sort=-number&fields=number,id,title | group_by=mark&aggregate=count | policy.goal_id=g-1 | expand=policy&limit=1"},
		{"halls", "id=H-2 | opened.between=1975-05-01,1975-05-01 | id.in=H-2,h-1 | name.contains= | q= | group_by=opened.fiscal_year&aggregate=count,area.avg"},
		{"counts", "n=1 | n.between=1,2 | n.in=1,2 | sort=-n&fields=n | group_by=n&aggregate=count"},
		{"signs", "id=A%26B | id.in=A%26B,C%2BD | text.contains=50 | policy.goal_id=g-1 | expand=policy&limit=1"},
		{"essays", "id=1 | sort=-id&fields=id,text"},
	} {
		var queries []string
		for _, e := range into[api.DatasetsAnswer](t, ask(t, h, "/api/v1/datasets/"+c.dataset)).Results[0].Examples {
			queries = append(queries, e.Query)
		}
		got := strings.Join(queries, " | ")
		for want := range strings.SplitSeq(c.want, " | ") {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %s in %s", c.dataset, want, got)
			}
		}
	}
}
