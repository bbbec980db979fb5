package api_test

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// Highlights are HTML that pages show: whatever stands in a text, nothing of it
// becomes markup, before, inside and behind what was found, whole or in part.
func TestHighlightsEscapeEverything(t *testing.T) {
	const attack = `<script>alert("1")</script>&'<mark>`
	texts := []string{
		`pre` + attack + `needle` + attack,
		strings.Repeat("あ", 1000) + attack + `needle` + attack + strings.Repeat("い", 1000),
		`needle<b>`,
	}
	var csv strings.Builder
	csv.WriteString("id,body\n")
	for i, text := range texts {
		csv.WriteString(string(rune('a'+i)) + `,"` + strings.ReplaceAll(text, `"`, `""`) + "\"\n")
	}
	schema := `{"title": "攻撃", "description": "攻撃", "primaryKey": ["id"], "fields": [{"name": "id", "title": "ID"}, {"name": "body", "title": "本文"}]}`
	h := serving(t, withOwn(t, fstest.MapFS{"attack.csv": {Data: []byte(csv.String())}, "attack.schema.json": {Data: []byte(schema)}}))
	for _, q := range []string{"needle", "<script>", "&'", "b>"} {
		for _, path := range []string{"/api/v1/search?dataset=attack&q=", "/api/v1/datasets/attack/records?q="} {
			w := ask(t, h, path+url.QueryEscape(q))
			var body struct {
				Results    []struct{ Highlights map[string]string }
				Highlights []map[string]string
			}
			if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || w.Code != http.StatusOK {
				t.Fatal(err, w.Code)
			}
			marks := body.Highlights
			for _, hit := range body.Results {
				if hit.Highlights != nil {
					marks = append(marks, hit.Highlights)
				}
			}
			if len(marks) == 0 {
				t.Errorf("%s%s finds nothing", path, q)
			}
			for _, mark := range marks {
				onlyMarks(t, texts, mark["body"])
			}
		}
	}
}

// onlyMarks holds that an excerpt is a piece of the text, escaped, with pairs of
// mark elements and no other markup.
func onlyMarks(t *testing.T, texts []string, excerpt string) {
	t.Helper()
	escaped := strings.Trim(strings.NewReplacer("<mark>", "", "</mark>", "").Replace(excerpt), "…")
	plain := html.UnescapeString(escaped)
	whole := slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, plain) })
	if html.EscapeString(plain) != escaped || !whole || !strings.Contains(excerpt, "<mark>") || strings.Count(excerpt, "<mark>") != strings.Count(excerpt, "</mark>") {
		t.Errorf("%.300s", excerpt)
	}
}
