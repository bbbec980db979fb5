package api_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/fixture/madeupop"
)

// An operator is one value in one list: with it come conditions, also along
// relations and among alternatives, canonical addresses, hints and the document.
func TestAMadeUpOperatorIsFoundEverywhere(t *testing.T) {
	cfg := testConfig(io.Discard)
	cfg.Operators = madeupop.Ops()
	h, err := api.New(cfg, fixed(t, embedded(t)))
	if err != nil {
		t.Fatal(err)
	}
	const word = "オープンデータ"
	for name, c := range map[string]struct{ path, has string }{
		"a condition":           {"/api/v1/initiatives?title.begins=" + url.QueryEscape(word), `"id":"i-072"`},
		"as CSV":                {"/api/v1/initiatives.csv?title.begins=" + url.QueryEscape(word), "i-072,"},
		"along a relation":      {"/api/v1/initiatives?policy.id.begins=p-3-2&fields=id", `"id":"i-072"`},
		"an alternative":        {"/api/v1/initiatives?or=" + url.QueryEscape("title.begins="+word+"|number=1"), `"id":"i-072"`},
		"canonical address":     {"/api/v1/initiatives?title.begins=" + url.QueryEscape(word), "release=1&title.begins=" + url.QueryEscape(word)},
		"the document":          {"/openapi.json", "- `begins` 作り物の演算子 / a made-up operator"},
		"its examples":          {"/openapi.json", `"begins": {`},
		"names in the document": {"/openapi.json", `|is_null|begins)`},
	} {
		if w := ask(t, h, c.path); w.Code != http.StatusOK || !strings.Contains(w.Body.String()+strings.Join(w.Header().Values("Link"), "\n"), c.has) {
			t.Errorf("%s: %d, no %s in %.900s", name, w.Code, c.has, w.Body)
		}
	}
	for path, hint := range map[string]string{
		"/api/v1/initiatives?title.begin=x":   "begins",
		"/api/v1/initiatives?title.=x":        "begins",
		"/api/v1/initiatives?number.begins=7": "the operator begins cannot be used with the column number",
	} {
		if w := ask(t, h, path); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), hint) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	if w := ask(t, service(t), "/api/v1/initiatives?title.begins=x"); w.Code != http.StatusBadRequest {
		t.Errorf("a program without it knows it: %d", w.Code)
	}
}
