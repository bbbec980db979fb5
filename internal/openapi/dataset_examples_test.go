package openapi_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/internal/openapi"
)

// examples are the queries shown of a dataset, as people type them. Each is an
// address, too, that means the same.
func examples(t *testing.T, own fstest.MapFS, id string) []string {
	t.Helper()
	rel := built(t, own)
	set, ok := rel.Set(id)
	if !ok {
		t.Fatalf("no dataset %s", id)
	}
	var typed []string
	for _, e := range openapi.Examples("http://opendata.test", rel, set) {
		u, err := url.Parse(e.URL)
		if err != nil || !strings.HasPrefix(e.URL, "http://opendata.test/api/v1/datasets/"+id+"/records?") || e.Meaning.Ja == "" || e.Meaning.En == "" {
			t.Errorf("%+v: %v", e, err)
			continue
		}
		if given, err := url.ParseQuery(e.Query); err != nil || given.Encode() != u.Query().Encode() {
			t.Errorf("%s is typed %s: %v", e.URL, e.Query, err)
		}
		typed = append(typed, e.Query)
	}
	return typed
}

// ownTable is a dataset of the city's own.
func ownTable(id, fields, csv string) fstest.MapFS {
	return fstest.MapFS{
		id + ".csv":         {Data: []byte(csv)},
		id + ".schema.json": {Data: []byte(`{"title": "表", "primaryKey": ["id"], "fields": [` + fields + `]}`)},
	}
}

func TestExamplesFitTheDataset(t *testing.T) {
	const texts = `{"name": "id"}, {"name": "text", "title": "文"}`
	long := strings.Repeat("長い文", 20)
	for _, c := range []struct {
		name, fields, csv string
		want              []string
	}{
		{
			"signs that mean something in an address", texts, "id,text\nA&B,50%25 + #1\nC+D,x;y\n",
			[]string{"id=A%26B", "id.in=A%26B,C%2BD", "text.contains=50", "q=50", "sort=-id&fields=id,text", "group_by=id&aggregate=count"},
		},
		{
			"signs that end or encode an address", texts, "id,text\na#b,x y\nc%d,z\n",
			[]string{"id=a%23b", "id.in=a%23b,c%25d", "text.contains=x", "q=x", "sort=-id&fields=id,text", "group_by=id&aggregate=count"},
		},
		{
			"texts that are too long to show", texts, "id,text\n1," + long + "\n2," + long + "\n",
			[]string{"id=1", "id.in=1,2", "id.contains=1", "q=1", "sort=-id&fields=id,text", "group_by=id&aggregate=count"},
		},
		{
			"signs alone, of which no word can be searched for", texts, "id,text\n1,「」\n2,「」\n",
			[]string{"id=1", "id.in=1,2", "text.contains=「」", "sort=-id&fields=id,text", "group_by=id&aggregate=count"},
		},
		{
			"numbers, dates and codes", `{"name": "id"}, {"name": "day", "type": "date"}, {"name": "size", "type": "number"}, {"name": "kind", "categories": [{"value": "a", "label": "甲"}, {"value": "b", "label": "乙"}]}`,
			"id,day,size,kind\n1,2020-01-01,1.5,a\n2,2021-01-01,2.5,b\n",
			[]string{"kind=a", "day.between=2020-01-01,2021-01-01", "kind.in=a,b", "kind.contains=a", "q=a", "sort=-day&fields=day,id,size", "group_by=day.fiscal_year&aggregate=count,size.avg"},
		},
		{
			"a reference", `{"name": "id"}, {"name": "policy_id", "refers_to": "policies.id"}`, "id,policy_id\n1,p-1-1\n2,p-1-2\n",
			[]string{
				"policy_id=p-1-1", "policy_id.in=p-1-1,p-1-2", "policy_id.contains=p", "q=p",
				"sort=-policy_id&fields=policy_id,id", "group_by=policy_id&aggregate=count",
				"policy.goal_id=g-1", "expand=policy&limit=1",
			},
		},
		{"no rows", texts, "id,text\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := examples(t, ownTable("own", c.fields, c.csv), "own"); !slices.Equal(got, c.want) {
				t.Errorf("got %q", got)
			}
		})
	}
}
