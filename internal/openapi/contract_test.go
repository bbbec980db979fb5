package openapi_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/openapi"
	"hachinohe.example/opendata/internal/plan"
)

// eachSchema visits everything in a document that may be a schema.
func eachSchema(place string, value any, visit func(place string, schema map[string]any)) {
	switch v := value.(type) {
	case []any:
		for i, item := range v {
			eachSchema(fmt.Sprintf("%s/%d", place, i), item, visit)
		}
	case map[string]any:
		visit(place, v)
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if strings.HasSuffix(place, "/properties") || name != "example" && name != "examples" {
				eachSchema(place+"/"+name, v[name], visit)
			}
		}
	}
}

// Makers of clients name classes by titles, stop at arrays of nothing, and take a
// response that is described by default for any that they do not know.
func TestTheDocumentStopsNoMakerOfClients(t *testing.T) {
	text, err := openapi.Make(served(built(t, nil)))
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	titles, used, declared := make(map[string]string), make(map[string]bool), make(map[any]bool)
	tags, _ := doc["tags"].([]any)
	for _, tag := range tags {
		described, _ := tag.(map[string]any)
		declared[described["name"]] = true
	}
	eachSchema("", doc, func(place string, s map[string]any) {
		if title, ok := s["title"].(string); ok && (s["type"] == "object" || s["properties"] != nil) {
			if titles[title] != "" {
				t.Errorf("%s and %s have the title %s", titles[title], place, title)
			}
			titles[title] = place
		}
		types, _ := s["type"].([]any)
		if (s["type"] == "array" || slices.Contains(types, any("array"))) && s["items"] == nil {
			t.Errorf("%s is an array of nothing", place)
		}
		if pattern, ok := s["pattern"].(string); ok && s["type"] == "string" {
			if _, err := regexp.Compile(goPattern(pattern)); err != nil {
				t.Errorf("%s: %v", place, err)
			}
		}
		if ref, ok := s["$ref"].(string); ok {
			used[ref] = true
		}
		of, _ := s["tags"].([]any)
		for _, tag := range of {
			if _, described := tag.(map[string]any); !described && !declared[tag] {
				t.Errorf("%s has the tag %v, which is not declared", place, tag)
			}
		}
		if responses, ok := s["responses"].(map[string]any); ok && responses["default"] != nil {
			t.Errorf("%s has a response by default", place)
		}
	})
	components, _ := doc["components"].(map[string]any)
	schemas, _ := components["schemas"].(map[string]any)
	for name := range schemas {
		if !used["#/components/schemas/"+name] {
			t.Errorf("nothing refers to %s", name)
		}
	}
}

// goPattern is a pattern of ECMAScript in the notation of RE2.
func goPattern(pattern string) string {
	return regexp.MustCompile(`\\u([0-9A-F]{4})`).ReplaceAllString(pattern, `\x{$1}`)
}

// A document that leads to this machine alone says so by no name: who reads it
// reached it by another.
func TestServers(t *testing.T) {
	for baseURL, want := range map[string]string{
		"http://localhost:8080": "/", "http://127.0.0.1:8080": "http://127.0.0.1:8080", "https://opendata.city.example": "https://opendata.city.example",
	} {
		in := openapi.Input{BaseURL: baseURL, Base: []byte(base), Release: built(t, nil)}
		text, err := openapi.Make(in)
		if err != nil {
			t.Fatal(err)
		}
		var doc struct{ Servers []struct{ URL string } }
		if err := json.Unmarshal(text, &doc); err != nil || len(doc.Servers) != 1 || doc.Servers[0].URL != want {
			t.Errorf("%s: %+v, %v", baseURL, doc.Servers, err)
		}
	}
}

// The names that the parameters of a list may hold are those that exist, and only
// where they mean something.
func TestNamesOfLists(t *testing.T) {
	text, err := openapi.Make(served(built(t, nil)))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]struct {
			Get struct {
				Parameters []struct {
					Name   string
					Schema struct{ Type, Pattern string }
				}
			}
		}
	}
	var list string
	for _, r := range plan.Resources() {
		if r.Series.Path != "" {
			list = "/api/v1/" + r.Path + "/{id}/" + r.Series.Path
		}
	}
	if err := json.Unmarshal(text, &doc); err != nil || len(doc.Paths[list].Get.Parameters) == 0 {
		t.Fatalf("%s: %v", list, err)
	}
	patterns := make(map[string]*regexp.Regexp)
	for _, p := range doc.Paths[list].Get.Parameters {
		if p.Schema.Pattern != "" {
			patterns[p.Name] = regexp.MustCompile(goPattern(p.Schema.Pattern))
		}
	}
	for _, c := range []struct {
		parameter, value string
		want             bool
	}{
		{"fields", "label,value", true},
		{"fields", "label,value_avg,count", true},
		{"fields", "", false},
		{"fields", "label,", false},
		{"fields", "nothing", false},
		{"sort", "-value,label", true},
		{"sort", "--value", false},
		{"group_by", "indicator_id,period_start.fiscal_year", true},
		{"group_by", "label.fiscal_year", false},
		{"group_by", "period_start.week", false},
		{"aggregate", "count,value.avg,label.first", true},
		{"aggregate", "label.avg", false},
		{"aggregate", "value", false},
		{"distinct", "status,period_end.month", true},
		{"facets", "status,area_code", true},
		{"facets", "status,status,status,status,status,status,status,status,status,status,status", false},
		{"expand", "indicator.policy", true},
		{"expand", "nothing", false},
		{"or", `status=A|value.gt=1,label.contains="a,b"|indicator.policy.goal_id=g-1`, true},
		{"or", "status", false},
		{"or", "status=", false},
		{"or", "nothing=1", false},
		{"q", "市民 カード", true},
		{"q", "", false},
		{"q", " 「」　", false},
		{"cursor", "AQEA9A857YvCQm_Dg3UjeKkWPw", true},
		{"cursor", "x", false},
	} {
		if p := patterns[c.parameter]; p == nil || p.MatchString(c.value) != c.want {
			t.Errorf("%s=%s: want %t by %v", c.parameter, c.value, c.want, p)
		}
	}
}
