package memento_test

import (
	"testing"

	"hachinohe.example/opendata/internal/memento"
	"hachinohe.example/opendata/internal/param"
)

func TestAddress(t *testing.T) {
	for _, c := range []struct {
		name, text, path string
		ok               bool
	}{
		{"a path", "/api/v1/goals", "/api/v1/goals", true},
		{"parameters", "/api/v1/goals?sort=-id", "/api/v1/goals", true},
		{"the service before it", base + "/api/v1/goals.csv", "/api/v1/goals.csv", true},
		{"another service", "http://example.com/api/v1/goals", "", false},
		{"two slashes begin a path, which no route has", "//example.com/x", "//example.com/x", true},
		{"no slash", "api/v1/goals", "", false},
		{"nothing", "", "", false},
		{"a time", "/api/v1/goals?as_of=2026-11-22", "", false},
		{"a release", "/api/v1/goals?release=1", "", false},
		{"broken parameters", "/api/v1/goals?sort=%zz", "", false},
	} {
		path, given, err := memento.Address(param.New(nil), base, c.text)
		if path != c.path || (err == nil) != c.ok || c.ok && given == nil {
			t.Errorf("%s: %q, %v, %v", c.name, path, given, err)
		}
	}
}
