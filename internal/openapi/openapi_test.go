package openapi_test

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/openapi"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// base is the least that comments state: the rows of any dataset, one list and one
// record.
const base = `{"openapi": "3.1.0", "info": {}, "tags": [], "components": {"schemas": {"Unused": {"type": "object"}}}, "paths": {
	"/api/v1/datasets/{id}/records": {"get": {"parameters": [{"name": "id", "in": "path"}], "responses": {"200": {"content": {"application/json": {}}}}}},
	"/api/v1/hopes": {"get": {"parameters": [{"name": "sort", "in": "query"}, {"name": "group_by", "in": "query"}, {"name": "cursor", "in": "query"}, {"name": "expand", "in": "query"}],
		"responses": {"200": {"content": {"application/json": {}}}}}},
	"/api/v1/hopes/{id}/deeds": {"get": {"parameters": [{"name": "id", "in": "path", "example": "p-1-1"}, {"name": "expand", "in": "query"}, {"name": "cursor", "in": "query"}],
		"responses": {"200": {"content": {"application/json": {}}}}}},
	"/api/v1/hopes/{id}": {"get": {"parameters": [{"name": "id", "in": "path", "example": "v-1"}], "responses": {"200": {"content": {"application/json": {}}}}}}}}`

func built(t *testing.T, own fstest.MapFS) *release.Release {
	t.Helper()
	return ledgertest.Built(t, own)
}

func made(t *testing.T, rel *release.Release, resources ...plan.Resource) (doc struct {
	Servers []struct{ URL string }
	Paths   map[string]struct {
		Get struct {
			Parameters []struct {
				Name        string
				Description string
				Example     any
				Examples    map[string]struct {
					Summary string
					Value   map[string]string
				}
			}
			Responses map[string]json.RawMessage
		}
	}
	Components struct {
		Schemas map[string]struct {
			Properties map[string]map[string]any
		}
	}
},
) {
	t.Helper()
	in := openapi.Input{Operators: table.Ops(), BaseURL: "http://opendata.test", Base: []byte(base), Release: rel, Resources: resources}
	text, err := openapi.Make(in)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := openapi.Make(in); err != nil || string(again) != string(text) {
		t.Error("the document differs from time to time", err)
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// The paths of a resource are described by the table of resources alone: the
// columns of its dataset, operators with examples, the schema of its rows.
func TestAMadeUpResourceIsDescribed(t *testing.T) {
	doc := made(t, built(t, nil), plan.Resource{Path: "hopes", Dataset: "visions"})
	list, item := doc.Paths["/api/v1/hopes"].Get, doc.Paths["/api/v1/hopes/{id}"].Get
	found := make(map[string]bool)
	for _, p := range list.Parameters {
		found[p.Name] = true
		if p.Name == "conditions" && (p.Examples["eq"].Value == nil || !strings.Contains(p.Description, "- `between` ")) {
			t.Errorf("%+v", p)
		}
	}
	for _, name := range []string{"id", "plan_id", "conditions", "sort"} {
		if !found[name] {
			t.Errorf("the list has no parameter %s", name)
		}
	}
	for name, responses := range map[string]map[string]json.RawMessage{"list": list.Responses, "item": item.Responses} {
		if !strings.Contains(string(responses["200"]), "#/components/schemas/Record_visions") || responses["304"] == nil || responses["503"] == nil || responses["4XX"] == nil || responses["5XX"] == nil {
			t.Errorf("%s: %s", name, responses)
		}
	}
	if len(doc.Servers) != 1 || doc.Servers[0].URL != "http://opendata.test" || doc.Components.Schemas["Record_visions"].Properties["id"]["type"] != "string" {
		t.Errorf("%+v %+v", doc.Servers, doc.Components.Schemas["Record_visions"])
	}
	if list := made(t, built(t, nil)).Paths["/api/v1/hopes"].Get; len(list.Parameters) != 4 {
		t.Errorf("without the resource its path has %d parameters", len(list.Parameters))
	}
}

// The path of a series is described by its record: the column that names it, and
// the relation of that column.
func TestAMadeUpSeriesIsDescribed(t *testing.T) {
	doc := made(t, built(t, nil), plan.Resource{Path: "hopes", Dataset: "policies", Series: plan.Series{Path: "deeds", Dataset: "initiatives", Parent: "policy_id"}})
	deeds := doc.Paths["/api/v1/hopes/{id}/deeds"].Get
	if doc.Components.Schemas["Record_initiatives_history"].Properties["valid_from_release"] == nil || !strings.Contains(string(deeds.Responses["200"]), "Record_initiatives_history") {
		t.Error("the history is not described")
	}
	found := 0
	for _, p := range deeds.Parameters {
		switch p.Name {
		case "policy_id":
			if p.Example != "p-1-1" {
				t.Errorf("the example of policy_id is %v", p.Example)
			}
		case "conditions":
			if relation := p.Examples["relation"].Value; len(relation) != 1 || relation["policy.id.eq"] != "p-1-1" {
				t.Errorf("the example of a relation is %v", relation)
			}
		default:
			continue
		}
		found++
	}
	if found != 2 {
		t.Errorf("%d of 2 parameters", found)
	}
}
