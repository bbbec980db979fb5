package api_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/internal/fold"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/results"
)

const randomRequests = 6000

// sheltersSchema has a column of every type, coded ones, and references.
const sheltersSchema = `{
  "title": "避難所", "primaryKey": ["number"],
  "fields": [
    {"name": "number", "title": "番号", "type": "integer"},
    {"name": "name", "title": "名称"},
    {"name": "grade", "title": "等級", "type": "number", "constraints": {"enum": ["1.0", "2.0"]}},
    {"name": "area", "title": "面積", "type": "number"},
    {"name": "open", "title": "開設", "type": "boolean"},
    {"name": "named", "title": "指定日", "type": "date"},
    {"name": "checked", "title": "点検", "type": "yearmonth"},
    {"name": "uses", "title": "用途", "type": "list", "delimiter": ";", "constraints": {"enum": ["flood", "quake", "fire"]}},
    {"name": "tags", "title": "備考", "type": "list", "delimiter": ";"},
    {"name": "policy_id", "title": "施策ID", "refers_to": "policies.id"}
  ]
}`

// shelters is rows that often coincide, with cells of every sort missing.
func (r random) shelters() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"number", "name", "grade", "area", "open", "named", "checked", "uses", "tags", "policy_id"})
	for i := range 80 {
		_ = w.Write([]string{
			strconv.Itoa(i*7 - 100), r.one("", "北", "北館", "南館", "北,南", `「"館"」`, "a|b", "A*b?"), r.one("", "1.0", "2.0"), r.one("", "0", "-0.5", "12.25", "12.5", "1000000.125"),
			r.one("", "true", "false"), r.one("", "2020-03-31", "2020-04-01", "1999-12-31", "2026-01-01"), r.one("", "2020-03", "2020-04", "1999-12"),
			r.one("", "flood", "flood;fire", "quake;fire;flood"), r.one("", "高台", "駅 近く;高台", "ａｂ"), r.one("", "p-1-1", "p-3-2", "p-2-1"),
		})
	}
	w.Flush()
	return b.Bytes()
}

// What is answered is what loops over the rows of the plain files find.
func TestAnswersAgreeWithThePlainestWay(t *testing.T) {
	r := random{rand.New(rand.NewPCG(20, 26))}
	rel := withOwn(t, fstest.MapFS{"shelters.csv": {Data: r.shelters()}, "shelters.schema.json": {Data: []byte(sheltersSchema)}})
	h := serving(t, rel)
	all := plainly(t, rel, func(name string) []byte { return ask(t, h, "/files/"+name).Body.Bytes() })
	all["shelters"].leads["policy"] = lead{"policy_id", "id", false, all["policies"]}
	found := make(map[string]int)
	for asked := 0; asked < randomRequests; {
		set := rel.Sets[r.IntN(len(rel.Sets))]
		if r.IntN(3) == 0 {
			set, _ = ownSet(rel)
		}
		p := all[set.ID]
		q, format := r.question(p), r.one("json", "json", "csv", "ndjson")
		if format != "json" {
			q.facets, q.limit = nil, q.limit*r.IntN(2)
		}
		raw := r.spelling(q, format)
		if len(raw) > 8<<10 { // more than a query string may be
			continue
		}
		asked++
		target := "/api/v1/datasets/" + set.ID + "/records?" + raw
		w := ask(t, h, target)
		if w.Code != http.StatusOK {
			t.Fatalf("%s\n%d %s", target, w.Code, w.Body)
		}
		if agree(t, target, w, p, q, format) > 0 {
			found[format]++
		}
	}
	if n := found["json"] + found["csv"] + found["ndjson"]; n < randomRequests/3 {
		t.Errorf("%d of %d requests find something: %v", n, randomRequests, found)
	}
	t.Logf("of %d requests find something: %v", randomRequests, found)
}

func ownSet(rel *release.Release) (release.Set, bool) {
	i := slices.IndexFunc(rel.Sets, func(s release.Set) bool { return s.ID == "shelters" })
	return rel.Sets[i], true
}

// agree compares an answer with the plainest one, and returns how many rows
// there are on the page.
func agree(t *testing.T, target string, w *httptest.ResponseRecorder, p *plain, q enquiry, format string) int {
	t.Helper()
	rows := p.answers(q)
	matching, from, terms := rows, p, fold.Terms(q.words)
	if len(q.by)+len(q.compute) > 0 {
		from = p.grouped(rows, q)
		rows, terms = from.rows, nil
	}
	from.ordered(rows, q.sort, terms)
	count := len(rows)
	rows = rows[min(q.offset, count):]
	if q.limit > 0 || format == "json" {
		limit := q.limit
		if limit == 0 {
			limit = 100
		}
		rows = rows[:min(limit, len(rows))]
	}
	names := q.fields
	if names == nil {
		names = from.names
	}
	if format != "json" {
		if want := inBulk(rows, names, format); w.Body.String() != want {
			t.Fatalf("%s\ngot\n%s\nwant\n%s", target, w.Body, want)
		}
		return len(rows)
	}
	var got struct {
		Metadata struct {
			ResultSet struct {
				Count, Offset int
				Next          *string
			}
		}
		Results     json.RawMessage
		Facets      map[string][]results.FacetInfo
		FacetsTotal map[string]int `json:"facets_total"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if want := inJSON(rows, names); string(got.Results) != want {
		t.Fatalf("%s\ngot\n%s\nwant\n%s", target, got.Results, want)
	}
	if n := got.Metadata.ResultSet; n.Count != count || n.Offset != q.offset || (n.Next != nil) != (q.offset+len(rows) < count && len(rows) > 0) {
		t.Fatalf("%s\ngot %+v, want %d rows, %d of them here", target, n, count, len(rows))
	}
	var facets map[string][]results.FacetInfo
	var totals map[string]int
	for _, column := range q.facets {
		if facets == nil {
			facets, totals = make(map[string][]results.FacetInfo), make(map[string]int)
		}
		facets[column], totals[column] = p.counted(matching, column), p.different(matching, column)
	}
	if !reflect.DeepEqual(got.Facets, facets) || !maps.Equal(got.FacetsTotal, totals) {
		t.Fatalf("%s\ngot %+v, %v in all\nwant %+v, %v", target, got.Facets, got.FacetsTotal, facets, totals)
	}
	return len(rows)
}

func inJSON(rows []record, names []string) string {
	lines := make([]string, len(rows))
	for i, r := range rows {
		lines[i] = "\n" + object(r, names)
	}
	return "[" + strings.Join(lines, ",") + "\n]"
}

func object(r record, names []string) string {
	var members []string
	for _, name := range names {
		members = append(members, `"`+name+`":`+r[name].raw)
	}
	return "{" + strings.Join(members, ",") + "}"
}

func inBulk(rows []record, names []string, format string) string {
	var b strings.Builder
	if format == "csv" {
		b.WriteString(strings.Join(names, ",") + "\r\n")
	}
	for _, r := range rows {
		if format == "ndjson" {
			b.WriteString(object(r, names) + "\n")
			continue
		}
		var cells []string
		for _, name := range names {
			cells = append(cells, quoted(r[name].text, "\",\r\n"))
		}
		line := strings.Join(cells, ",")
		if line == "" { // a blank line would be passed over
			line = `""`
		}
		b.WriteString(line + "\r\n")
	}
	return b.String()
}

// quoted puts a text that has one of some characters between quotation marks.
func quoted(text, special string) string {
	if !strings.ContainsAny(text, special) {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}
