package conformance_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/fixture/calls"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

const base = "http://localhost:8080"

// built is a release of the built-in data with files laid over it.
func built(t *testing.T, files fstest.MapFS) *release.Release {
	t.Helper()
	return ledgertest.Built(t, files)
}

// service serves the built-in data with files laid over it.
func service(t *testing.T, files fstest.MapFS) http.Handler {
	t.Helper()
	cache, err := releasecache.Fixed(built(t, files))
	if err != nil {
		t.Fatal(err)
	}
	handler, err := api.New(api.Config{
		BaseURL: base, Build: "test", Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return release.Embedded().Effective.Add(time.Hour) }, NewID: func() string { return "id" },
	}, cache)
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

// ask requests an address, which must be answered with a status.
func ask(t *testing.T, h http.Handler, target string, status int) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, http.NoBody))
	if w.Code != status {
		t.Fatalf("GET %s: status %d, want %d\n%s", target, w.Code, status, w.Body)
	}
	return w
}

// contract is a served document, as a judge and as what can be called.
type contract struct {
	http.Handler
	judge  *openapi3.T
	router routers.Router
	calls  calls.Document
}

// contractOf loads the served document, which must be valid OpenAPI 3.1.
func contractOf(t *testing.T, h http.Handler) contract {
	t.Helper()
	body := ask(t, h, "/openapi.json", http.StatusOK).Body.Bytes()
	c := contract{Handler: h}
	var err error
	if c.calls, err = calls.Read(body); err != nil {
		t.Fatal(err)
	}
	if c.judge, err = openapi3.NewLoader().LoadFromData(body); err != nil {
		t.Fatal(err)
	}
	if c.judge.OpenAPI != "3.1.0" {
		t.Fatalf("the document says openapi %s, want 3.1.0", c.judge.OpenAPI)
	}
	if err := c.judge.Validate(t.Context()); err != nil {
		t.Fatalf("the served document is not valid: %v", err)
	}
	if c.router, err = gorillamux.NewRouter(c.judge); err != nil {
		t.Fatal(err)
	}
	return c
}

// hold requests an address and holds the answer to the document.
func (c contract) hold(t *testing.T, target string, status int) {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, base+target, http.NoBody)
	route, params, err := c.router.FindRoute(req)
	if err != nil {
		t.Fatal(err)
	}
	w := ask(t, c, base+target, status)
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

// Every operation is called with the examples of its parameters, together and one
// by one, and each answer is held to the document.
func TestExamplesWork(t *testing.T) {
	for _, text := range []string{"text/html", "text/css", "application/atom+xml", "application/link-format", "application/x-ndjson"} {
		openapi3filter.RegisterBodyDecoder(text, openapi3filter.FileBodyDecoder) // plain text to the document
	}
	c := contractOf(t, service(t, nil))
	addresses := c.calls.Addresses()
	if len(addresses) < 100 {
		t.Errorf("only %d addresses", len(addresses))
	}
	for _, target := range addresses {
		t.Run(target, func(t *testing.T) { c.hold(t, target, http.StatusOK) })
	}
}

func TestFailuresAreDocumented(t *testing.T) {
	c := contractOf(t, service(t, nil))
	for target, status := range map[string]int{
		"/api/v1/plan?x=1":                 http.StatusBadRequest,
		"/api/v1/initiatives?limit=0":      http.StatusBadRequest,
		"/api/v1/initiatives/i-999":        http.StatusNotFound,
		"/api/v1/datasets/nothing/records": http.StatusNotFound,
		"/files/nothing.csv":               http.StatusNotFound,
	} {
		t.Run(target, func(t *testing.T) { c.hold(t, target, status) })
	}
}

// The document allows groups wherever there are rows; the rows of a request that
// makes no groups have the columns of their dataset and no others. Values side by side
// (shape=wide) have a column for each series, which only the data tell.
func TestRowsThatAreNoGroupsAreRecords(t *testing.T) {
	c := contractOf(t, service(t, nil))
	checked := 0
	for path, item := range c.calls.Paths {
		if item.Get.Query("group_by") == nil {
			continue
		}
		for _, query := range item.Get.Queries() {
			if regexp.MustCompile(`^\?(?:group_by|aggregate|distinct|shape)=`).MatchString(query) {
				continue
			}
			name := strings.NewReplacer("/api/v1/", "", "datasets/{id}/records", "initiatives", "indicators/{id}/", "").Replace(path)
			switch {
			case strings.Contains(query, "include_history=true"):
				name += "_history"
			case name == "observations" && regexp.MustCompile(`[?&](?:frequency|transform|labels)=`).MatchString(query):
				name += "_derived"
			}
			var got struct{ Results []any }
			target := item.Get.Fill(path) + query
			if err := json.Unmarshal(ask(t, c, target, http.StatusOK).Body.Bytes(), &got); err != nil {
				t.Errorf("%s: %v", target, err)
			}
			for _, row := range got.Results {
				if err := c.judge.ValidateSchemaJSON(c.judge.Components.Schemas["Record_"+name].Value, row); err != nil {
					t.Errorf("%s: %v", target, err)
				}
				checked++
			}
		}
	}
	if checked < 1000 {
		t.Errorf("only %d rows were checked", checked)
	}
}
