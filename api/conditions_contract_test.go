package api_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fixture/calls"
	"hachinohe.example/opendata/internal/table"
)

// Each operator has an example, whose names are those that the document allows,
// and which finds rows.
func TestExamplesOfConditionsFindRows(t *testing.T) {
	h := contractHandler(t)
	doc := contract(t, h)
	called := make(map[string]int)
	for path, item := range doc.Paths {
		p := item.Get.Query("conditions")
		if p == nil {
			continue
		}
		names := regexp.MustCompile(strings.Join(slices.Collect(maps.Keys(p.Schema.PatternProperties)), "|"))
		for example, e := range p.Examples {
			for given := range e.Value {
				if !names.MatchString(given) {
					t.Errorf("%s: %s is no name of a condition", path, given)
				}
			}
			var got struct{ Results []any }
			target := item.Get.Fill(path) + "?" + calls.Encode(e.Value)
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
