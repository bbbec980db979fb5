package api_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/source"
)

//go:generate go test -run TestCommittedOpenAPIIsWhatIsServed -update-openapi .
var updateOpenAPI = flag.Bool("update-openapi", false, "write docs/openapi.json and docs/openapi.yaml")

const contractBase = "http://localhost:8080"

// contractHandler serves the embedded release as the program does by default.
func contractHandler(t *testing.T) http.Handler {
	t.Helper()
	sources, err := source.Read(dataset.Embedded(), nil)
	if err != nil {
		t.Fatal(err)
	}
	rel, err := release.Build(release.Embedded(), sources)
	if err != nil {
		t.Fatal(err)
	}
	cache, err := releasecache.Fixed(rel)
	if err != nil {
		t.Fatal(err)
	}
	handler, err := api.New(api.Config{
		BaseURL: contractBase, Build: "test", Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return release.Embedded().Effective.Add(time.Hour) }, NewID: func() string { return "id" },
	}, cache)
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

// contract loads the served document and checks that it is valid OpenAPI 3.1.
func contract(t *testing.T, h http.Handler) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(bodyOf(t, h, "/openapi.json"))
	if err != nil {
		t.Fatal(err)
	}
	if doc.OpenAPI != "3.1.0" {
		t.Fatalf("the document says openapi %s, want 3.1.0", doc.OpenAPI)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatalf("the served document is not valid: %v", err)
	}
	return doc
}

func TestServedOpenAPIIsValid(t *testing.T) { contract(t, contractHandler(t)) }

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
	for path := range contract(t, h).Paths.Map() {
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

// TestExamplesWork calls every operation with the examples of its parameters,
// together and one by one, and holds each answer to the document.
func TestExamplesWork(t *testing.T) {
	for _, text := range []string{"text/html", "text/css", "application/atom+xml", "application/link-format", "application/x-ndjson"} {
		openapi3filter.RegisterBodyDecoder(text, openapi3filter.FileBodyDecoder) // plain text to the document
	}
	h := contractHandler(t)
	doc := contract(t, h)
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	for path, item := range doc.Paths.Map() {
		for _, query := range exampleQueries(item.Get) {
			target := contractBase + fillPath(path, item.Get) + query
			t.Run(target, func(t *testing.T) { hold(t, h, router, target, http.StatusOK) })
		}
	}
}

func fillPath(path string, op *openapi3.Operation) string {
	for _, p := range op.Parameters {
		if p.Value.In == openapi3.ParameterInPath {
			path = strings.Replace(path, "{"+p.Value.Name+"}", fmt.Sprint(p.Value.Example), 1)
		}
	}
	return path
}

func exampleQueries(op *openapi3.Operation) []string {
	required := []string{"?"}
	for _, p := range op.Parameters {
		if p.Value.In == openapi3.ParameterInQuery && p.Value.Required {
			required = append(required, p.Value.Name, "=", url.QueryEscape(fmt.Sprint(p.Value.Example)), "&")
		}
	}
	always := strings.Join(required, "")
	queries := []string{strings.TrimRight(always, "?&")}
	for _, p := range op.Parameters {
		if p.Value.In == openapi3.ParameterInQuery && p.Value.Example != nil && !p.Value.Required {
			queries = append(queries, always+url.QueryEscape(p.Value.Name)+"="+url.QueryEscape(written(p.Value.Example)))
		}
		for _, name := range slices.Sorted(maps.Keys(p.Value.Examples)) {
			queries = append(queries, always+conditions(p.Value.Examples[name]))
		}
	}
	return queries
}

// written is an example as it stands in a query: a list between commas.
func written(example any) string {
	list, ok := example.([]any)
	if !ok {
		return fmt.Sprint(example)
	}
	var items []string
	for _, item := range list {
		items = append(items, fmt.Sprint(item))
	}
	return strings.Join(items, ",")
}

// conditions are the parameters of an example that has a name for each.
func conditions(e *openapi3.ExampleRef) string {
	given := make(url.Values)
	named, _ := e.Value.Value.(map[string]any)
	for name, value := range named {
		given.Set(name, fmt.Sprint(value))
	}
	return given.Encode()
}

func TestFailuresAreDocumented(t *testing.T) {
	h := contractHandler(t)
	router, err := gorillamux.NewRouter(contract(t, h))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		target string
		status int
	}{
		{"/api/v1/plan?x=1", http.StatusBadRequest},
		{"/api/v1/initiatives?limit=0", http.StatusBadRequest},
		{"/api/v1/initiatives/i-999", http.StatusNotFound},
		{"/api/v1/datasets/nothing/records", http.StatusNotFound},
		{"/files/nothing.csv", http.StatusNotFound},
	} {
		t.Run(c.target, func(t *testing.T) { hold(t, h, router, contractBase+c.target, c.status) })
	}
}

// hold requests target and validates the answer against the document.
func hold(t *testing.T, h http.Handler, router interface {
	FindRoute(*http.Request) (*routers.Route, map[string]string, error)
}, target string, status int,
) {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, http.NoBody)
	route, params, err := router.FindRoute(req)
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	if w.Code != status {
		t.Fatalf("status %d, want %d\n%s", w.Code, status, w.Body)
	}
	input := &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: route}
	if status == http.StatusOK {
		if err := openapi3filter.ValidateRequest(context.Background(), input); err != nil {
			t.Errorf("the request does not fit the document: %v", err)
		}
	}
	answer := &openapi3filter.ResponseValidationInput{RequestValidationInput: input, Status: w.Code, Header: w.Header()}
	answer.SetBodyBytes(w.Body.Bytes())
	if err := openapi3filter.ValidateResponse(context.Background(), answer); err != nil {
		t.Errorf("the answer does not fit the document: %v", err)
	}
}
