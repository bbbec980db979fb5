package api_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/release"
)

// webLink is one link of RFC 8288, read as simply as may be: it holds as long as
// no address contains > and no value contains a quotation mark.
type webLink struct {
	target string
	values map[string]string
}

func parseLinks(t *testing.T, text string) []webLink {
	t.Helper()
	var links []webLink
	for rest := strings.TrimSpace(text); rest != ""; {
		target, after, ok := strings.Cut(rest, ">")
		if !ok || !strings.HasPrefix(target, "<") {
			t.Fatalf("no link begins at %q", rest)
		}
		l := webLink{target: target[1:], values: make(map[string]string)}
		for strings.HasPrefix(after, ";") {
			name, value, _ := strings.Cut(strings.TrimLeft(after, "; "), `="`)
			value, after, ok = strings.Cut(value, `"`)
			if _, twice := l.values[name]; !ok || twice {
				t.Fatalf("%s has a broken value %s=%q", l.target, name, value)
			}
			l.values[name] = value
		}
		links = append(links, l)
		if after != "" && !strings.HasPrefix(after, ",") {
			t.Fatalf("after a link stands %q", after)
		}
		rest = strings.TrimSpace(strings.TrimPrefix(after, ","))
	}
	return links
}

// linked finds the one link of an answer that has a relation, among others.
func linked(t *testing.T, links []webLink, rel string) webLink {
	t.Helper()
	var found []webLink
	for _, l := range links {
		if slices.Contains(strings.Fields(l.values["rel"]), rel) {
			found = append(found, l)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d links are %s in %v", len(found), rel, links)
	}
	return found[0]
}

func local(t *testing.T, address string) string {
	t.Helper()
	path, ok := strings.CutPrefix(address, testBase)
	if !ok {
		t.Fatalf("%s is not an address of the service", address)
	}
	return path
}

// changing is storied, with a dataset that comes with release 6 and goes with
// release 7, and a pending release 8.
func changing(t *testing.T) *timeline {
	t.Helper()
	tl := storied(t)
	d, err := dataset.ParseTableSchema("benches", []byte(`{"title": "ベンチ", "fields": [{"name": "id", "title": "番号"}, {"name": "wood", "title": "木"}], "primaryKey": "id"}`))
	if err != nil {
		t.Fatal(err)
	}
	before := tl.sources
	tl.sources = append(slices.Clone(before), dataset.Source{Dataset: d, CSV: []byte("id,wood\nb-1,松\n")})
	tl.publish(release.NewData, "")
	tl.sources = before
	tl.publish(release.Correction, "")
	tl.propose(release.Correction, "", tl.now().Add(time.Hour), edit{"goals", newTitle, secretTitle})
	tl.refresh()
	return tl
}

func TestATimemapListsEveryStateAndNoOther(t *testing.T) {
	tl := changing(t)
	if !strings.Contains(ask(t, tl, "/api/v1/releases").Body.String(), `"state":"pending"`) {
		t.Fatal("nothing is pending")
	}
	for _, c := range []struct {
		name, address string
		want          []int
	}{
		{"rows", "/api/v1/goals", []int{1, 2, 3, 4, 5, 6, 7}},
		{"rows as CSV", "/api/v1/goals.csv", []int{1, 2, 3, 4, 5, 6, 7}},
		{"a selection", "/api/v1/goals?fields=id,title&sort=-id", []int{1, 2, 3, 4, 5, 6, 7}},
		{"rows with what they refer to", "/api/v1/initiatives?expand=policy&policy.goal_id=g-1", []int{1, 2, 3, 4, 5, 6, 7}},
		{"a record by its number", "/api/v1/initiatives/72", []int{1, 2, 3, 4, 5, 6, 7}},
		{"the plan", "/api/v1/plan", []int{1, 2, 3, 4, 5, 6, 7}},
		{"a series with its history", seriesURL + "?include_history=true", []int{1, 2, 3, 4, 5, 6, 7}},
		{"a file", "/files/022039_digital_goals.csv?bom=false&header=ascii", []int{1, 2, 3, 4, 5, 6, 7}},
		{"a page", "/", []int{1, 2, 3, 4, 5, 6, 7}},
		{"the contract", "/openapi.yaml", []int{1, 2, 3, 4, 5, 6, 7}},
		{"the catalogue", "/api/v1/datasets", []int{1, 2, 3, 4, 5, 6, 7}},
		{"a dataset that came and went", "/api/v1/datasets/benches", []int{6}},
		{"its rows by a column of its own", "/api/v1/datasets/benches/records?wood=" + url.QueryEscape("松"), []int{6}},
		{"its file", "/files/022039_benches.csv", []int{6}},
		{"with the name of the service before it", testBase + "/api/v1/datasets/benches", []int{6}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(t, tl, "/api/v1/timemap?url="+url.QueryEscape(c.address))
			if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/link-format" || w.Header().Get("Cache-Control") != "no-cache" {
				t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
			}
			if got := walkTimemap(t, tl, w.Body.String()); !slices.Equal(got, c.want) {
				t.Errorf("releases %v, want %v", got, c.want)
			}
		})
	}
}

// walkTimemap visits every memento of a time map, and returns their releases.
func walkTimemap(t *testing.T, tl *timeline, text string) []int {
	t.Helper()
	links := parseLinks(t, text)
	gate, self := linked(t, links, "timegate"), linked(t, links, "self")
	if gate.values["rel"] != "original timegate" || self.values["type"] != "application/link-format" {
		t.Errorf("%v %v", gate, self)
	}
	if again := ask(t, tl, local(t, self.target)); again.Body.String() != text {
		t.Errorf("the time map is not at its own address %s", self.target)
	}
	var releases []int
	for _, l := range links {
		if !slices.Contains(strings.Fields(l.values["rel"]), "memento") {
			continue
		}
		u, err := url.Parse(l.target)
		if err != nil {
			t.Fatal(err)
		}
		n, err := strconv.Atoi(u.Query().Get("release"))
		if err != nil {
			t.Fatal(err)
		}
		releases = append(releases, n)
		w := ask(t, tl, local(t, l.target))
		if w.Code != http.StatusOK || w.Header().Get("Memento-Datetime") != l.values["datetime"] {
			t.Errorf("%s: %d, Memento-Datetime %s, want %s", l.target, w.Code, w.Header().Get("Memento-Datetime"), l.values["datetime"])
		}
		own := parseLinks(t, strings.Join(w.Header().Values("Link"), ", "))
		if got := linked(t, own, "timemap"); got.target != self.target || got.values["type"] != "application/link-format" {
			t.Errorf("%s has the time map %v", l.target, got)
		}
		if got := linked(t, own, "memento"); got.target != l.target || linked(t, own, "original").target != gate.target {
			t.Errorf("%s says %v", l.target, own)
		}
		// The time gate leads to the same state.
		negotiated := ask(t, tl, local(t, gate.target), "Accept-Datetime", l.values["datetime"])
		if negotiated.Code != http.StatusOK || negotiated.Header().Get("Memento-Datetime") != l.values["datetime"] || negotiated.Body.String() != w.Body.String() {
			t.Errorf("the time gate %s gives %d of %s", gate.target, negotiated.Code, negotiated.Header().Get("Memento-Datetime"))
		}
	}
	first, last := linked(t, links, "first"), linked(t, links, "last")
	if first.values["datetime"] != self.values["from"] || last.values["datetime"] != self.values["until"] || !slices.IsSorted(releases) {
		t.Errorf("first %v, last %v, self %v", first, last, self)
	}
	return releases
}

func TestATimemapLeavesOutWhatWasWithdrawn(t *testing.T) {
	tl := lossy(t)
	const target = "/api/v1/timemap?url=/api/v1/plan"
	before := ask(t, tl, target)
	if got := walkTimemap(t, tl, before.Body.String()); !slices.Equal(got, []int{1, 2, 3}) {
		t.Errorf("before: %v", got)
	}
	tl.withdraw(1, "022039_digital_initiatives.csv")
	after := ask(t, tl, target, "If-None-Match", before.Header().Get("ETag"))
	if got := walkTimemap(t, tl, after.Body.String()); !slices.Equal(got, []int{2, 3}) {
		t.Errorf("afterwards: %v", got)
	}
}

func TestOnlyAddressesOfTheServiceHaveATimemap(t *testing.T) {
	tl := changing(t)
	for _, c := range []struct {
		name, query string
		want        int
	}{
		{"none", "", 400},
		{"an empty one", "?url=", 400},
		{"two", "?url=/api/v1/goals&url=/api/v1/goals", 400},
		{"another parameter", "?url=/api/v1/goals&offset=1", 400},
		{"another service", "?url=https://elsewhere.example/api/v1/goals", 400},
		{"another service without a scheme", "?url=//elsewhere.example/api/v1/goals", 404},
		{"a name that only begins like this one", "?url=" + testBase + ".evil/api/v1/goals", 400},
		{"another scheme", "?url=javascript:alert(1)", 400},
		{"no path", "?url=api/v1/goals", 400},
		{"a path that is not readable", "?url=/api/v1/%25zz", 400},
		{"a state instead of an address", "?url=/api/v1/goals%3Frelease=1", 400},
		{"an instant instead of an address", "?url=/api/v1/goals%3Fas_of=2026-11-22", 400},
		{"a parameter that the address does not know", "?url=/api/v1/goals%3Fnothing=1", 400},
		{"health", "?url=/healthz", 404},
		{"the list of releases", "?url=/releases", 404},
		{"a release", "?url=/releases/1/manifest.json", 404},
		{"a time map", "?url=/api/v1/timemap", 404},
		{"steps upwards", "?url=/files/../api/v1/goals", 404},
		{"a variable without a value", "?url=/api/v1/goals/", 404},
		{"a path with more behind it", "?url=/api/v1/plan/x", 404},
		{"a dataset that never was", "?url=/api/v1/datasets/nothing", 404},
		{"a record that never was", "?url=/api/v1/goals/g-99", 404},
		{"a file that never was", "?url=/files/nothing", 404},
		{"what only a pending release has", "?url=/api/v1/goals%3Ftitle=" + url.QueryEscape(url.QueryEscape(secretTitle)), 200},
		{"brackets", "?url=/api/v1/goals%3Ftitle=%253E%253B+rel%253D%2522evil%2522", 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(t, tl, "/api/v1/timemap"+c.query)
			if w.Code != c.want {
				t.Fatalf("%d, want %d: %s", w.Code, c.want, w.Body)
			}
			if c.want == http.StatusOK {
				walkTimemap(t, tl, w.Body.String())
			} else if !strings.Contains(w.Body.String(), `"detail_en"`) {
				t.Errorf("%s", w.Body)
			}
		})
	}
	if w := ask(t, tl, "/api/v1/timemap.json?url=/api/v1/goals"); w.Code != http.StatusBadRequest {
		t.Errorf("with an extension: %d", w.Code)
	}
}

func TestHeadersStaySmallHoweverLongTheAddressIs(t *testing.T) {
	tl := newTimeline(t, "goals")
	w := ask(t, tl, "/api/v1/goals?title="+strings.Repeat("%E5%80%A4", 200))
	for _, l := range parseLinks(t, strings.Join(w.Header().Values("Link"), ", ")) {
		if w.Code != http.StatusOK || l.values["rel"] == "timemap" {
			t.Errorf("%d: a link to a time map of %d bytes", w.Code, len(l.target))
		}
	}
}

// Areas and indicators that a list of values names are looked up in each release.
func TestTheTimeMapOfValues(t *testing.T) {
	tl := newTimeline(t)
	tl.publish(release.Correction, "", edit{"observations", firstRow, secondRow})
	for _, address := range []string{
		"/api/v1/observations?area=022039", "/api/v1/observations?indicator=ind-1&area=八戸市&frequency=year", "/api/v1/indicators/ind-1/observations?area=022039&shape=wide",
		"/api/v1/indicators/ind-1/progress?area=022012", "/api/v1/progress",
	} {
		w := ask(t, tl, "/api/v1/timemap?url="+url.QueryEscape(address))
		if n := strings.Count(w.Body.String(), "memento\"; datetime"); w.Code != http.StatusOK || n != 2 {
			t.Errorf("%s: %d states, %d %s", address, n, w.Code, w.Body)
		}
	}
}
