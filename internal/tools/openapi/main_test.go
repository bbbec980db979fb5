package main

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

var update = flag.Bool("update", false, "rewrite the golden file")

const example = "testdata/api"

func TestExampleIsTheGoldenFileEveryTime(t *testing.T) {
	golden := filepath.Join("testdata", "openapi_base.json")
	// Twelve runs, because the order of a map comes out right by chance in fewer.
	for run := range 12 {
		got, err := generate(t.Context(), example)
		if err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile(golden, got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Fatalf("run %d differs from %s; -update rewrites it\n%s", run, golden, got)
		}
	}
}

func TestExampleIsValidOpenAPI(t *testing.T) {
	got, err := generate(t.Context(), example)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(got)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Error(err)
	}
}
