package api_test

import (
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/internal/fold"
)

const journeys = 1500

// journey is an enquiry whose answer is read page by page, with the rows that
// are referred to; perhaps of a series.
type journey struct {
	enquiry
	expand           []string // paths of relations
	indicator        string
	since, until     string
	target           string
	rows             []record
	names            []string
	page             int // rows of one
	pages, following int // that were read, that were read with a cursor
}

// What is read page by page, with what rows refer to, of a part of a series, and
// found by several words, is what loops over the rows of the plain files find.
func TestJourneysAgreeWithThePlainestWay(t *testing.T) {
	r := random{rand.New(rand.NewPCG(26, 20))}
	rel := withOwn(t, fstest.MapFS{"shelters.csv": {Data: r.shelters()}, "shelters.schema.json": {Data: []byte(sheltersSchema)}})
	h := serving(t, rel)
	all := plainly(t, rel, func(name string) []byte { return ask(t, h, "/files/"+name).Body.Bytes() })
	all["shelters"].leads["policy"] = lead{"policy_id", "id", false, all["policies"]}
	found := make(map[string]int)
	for done := 0; done < journeys; {
		id := r.one("shelters", "observations", rel.Sets[r.IntN(len(rel.Sets))].ID)
		j := r.journey(id, all[id])
		if len(j.target) > 8<<10 { // more than a query string may be
			continue
		}
		done++
		j.read(t, h, all[id])
		for what, is := range map[string]bool{
			"rows": len(j.rows) > 0, "expanded": len(j.expand) > 0 && len(j.rows) > 0, "followed": j.following > 0,
			"a part of a series": j.since+j.until != "" && len(j.rows) > 0, "words": len(fold.Terms(j.words)) > 1 && len(j.rows) > 0,
		} {
			if is {
				found[what]++
			}
		}
	}
	for _, what := range []string{"rows", "expanded", "followed", "a part of a series", "words"} {
		if found[what] < journeys/25 {
			t.Errorf("too few of %d: %v", journeys, found)
		}
	}
	t.Logf("of %d journeys: %v", journeys, found)
}

// journey asks something at random, and finds the answer.
func (r random) journey(id string, p *plain) journey {
	var j journey
	for j.enquiry = r.question(p); len(j.by)+len(j.compute) > 0; j.enquiry = r.question(p) {
		continue // groups are compared elsewhere
	}
	j.facets, j.offset, j.names = nil, 0, p.names
	if j.fields != nil {
		j.names = j.fields
	}
	if r.IntN(3) == 0 {
		j.tests, j.either, j.words = nil, nil, r.severalWords(p)
	}
	j.expand = r.expansion(p)
	asked := j.tests
	path := "/api/v1/datasets/" + id + "/records"
	if id == "observations" {
		j.indicator = r.value(p, "indicator_id")
		path = "/api/v1/indicators/" + j.indicator + "/observations"
		j.tests = append(slices.Clip(asked), r.span(p, &j)...)
	}
	j.rows = p.answers(j.enquiry)
	p.ordered(j.rows, j.sort, fold.Terms(j.words))
	j.page = min(len(j.rows)/(1+r.IntN(4))+1, 1000) // as many as JSON answers
	spelt := j.enquiry
	spelt.tests, spelt.limit = asked, j.page
	j.target = path + "?" + r.spelling(spelt, "json")
	for name, value := range map[string]string{"expand": strings.Join(j.expand, ","), "since": j.since, "until": j.until} {
		if value != "" {
			j.target += "&" + name + "=" + url.QueryEscape(value)
		}
	}
	return j
}

// span is what a part of a series is as conditions of its rows.
func (r random) span(p *plain, j *journey) []test {
	tests := []test{{"indicator_id", "eq", []string{j.indicator}}}
	since, until := r.value(p, "period_start"), r.value(p, "period_end")
	since, until = min(since, until), max(since, until) // crossed ones are refused
	if r.IntN(2) == 0 {
		j.since = since
		tests = append(tests, test{"period_start", "ge", []string{j.since}})
	}
	if r.IntN(2) == 0 {
		j.until = until
		tests = append(tests, test{"period_end", "le", []string{j.until}})
	}
	return tests
}

// severalWords is parts of texts of one row, with spaces of either width between
// them.
func (r random) severalWords(p *plain) string {
	if len(p.rows) == 0 {
		return ""
	}
	one := &plain{names: p.names, types: p.types, rows: p.rows[r.IntN(len(p.rows)):][:1]}
	var words []string
	for range 2 + r.IntN(2) {
		if word := r.words(one); word != "" {
			words = append(words, word)
		}
	}
	return strings.Join(words, r.one(" ", "　", "  "))
}

// expansion is up to two paths of relations, five relations at most.
func (r random) expansion(p *plain) []string {
	var paths []string
	for depth := 3; depth > 1; depth-- {
		var names []string
		for at := p; len(at.leads) > 0 && len(names) < depth && r.IntN(4) > 0; {
			name := r.one(at.inOrder()...)
			names, at = append(names, name), at.leads[name].to
		}
		if path := strings.Join(names, "."); path != "" && !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	return paths
}

// inOrder names the relations in the order of the columns that refer.
func (p *plain) inOrder() []string {
	var names []string
	for _, column := range p.names {
		for name, l := range p.leads {
			if l.column == column {
				names = append(names, name)
			}
		}
	}
	return names
}

// read goes from page to page and compares each.
func (j *journey) read(t *testing.T, h http.Handler, p *plain) {
	t.Helper()
	target := j.target
	for from := 0; ; from += j.page {
		rows := j.rows[min(from, len(j.rows)):min(from+j.page, len(j.rows))]
		w := ask(t, h, target)
		var got struct {
			Metadata struct {
				ResultSet struct {
					Count int
					Next  *string
				}
			}
			Results    json.RawMessage
			Highlights []map[string]string
		}
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK {
			t.Fatalf("%s\n%d %v %s", target, w.Code, err, w.Body)
		}
		lines := make([]string, len(rows))
		for i, r := range rows {
			lines[i] = "\n" + p.expanded(r, j.names, j.expand)
		}
		if want := "[" + strings.Join(lines, ",") + "\n]"; string(got.Results) != want {
			t.Fatalf("%s\ngot\n%s\nwant\n%s", target, got.Results, want)
		}
		if wrong := mismarked(rows, got.Highlights, fold.Terms(j.words)); wrong != "" {
			t.Fatalf("%s\n%s", target, wrong)
		}
		next := got.Metadata.ResultSet.Next
		if got.Metadata.ResultSet.Count != len(j.rows) || (next != nil) != (from+j.page < len(j.rows)) {
			t.Fatalf("%s\n%d rows, want %d; more: %v", target, got.Metadata.ResultSet.Count, len(j.rows), next != nil)
		}
		j.pages++
		if next == nil {
			j.following = j.pages - 1
			return
		}
		target = j.target + "&cursor=" + *next
	}
}

// mismarked says what is wrong with the highlights of rows: without their marks
// they are texts of the row that have a word, and no word is without one.
func mismarked(rows []record, marks []map[string]string, terms []string) string {
	if len(terms) == 0 {
		rows = nil
	}
	if len(marks) != len(rows) {
		return fmt.Sprintf("highlights of %d rows, not %d", len(marks), len(rows))
	}
	for i, r := range rows {
		var shown []string
		for name, marked := range marks[i] {
			text := html.UnescapeString(strings.NewReplacer("<mark>", "", "</mark>", "").Replace(marked))
			folded := fold.Text(text)
			has := func(term string) bool { return strings.Contains(folded, term) }
			if text != r[name].text || !strings.Contains(marked, "<mark>") || !slices.ContainsFunc(terms, has) {
				return fmt.Sprintf("%s is highlighted as %q, being %q", name, marked, r[name].text)
			}
			shown = append(shown, folded)
		}
		for _, term := range terms {
			if !slices.ContainsFunc(shown, func(text string) bool { return strings.Contains(text, term) }) {
				return fmt.Sprintf("%q is nowhere in %q", term, marks[i])
			}
		}
	}
	return ""
}

// expanded is a row as JSON, with the rows that it refers to along some paths.
func (p *plain) expanded(r record, names, paths []string) string {
	members := []string{strings.TrimSuffix(object(r, names), "}")}
	for _, name := range p.inOrder() {
		var below []string
		wanted := false
		for _, path := range paths {
			head, rest, more := strings.Cut(path, ".")
			wanted = wanted || head == name
			if head == name && more {
				below = append(below, rest)
			}
		}
		if wanted {
			members = append(members, `"`+name+`":`+p.leads[name].referred(r, below))
		}
	}
	return strings.Join(members, ",") + "}"
}

func (l lead) referred(r record, below []string) string {
	var found []string
	for _, item := range r[l.column].items() {
		for _, other := range l.to.rows {
			if item != "" && other[l.key].text == item {
				found = append(found, l.to.expanded(other, l.to.names, below))
			}
		}
	}
	switch {
	case l.many:
		return "[" + strings.Join(found, ",") + "]"
	case len(found) == 0:
		return "null"
	}
	return found[0]
}
