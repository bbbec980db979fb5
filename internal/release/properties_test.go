package release_test

import (
	"reflect"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/release"
)

// told is a schema in which everything is said that can be said of a dataset.
const told = `{
  "title": "街路樹", "title_en": "Trees", "description": "市内の木", "description_en": "Trees in the city", "keywords": ["木", "緑"],
  "category": "環境", "frequency": "年1回", "frequency_en": "yearly", "license": {"name": "CC-BY-4.0", "title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"},
  "fields": [{"name": "id"}, {"name": "kind", "title": "樹種", "description": "木の種類", "categories": [{"value": "pine", "label": "松"}]}, {"name": "part", "type": "integer"}],
  "primaryKey": "id"
}`

func TestADiffTellsEveryPropertyThatReadsDifferently(t *testing.T) {
	before := only(t, told, "id,kind,part\na,pine,1\n")
	for _, c := range []struct {
		name, from, to string
		want           []release.PropertyChange
	}{
		{"the title of the dataset", `"title": "街路樹"`, `"title": "まちの木"`, []release.PropertyChange{{Property: "title", Old: "街路樹", New: "まちの木"}}},
		{"its English title", `"Trees"`, `"Street trees"`, []release.PropertyChange{{Property: "title_en", Old: "Trees", New: "Street trees"}}},
		{"a description taken away", `"description": "市内の木", `, "", []release.PropertyChange{{Property: "description", Old: "市内の木"}}},
		{"another keyword", `["木", "緑"]`, `["木"]`, []release.PropertyChange{{Property: "keywords", Old: "木;緑", New: "木"}}},
		{"the category", "環境", "緑化", []release.PropertyChange{{Property: "category", Old: "環境", New: "緑化"}}},
		{"the frequency", "年1回", "毎月", []release.PropertyChange{{Property: "frequency", Old: "年1回", New: "毎月"}}},
		{
			"the licence", `"title": "CC BY 4.0"`, `"title": "表示 4.0"`,
			[]release.PropertyChange{{
				Property: "license", Old: `{"name":"CC-BY-4.0","title":"CC BY 4.0","path":"https://creativecommons.org/licenses/by/4.0/"}`,
				New: `{"name":"CC-BY-4.0","title":"表示 4.0","path":"https://creativecommons.org/licenses/by/4.0/"}`,
			}},
		},
		{"the meaning of a column", "木の種類", "木の名前", []release.PropertyChange{{Column: "kind", Property: "description", Old: "木の種類", New: "木の名前"}}},
		{
			"the label of a code", `"label": "松"`, `"label": "まつ"`,
			[]release.PropertyChange{{Column: "kind", Property: "categories", Old: `[{"value":"pine","label":"松"}]`, New: `[{"value":"pine","label":"まつ"}]`}},
		},
		{
			"what a column refers to", `{"name": "part", "type": "integer"}`, `{"name": "part", "type": "integer", "refers_to": "plans.id"}`,
			[]release.PropertyChange{
				{Property: "foreignKeys", New: `[{"fields":["part"],"reference":{"resource":"plans","fields":["id"]}}]`},
				{Column: "part", Property: "refers_to", New: "plans.id"},
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			after := only(t, strings.Replace(told, c.from, c.to, 1), "id,kind,part\na,pine,1\n")
			if got := release.Diff(before, after)[0]; got.Dataset != "trees" || !reflect.DeepEqual(got.Properties, c.want) || got.Records.Len() != 0 {
				t.Errorf("got  %+v\nwant %+v", got.Properties, c.want)
			}
		})
	}
}

func TestADiffTellsTheOrderOfColumnsFromTheirComingAndGoing(t *testing.T) {
	schema := func(names ...string) string {
		return `{"fields": [{"name": "id"}, {"name": "` + strings.Join(names, `"}, {"name": "`) + `"}], "primaryKey": "id"}`
	}
	before := only(t, schema("a", "b"), "id,a,b\nx,,\n")
	for _, c := range []struct {
		name, schema, csv string
		want              []release.PropertyChange
	}{
		{"another order", schema("b", "a"), "id,b,a\nx,,\n", []release.PropertyChange{{Property: "fields", Old: "id;a;b", New: "id;b;a"}}},
		{"a column in between", schema("a", "c", "b"), "id,a,c,b\nx,,,\n", nil},
		{"a column less", schema("b"), "id,b\nx,\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := release.Diff(before, only(t, c.schema, c.csv))[0]; !reflect.DeepEqual(got.Properties, c.want) {
				t.Errorf("got %+v", got.Properties)
			}
		})
	}
}
