package api_test

import (
	"slices"
	"testing"

	"hachinohe.example/opendata/api"
)

func TestNegotiation(t *testing.T) {
	both := []string{"json", "csv"}
	cases := []struct {
		name, accept string
		offered      []string
		want         string
		ok           bool
	}{
		{"no header gets the first", "", both, "json", true},
		{"an empty header is no header", " ", both, "json", true},
		{"anything gets the first", "*/*", both, "json", true},
		{"the bare star of old Java clients", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", both, "json", true},
		{"a browser", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", both, "json", true},
		{"a type by name", "text/csv", both, "csv", true},
		{"a type by kind", "text/*", both, "csv", true},
		{"the higher quality", "application/json;q=0.4, text/csv;q=0.5", both, "csv", true},
		{"the first offered among equals", "text/csv, application/json", both, "json", true},
		{"the more specific range decides", "text/*;q=0.9, text/csv;q=0.1, application/json;q=0.5", both, "json", true},
		{"parameters of a type are passed over", "text/csv; charset=shift_jis; header=present", both, "csv", true},
		{"capitals", "TEXT/CSV;Q=0.5", both, "csv", true},
		{"a type with quality zero", "application/json;q=0", []string{"json"}, "", false},
		{"a quality that is none", "application/json;q=high", []string{"json"}, "", false},
		{"a quality that is not a number", "application/json;q=NaN", []string{"json"}, "", false},
		{"a quality below zero", "application/json;q=-1", []string{"json"}, "", false},
		{"something else", "image/png", both, "", false},
		{"CSV where there is none", "text/csv", []string{"json"}, "", false},
		{"commas alone", ",,,", both, "", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got, ok := api.Negotiate(c.accept, c.offered); got != c.want || ok != c.ok {
				t.Errorf("got %q, %t", got, ok)
			}
		})
	}
}

func TestExtensions(t *testing.T) {
	cases := []struct{ name, path, rest, format string }{
		{"no extension", "/api/v1/initiatives", "/api/v1/initiatives", ""},
		{"JSON", "/api/v1/initiatives.json", "/api/v1/initiatives", "json"},
		{"CSV below a record", "/api/v1/initiatives/72.csv", "/api/v1/initiatives/72", "csv"},
		{"only one is taken off", "/api/v1/x.csv.json", "/api/v1/x.csv", "json"},
		{"an unknown one stays", "/api/v1/initiatives.xml", "/api/v1/initiatives.xml", ""},
		{"capitals stay", "/api/v1/initiatives.CSV", "/api/v1/initiatives.CSV", ""},
		{"files keep theirs", "/files/022039_digital_goals.csv", "/files/022039_digital_goals.csv", ""},
		{"the OpenAPI document keeps its own", "/openapi.json", "/openapi.json", ""},
		{"nothing but an extension", "/api/v1/.json", "/api/v1/", "json"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if rest, format := api.CutExtension(c.path); rest != c.rest || format != c.format {
				t.Errorf("got %q %q", rest, format)
			}
		})
	}
}

func TestNearest(t *testing.T) {
	words := []string{"limit", "offset", "fields", "sort", "format"}
	cases := []struct {
		name, word string
		n          int
		want       []string
	}{
		{"a letter missing", "limt", 1, []string{"limit"}},
		{"letters exchanged", "ofsfet", 1, []string{"offset"}},
		{"capitals", "LIMIT", 1, []string{"limit"}},
		{"the most alike first", "forat", 2, []string{"format", "sort"}},
		{"nothing alike", "elephant", 3, nil},
		{"nothing", "", 3, nil},
		{"something very long", string(make([]byte, 8192)), 3, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := api.Nearest(c.word, words, c.n); !slices.Equal(got, c.want) {
				t.Errorf("got %q", got)
			}
		})
	}
}
