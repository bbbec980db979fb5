package representation_test

import (
	"testing"

	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/representation"
)

func TestExtensions(t *testing.T) {
	cases := []struct{ name, path, rest, extension string }{
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
			if rest, extension := representation.CutExtension(format.All(), c.path); rest != c.rest || extension != c.extension {
				t.Errorf("got %q %q", rest, extension)
			}
		})
	}
}
