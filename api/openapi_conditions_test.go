package api_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"hachinohe.example/opendata/internal/table"
)

// Rows that are not groups are held to the columns of their dataset, and the
// examples of conditions find some.
func TestExamplesOfConditionsFindRecords(t *testing.T) {
	h := contractHandler(t)
	doc := contract(t, h)
	called := make(map[string]int)
	for path, item := range doc.Paths.Map() {
		p := item.Get.Parameters.GetByInAndName(openapi3.ParameterInQuery, "conditions")
		if p == nil {
			continue
		}
		name := path[strings.LastIndex(path, "/")+1:]
		if name == "records" {
			name = "initiatives"
		}
		names := regexp.MustCompile(strings.Join(slices.Collect(maps.Keys(p.Schema.Value.PatternProperties)), "|"))
		for example, e := range p.Examples {
			for given := range e.Value.Value.(map[string]any) {
				if !names.MatchString(given) {
					t.Errorf("%s: %s is no name of a condition", path, given)
				}
			}
			var got struct{ Results []any }
			target := fillPath(path, item.Get) + "?" + conditions(e)
			if err := json.Unmarshal(bodyOf(t, h, target), &got); err != nil || len(got.Results) == 0 {
				t.Errorf("%s finds nothing: %v", target, err)
			}
			for _, row := range got.Results {
				if err := doc.ValidateSchemaJSON(doc.Components.Schemas["Record_"+name].Value, row); err != nil {
					t.Errorf("%s: %v", target, err)
				}
			}
			called[example]++
		}
	}
	for _, op := range table.Ops() {
		if called[string(op)] == 0 {
			t.Errorf("no list has an example of %s", op)
		}
	}
}
