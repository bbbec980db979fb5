package api_test

import (
	"bytes"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/fixture/calls"
)

//go:generate go test -run TestCommittedOpenAPIIsWhatIsServed -update-openapi .
var updateOpenAPI = flag.Bool("update-openapi", false, "write docs/openapi.json and docs/openapi.yaml")

const contractBase = "http://localhost:8080"

// contractHandler serves the embedded release as the program does by default.
func contractHandler(t *testing.T) http.Handler {
	t.Helper()
	cfg := testConfig(io.Discard)
	cfg.BaseURL = contractBase
	handler, err := api.New(cfg, fixed(t, embedded(t)))
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

func get(t *testing.T, h http.Handler, target string) *http.Response {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, http.NoBody))
	return w.Result()
}

func bodyOf(t *testing.T, h http.Handler, target string) []byte {
	t.Helper()
	res := get(t, h, target)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s %v\n%s", target, res.Status, err, body)
	}
	return body
}

// contract is what the served document says can be called. Whether it is valid, and
// whether what is answered is what it says, is tested in internal/conformance.
func contract(t *testing.T, h http.Handler) calls.Document {
	t.Helper()
	doc, err := calls.Read(bodyOf(t, h, "/openapi.json"))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestCommittedOpenAPIIsWhatIsServed(t *testing.T) {
	h := contractHandler(t)
	for _, name := range []string{"openapi.json", "openapi.yaml"} {
		served := bodyOf(t, h, "/"+name)
		if *updateOpenAPI {
			if err := os.WriteFile("../docs/"+name, served, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		committed, err := os.ReadFile("../docs/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(served, committed) {
			t.Errorf("docs/%s differs from what is served; run go generate ./...", name)
		}
	}
}

func TestRoutesAndOpenAPINameTheSamePaths(t *testing.T) {
	h := contractHandler(t)
	var documented, routed []string
	for path := range contract(t, h).Paths {
		documented = append(documented, path)
	}
	for _, path := range api.RoutePaths(t) {
		parts := strings.Split(path, "/")
		for i, part := range parts {
			if name, ok := strings.CutPrefix(part, ":"); ok {
				parts[i] = "{" + name + "}"
			}
		}
		routed = append(routed, strings.Join(parts, "/"))
	}
	slices.Sort(documented)
	slices.Sort(routed)
	if !slices.Equal(documented, routed) {
		t.Errorf("documented %v\nrouted     %v", documented, routed)
	}
}
