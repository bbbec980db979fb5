package openapi_test

import (
	"encoding/json"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fixture/timeofday"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/openapi"
)

// A column is in OpenAPI what its type says, one that no code here knows
// included.
func TestColumnsInOpenAPI(t *testing.T) {
	list := dataset.Column{Title: lang.T("列", ""), Type: dataset.ListType, Codes: []dataset.Code{{Value: "a"}}}
	list.Codes[0].Label = lang.T("甲", "")
	for _, c := range []struct {
		name   string
		column dataset.Column
		want   string
	}{
		{"a made-up type", dataset.Column{Title: lang.T("列", ""), Type: timeofday.Type}, `{"description":"列","format":"time","type":["string","null"]}`},
		{"an integer", dataset.Column{Title: lang.T("列", ""), Type: dataset.Integer, Rules: dataset.Rules{Required: true, Minimum: "1"}}, `{"description":"列","format":"int64","minimum":1,"type":"integer"}`},
		{"a coded boolean", dataset.Column{Title: lang.T("列", ""), Type: dataset.Boolean, Codes: []dataset.Code{{Value: "true", Label: lang.T("はい", "")}}}, "{\"description\":\"列\\n\\n- `true` はい\",\"enum\":[true,null],\"type\":[\"boolean\",\"null\"]}"},
		{"a coded list", list, "{\"description\":\"列\\n\\n- `a` 甲\",\"items\":{\"enum\":[\"a\"],\"type\":\"string\"},\"type\":\"array\"}"},
		{"a pattern that ECMAScript has", dataset.Column{Title: lang.T("列", ""), Type: dataset.String, Rules: dataset.Rules{Required: true, Pattern: "[a-z]+"}}, `{"description":"列","pattern":"^(?:[a-z]+)$","type":"string"}`},
		{"a pattern that only RE2 has", dataset.Column{Title: lang.T("列", ""), Type: dataset.String, Rules: dataset.Rules{Required: true, Pattern: `\p{Han}+`}}, `{"description":"列","type":"string"}`},
	} {
		got, err := json.Marshal(openapi.ColumnSchema(c.column))
		if err != nil || string(got) != c.want {
			t.Errorf("%s: got %s (%v), want %s", c.name, got, err, c.want)
		}
	}
}
