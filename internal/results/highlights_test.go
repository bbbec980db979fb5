package results_test

import (
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/results"
)

// texts is a release with a dataset of texts.
func texts(t *testing.T, bodies ...string) *release.Release {
	t.Helper()
	var csv strings.Builder
	csv.WriteString("id,body\n")
	for i, text := range bodies {
		fmt.Fprintf(&csv, "t%03d,\"%s\"\n", i, strings.ReplaceAll(text, `"`, `""`))
	}
	schema := `{"title": "文", "primaryKey": ["id"], "fields": [{"name": "id", "title": "ID"}, {"name": "body", "title": "本文"}]}`
	return withOwn(t, fstest.MapFS{"texts.csv": {Data: []byte(csv.String())}, "texts.schema.json": {Data: []byte(schema)}})
}

// search looks for words in some datasets of a release.
func search(rel *release.Release, words string, ids ...string) results.Search {
	s := results.Search{Limit: results.MaxLimit}
	s.Terms, _ = query.Words(param.New(nil), words)
	for _, id := range ids {
		set, _ := rel.Set(id)
		s.Sets = append(s.Sets, *set)
	}
	return s
}

// Highlights are HTML that pages show: whatever stands in a text, nothing of it
// becomes markup, before, inside and behind what was found, whole or in part.
func TestHighlightsEscapeEverything(t *testing.T) {
	const attack = `<script>alert("1")</script>&'<mark>`
	bodies := []string{
		`pre` + attack + `needle` + attack,
		strings.Repeat("あ", 1000) + attack + `needle` + attack + strings.Repeat("い", 1000),
		`needle<b>`,
	}
	rel := texts(t, bodies...)
	for _, words := range []string{"needle", "<script>", "&'", "b>"} {
		marks := decode(t, ask(t, rel, "texts", "q="+url.QueryEscape(words), format.JSON())).Highlights
		hits, _, err := search(rel, words, "texts").Hits(t.Context())
		if err != nil || len(marks) == 0 || len(hits) != len(marks) {
			t.Fatalf("%s: %v, %d in rows, %d in hits", words, err, len(marks), len(hits))
		}
		for _, hit := range hits {
			marks = append(marks, hit.Highlights)
		}
		for _, mark := range marks {
			onlyMarks(t, bodies, mark["body"])
		}
	}
}

// onlyMarks holds that an excerpt is a piece of one of the texts, escaped, with
// pairs of mark elements and no other markup.
func onlyMarks(t *testing.T, bodies []string, excerpt string) {
	t.Helper()
	escaped := strings.Trim(strings.NewReplacer("<mark>", "", "</mark>", "").Replace(excerpt), "…")
	plain := html.UnescapeString(escaped)
	whole := slices.ContainsFunc(bodies, func(text string) bool { return strings.Contains(text, plain) })
	if html.EscapeString(plain) != escaped || !whole || !strings.Contains(excerpt, "<mark>") || strings.Count(excerpt, "<mark>") != strings.Count(excerpt, "</mark>") {
		t.Errorf("%.300s", excerpt)
	}
}

// Rows show the whole of a text, groups have no highlights, nor have rows that
// nobody searched.
func TestHighlightsOfRows(t *testing.T) {
	rel := texts(t, strings.Repeat("あ", 1000)+"needle", "Needle needle", "none")
	long := strings.Repeat("あ", 1000)
	for raw, want := range map[string][]map[string]string{
		"q=needle&sort=id&fields=id": {{"body": long + "<mark>needle</mark>"}, {"body": "<mark>Needle</mark> <mark>needle</mark>"}},
		"q=needle&group_by=id":       nil,
		"":                           nil,
	} {
		got := decode(t, ask(t, rel, "texts", raw, format.JSON())).Highlights
		if !slices.EqualFunc(got, want, func(a, b map[string]string) bool { return len(a) == len(b) && a["body"] == b["body"] }) {
			t.Errorf("%s: %.300v", raw, got)
		}
	}
}

// A search shows of a long text what is around the first of the words: a quarter
// before it, and as much in all as is said, cut between characters; short texts
// are whole.
func TestSearchShowsTheWordsInLongTexts(t *testing.T) {
	const most = 600
	before, behind := strings.Repeat("あ", 15_000), strings.Repeat("い", 15_000)
	for name, c := range map[string]struct{ text, start, end string }{
		"in the middle":       {before + "防災" + behind, "…あ", "い…"},
		"between characters":  {before + "a防災" + behind, "…あ", "い…"},
		"a byte behind start": {"x" + strings.Repeat("あ", 50) + "防災" + behind, "…あ", "い…"},
		"at the start":        {"防災" + behind, "<mark>防災</mark>い", "い…"},
		"at the end":          {before + "防災", "…あ", "あ<mark>防災</mark>"},
		"in a short text":     {strings.Repeat("a", most-6) + "防災", "a", "<mark>防災</mark>"},
		"and again far away":  {before + "防災" + behind + "防災", "…あ", "い…"},
		"and again behind it": {before + "防災い防災" + behind, "…あ", "い…"},
		"that hardly fits":    {strings.Repeat("防災", 150) + behind, "<mark>防災防災", "…"},
	} {
		t.Run(name, func(t *testing.T) {
			hits, page, err := search(texts(t, c.text, "none"), "防災", "texts").Hits(t.Context())
			if err != nil || len(hits) != 1 || page != (results.Page{Count: 1}) {
				t.Fatal(err, hits, page)
			}
			got := hits[0].Highlights["body"]
			if !strings.HasPrefix(got, c.start) || !strings.HasSuffix(got, c.end) || !utf8.ValidString(got) {
				t.Errorf("%s", got)
			}
			onlyMarks(t, []string{c.text}, got)
			plain := strings.Trim(strings.NewReplacer("<mark>", "", "</mark>", "").Replace(got), "…")
			if len(plain) > max(most+2*utf8.UTFMax, 900) || len(c.text) > 900 && len(plain) < most-2*utf8.UTFMax && name != "at the end" {
				t.Errorf("%d bytes are shown", len(plain))
			}
		})
	}
}

// Hits come in pages, the best first, with the key of their row; how many rows
// are looked at is known beforehand.
func TestSearchFindsPagesOfHits(t *testing.T) {
	rel := texts(t, "some needle", "needle", "needle here", "none")
	s := search(rel, "needle", "texts")
	if s.Reach() != 4 || search(rel, "needle", "texts", "texts").Reach() != 8 {
		t.Errorf("it looks at %d rows", s.Reach())
	}
	for _, c := range []struct {
		offset, limit int
		ids           []string
		more          bool
		last          int
	}{
		{0, 10, []string{"t001", "t002", "t000"}, false, 2},
		{0, 2, []string{"t001", "t002"}, true, 1},
		{1, 1, []string{"t002"}, true, 1},
		{1, 2, []string{"t002", "t000"}, false, 2},
		{3, 2, nil, false, 2},
	} {
		s.Offset, s.Limit = c.offset, c.limit
		hits, page, err := s.Hits(t.Context())
		var ids []string
		for _, h := range hits {
			ids = append(ids, h.Key["id"])
		}
		if err != nil || !slices.Equal(ids, c.ids) || page != (results.Page{Count: 3, More: c.more, Last: c.last}) {
			t.Errorf("%+v: %v %v %+v", c, err, ids, page)
		}
	}
}

// A search looks at every hit whether it is still wanted: to mark the words in
// long texts takes longer than to find them.
func TestSearchesEndWithTheirContext(t *testing.T) {
	s := search(texts(t, "needle a", "needle b", "needle c"), "needle", "texts")
	looks := func(limit int) int {
		s.Offset, s.Limit = 0, limit
		counting := &fading{t.Context(), 1 << 30}
		if _, _, err := s.Hits(counting); err != nil {
			t.Fatal(err)
		}
		return 1<<30 - counting.left
	}
	looks(3) // what is made once for all
	all := looks(3)
	if one := looks(1); all < one+2 {
		t.Errorf("it looks %d times for one hit, %d times for three", one, all)
	}
	s.Limit = 3
	for left := range all {
		if _, _, err := s.Hits(&fading{t.Context(), left}); err == nil {
			t.Errorf("it goes on although its context ends at look %d", left)
		}
	}
}
