package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
)

// However many readers are slow, the bodies that wait for them are bounded; one
// that many read counts once, short ones do not count, and long ones leave room
// for the others: nobody keeps the pages and most answers from them.
// longRows is how many long texts there are: a search of them must end within its
// time also where everything is slow, as under the race detector.
const longRows = 60

// longTexts is a release with a dataset of texts as long as a cell may be.
func longTexts(t *testing.T) http.Handler {
	t.Helper()
	var csv strings.Builder
	csv.WriteString("id,body\n")
	for i := range longRows {
		fmt.Fprintf(&csv, "r%03d,%s防災%s\n", i, strings.Repeat("あ", 15_000), strings.Repeat("い", 15_000))
	}
	schema := `{"name":"long","title":"長い文","description":"長い文","fields":[{"name":"id","type":"string","title":"番号"},{"name":"body","type":"string","title":"本文"}],"primaryKey":["id"]}`
	return serving(t, withOwn(t, fstest.MapFS{"long.csv": {Data: []byte(csv.String())}, "long.schema.json": {Data: []byte(schema)}}))
}

// A search shows of long texts what is around the words, so that an answer stays
// small whatever the texts are.
func TestSearchShowsTheWordsInLongTexts(t *testing.T) {
	w := ask(t, longTexts(t), "/api/v1/search?dataset=long&limit=1000&q="+url.QueryEscape("防災"))
	if got := rows(t, w); len(got) != longRows || !strings.Contains(got[0], "い…") || !strings.Contains(got[0], "…あ") || !strings.Contains(got[0], "<mark>防災</mark>") {
		t.Errorf("%d results, the first %.900s", len(got), got[0])
	}
	if w.Body.Len() > longRows*3500 {
		t.Errorf("%d bytes", w.Body.Len())
	}
}

// Room is shared in bytes: little passes by much that waits, one may have all, and
// what is given back is there for others.
// Room for rows is guessed by the first, and given back where the others are
// short: what is kept is what is counted.
func TestALongFirstRowTakesNoMemory(t *testing.T) {
	const answers = 40
	var csv strings.Builder
	csv.WriteString("id,body\n")
	for i := range 1000 {
		length := 1
		if i == 0 {
			length = 15_000
		}
		fmt.Fprintf(&csv, "r%04d,%s\n", i, strings.Repeat("a", length))
	}
	schema := `{"name":"long","title":"長い文","description":"長い文","fields":[{"name":"id","type":"string","title":"番号"},{"name":"body","type":"string","title":"本文"}],"primaryKey":["id"]}`
	h := serving(t, withOwn(t, fstest.MapFS{"long.csv": {Data: []byte(csv.String())}, "long.schema.json": {Data: []byte(schema)}}))
	before := live()
	for n := range answers {
		if w := ask(t, h, fmt.Sprintf("/api/v1/datasets/long/records?limit=%d", 1000-n)); w.Code != http.StatusOK {
			t.Fatal(w.Code)
		}
	}
	if grown := int64(live()) - int64(before); grown > answers*200<<10 {
		t.Errorf("%d answers take %d MB", answers, grown>>20)
	}
}
