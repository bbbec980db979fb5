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

// Each operator has an example, whose names are those that the document allows,
// and which finds rows.
func TestExamplesOfConditionsFindRows(t *testing.T) {
	h := contractHandler(t)
	doc := contract(t, h)
	called := make(map[string]int)
	for path, item := range doc.Paths.Map() {
		p := item.Get.Parameters.GetByInAndName(openapi3.ParameterInQuery, "conditions")
		if p == nil {
			continue
		}
		names := regexp.MustCompile(strings.Join(slices.Collect(maps.Keys(p.Schema.Value.PatternProperties)), "|"))
		for example, e := range p.Examples {
			named, _ := e.Value.Value.(map[string]any)
			for given := range named {
				if !names.MatchString(given) {
					t.Errorf("%s: %s is no name of a condition", path, given)
				}
			}
			var got struct{ Results []any }
			target := fillPath(path, item.Get) + "?" + conditions(e)
			if err := json.Unmarshal(bodyOf(t, h, target), &got); err != nil || len(got.Results) == 0 {
				t.Errorf("%s finds nothing: %v", target, err)
			}
			called[example]++
		}
	}
	for _, op := range table.Ops() {
		if called[op.String()] == 0 {
			t.Errorf("no list has an example of %s", op)
		}
	}
}

// The document allows groups wherever there are rows; the rows of a request that
// makes no groups have the columns of their dataset and no others.
func TestRowsThatAreNoGroupsAreRecords(t *testing.T) {
	h := contractHandler(t)
	doc := contract(t, h)
	checked := 0
	for path, item := range doc.Paths.Map() {
		if item.Get.Parameters.GetByInAndName(openapi3.ParameterInQuery, "group_by") == nil {
			continue
		}
		for _, query := range exampleQueries(item.Get) {
			if regexp.MustCompile(`^\?(?:group_by|aggregate|distinct)=`).MatchString(query) {
				continue
			}
			name := strings.NewReplacer("/api/v1/", "", "datasets/{id}/records", "initiatives", "indicators/{id}/", "").Replace(path)
			if strings.Contains(query, "include_history=true") {
				name += "_history"
			}
			var got struct{ Results []any }
			target := fillPath(path, item.Get) + query
			if err := json.Unmarshal(bodyOf(t, h, target), &got); err != nil {
				t.Errorf("%s: %v", target, err)
			}
			for _, row := range got.Results {
				if err := doc.ValidateSchemaJSON(doc.Components.Schemas["Record_"+name].Value, row); err != nil {
					t.Errorf("%s: %v", target, err)
				}
				checked++
			}
		}
	}
	if checked < 1000 {
		t.Errorf("only %d rows were checked", checked)
	}
}
