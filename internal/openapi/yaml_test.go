package openapi_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"hachinohe.example/opendata/internal/openapi"
)

// Whatever a text or a key looks like, it is a text in YAML, too.
func TestYAMLSaysWhatJSONSays(t *testing.T) {
	const document = `{"openapi":"3.1.0","200":{"no":"no","y":true,"1e3":"1e3","null":null,"":"","~":"~","a: b":"#"},
		"list":[[],{},"2026-11-28","0022039",1.5,-3,"é\u0085\u2028","tab\there"," lead\nand trail \n","no end\nof line","*a &b !c","\u003ca\u003e","🌳"]}`
	out, err := openapi.YAML([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	var want, got any
	if err := json.Unmarshal([]byte(document), &want); err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	again, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var roundTrip any
	if err := json.Unmarshal(again, &roundTrip); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(roundTrip, want) {
		t.Errorf("got %s\nfrom\n%s", again, out)
	}
	for _, line := range []string{`openapi: "3.1.0"`, `"200":`, `"no": "no"`, `"y": true`, `- "2026-11-28"`, `- "0022039"`} {
		if !strings.Contains(string(out), line) {
			t.Errorf("no %s in\n%s", line, out)
		}
	}
}

func TestYAMLOfNoDocument(t *testing.T) {
	if out, err := openapi.YAML([]byte(`{"a":`)); err == nil {
		t.Errorf("got %q", out)
	}
}
