package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/release"
)

const (
	secretTitle = "極秘の題名"
	secretNote  = "極秘の注記"
	secretRow   = "ind-1,022039,2024-01-01,2024-01-01,2024年1月1日,987654321,,P,,極秘の値\n"
)

// everywhere lists addresses of every route, with every way to ask for release 3.
func everywhere(t *testing.T, secret *release.Release) []string {
	t.Helper()
	var targets []string
	files := []string{"022039_digital_goals.csv", "022039_digital_goals.json", "022039_digital_goals.schema.json", "022039_digital_observations.csv"}
	for _, set := range secret.Sets {
		files = append(files, set.CSVFile.SHA256, set.SchemaFile.SHA256)
	}
	values := map[string][]string{
		":number": {"1", "2", "3", "4", "03", secret.Hash, secret.Hash[:8]},
		":id":     {"goals", "observations", "g-1", "ind-1", "p-1-1", "72", secret.Hash, url.PathEscape(secretTitle)},
		":name":   append(files, secret.Hash, "portal.css"),
	}
	queries := []string{
		"", "?release=2", "?release=3", "?release=4", "?as_of=2026-11-22", "?as_of=2026-11-23", "?as_of=" + url.QueryEscape(secret.Effective.Format(time.RFC3339)),
		"?from=1&to=2", "?from=2&to=3", "?from=3&to=2", "?from=3&to=3", "?include_history=true", "?title=" + url.QueryEscape(secretTitle), "?q=" + url.QueryEscape(secretTitle), "?value=987654321",
		"?title.starts_with=" + url.QueryEscape(secretTitle), "?facets=title", "?distinct=title", "?cursor=" + param.Cursor{Release: 3}.String(),
		"?dataset=" + secret.Hash, "?url=/api/v1/goals", "?url=/api/v1/goals%3Ftitle=" + url.QueryEscape(secretTitle),
	}
	for _, path := range api.RoutePaths(t) {
		paths := []string{path}
		for name, options := range values {
			var filled []string
			for _, p := range paths {
				for _, value := range options {
					filled = append(filled, strings.Replace(p, name, value, 1))
					if !strings.Contains(p, name) {
						break
					}
				}
			}
			paths = filled
		}
		for _, p := range paths {
			for _, q := range queries {
				targets = append(targets, p+q)
			}
		}
	}
	return append(targets, "/objects/"+secret.Hash[:2]+"/"+secret.Hash, "/log/00000003.json", "/releases/3/", "/api/v1/releases/3.csv", "/releases/3/files/", "/api/v1/search?q=x")
}

// seen is everything an answer shows.
func seen(w *httptest.ResponseRecorder) string {
	var b strings.Builder
	fmt.Fprintln(&b, w.Code)
	for _, name := range slices.Sorted(maps.Keys(w.Header())) {
		fmt.Fprintln(&b, name, w.Header()[name])
	}
	return b.String() + w.Body.String()
}

// isCalendar reports whether an answer shows the release calendar.
func isCalendar(target string) bool {
	path, _, _ := strings.Cut(target, "?")
	return path == "/releases" || path == "/api/v1/releases"
}

// isFreshness reports whether an answer shows the release that is scheduled next:
// of the calendar, its number and instant.
func isFreshness(target string) bool {
	path, _, _ := strings.Cut(target, "?")
	return strings.TrimSuffix(path, ".json") == "/api/v1/freshness"
}

// withoutNext is such an answer as if nothing was scheduled.
func withoutNext(secret *release.Release, seen string) string {
	next := fmt.Sprintf(`"next_release":{"number":%d,"effective":%q}`, secret.Number, release.FormatInstant(secret.Effective))
	seen = strings.ReplaceAll(seen, next, `"next_release":null`)
	return regexp.MustCompile(`(?m)^(?:Etag|Content-Length) .*$`).ReplaceAllString(seen, "")
}

// A pending release cannot be found before its instant: whatever is asked, the
// answer is to the letter what it was before the release was added. Only the
// calendar has one more line.
func TestNothingTellsOfAPendingRelease(t *testing.T) {
	tl := newTimeline(t)
	tl.publish(release.Correction, "訂正", edit{"goals", goalTitle, newTitle})
	secret := tl.propose(release.Correction, secretNote, tl.now().Add(48*time.Hour),
		edit{"goals", newTitle, secretTitle}, edit{"observations", firstRow, strings.Replace(firstRow, "20979", "20981", 1)}, edit{"observations", "source\n", "source\n" + secretRow})
	targets := everywhere(t, secret)
	conditions := [][]string{nil, {"If-None-Match", `"` + secret.Hash + `"`}, {"Accept-Datetime", secret.Effective.UTC().Format(http.TimeFormat)}}
	for i := range secret.Sets {
		if secret.Sets[i].ID == "goals" {
			conditions = append(conditions, []string{"If-None-Match", `"` + secret.Sets[i].CSVFile.SHA256 + `"`})
		}
	}
	before := make(map[string]string) // the cache has not seen the release yet
	for i, headers := range conditions {
		for _, target := range targets {
			before[strconv.Itoa(i)+target] = seen(ask(t, tl, target, headers...))
		}
	}
	tl.refresh()
	if _, ok := tl.cache.History().Head(); !ok || len(tl.cache.History().Pending(tl.now())) != 1 {
		t.Fatal("the cache does not know the pending release")
	}
	compared := 0
	for name, h := range map[string]http.Handler{"the same server": tl, "a fresh one": tl.replica()} {
		for i, headers := range conditions {
			for _, target := range targets {
				got := seen(ask(t, h, target, headers...))
				if isCalendar(target) && strings.HasPrefix(got, "200") {
					holdCalendar(t, target, before[strconv.Itoa(i)+target], got)
					continue
				}
				compared++
				if isFreshness(target) && strings.HasPrefix(got, "200") {
					got, before[strconv.Itoa(i)+target] = withoutNext(secret, got), withoutNext(secret, before[strconv.Itoa(i)+target])
				}
				if want := before[strconv.Itoa(i)+target]; got != want {
					t.Errorf("%s: %s %v\nbefore %.1500s\nafter  %.1500s", name, target, headers, want, got)
				}
				holdSecret(t, target, got)
			}
		}
	}
	t.Logf("%d answers compared over %d addresses", compared, len(targets))
}

func holdSecret(t *testing.T, target, got string) {
	t.Helper()
	_, body, _ := strings.Cut(got, "\n{") // a problem repeats what was asked
	for _, word := range []string{secretTitle, secretNote, "987654321", "極秘"} {
		asked, _ := url.QueryUnescape(target)
		if strings.Contains(body, word) && !strings.Contains(asked, word) {
			t.Errorf("%s tells %s", target, word)
		}
	}
}

// holdCalendar checks that nothing but the calendar has changed.
func holdCalendar(t *testing.T, target, before, after string) {
	t.Helper()
	holdSecret(t, target, after)
	if strings.HasPrefix(target, "/releases") {
		begin, end := strings.Index(after, `<section aria-labelledby="title-calendar">`), strings.Index(after, "\n</main>")
		if begin < 0 || withoutTags(after[:begin-1]+after[end:]) != withoutTags(before) {
			t.Errorf("%s differs in more than the calendar:\n%s", target, after)
		}
		return
	}
	var was, is map[string]json.RawMessage
	for text, into := range map[string]*map[string]json.RawMessage{before: &was, after: &is} {
		if err := json.Unmarshal([]byte(text[strings.Index(text, "\n{"):]), into); err != nil {
			t.Fatal(err)
		}
	}
	var lines []map[string]any
	if err := json.Unmarshal(is["calendar"], &lines); err != nil || len(lines) != 1 || len(lines[0]) != 4 {
		t.Errorf("the calendar is %s", is["calendar"])
	}
	delete(was, "calendar")
	delete(is, "calendar")
	if !maps.EqualFunc(was, is, func(a, b json.RawMessage) bool { return string(a) == string(b) }) {
		t.Errorf("%s differs in more than the calendar:\n%s\n%s", target, before, after)
	}
}

// withoutTags leaves out the headers that follow from the length and the bytes
// of the body.
func withoutTags(answer string) string {
	var kept []string
	for line := range strings.Lines(answer) {
		if !strings.HasPrefix(line, "Etag ") && !strings.HasPrefix(line, "Content-Length ") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// A pending release, a cancelled one and one that never was are answered alike.
// So is a cancellation, but for its manifest.
func TestWhatIsNotInForceIsNotThere(t *testing.T) {
	tl := newTimeline(t)
	tl.propose(release.Correction, secretNote, tl.now().Add(time.Hour), edit{"goals", goalTitle, secretTitle})
	if _, err := tl.repo.Cancel(t.Context(), 2, "延期", tl.now); err != nil {
		t.Fatal(err)
	}
	tl.propose(release.Correction, secretNote, tl.now().Add(time.Hour), edit{"goals", secretTitle, "極秘"})
	tl.refresh()
	const cancelled, cancelling, pending, unknown = "2", "3", "4", "5"
	for _, path := range []string{
		"/releases/N", "/api/v1/releases/N", "/releases/N/manifest.json", "/releases/N/files/022039_digital_goals.csv", "/api/v1/diff?from=1&to=N", "/api/v1/diff?from=N&to=1", "/api/v1/plan?release=N", "/feed.atom?release=N",
	} {
		var answers []string
		for _, n := range []string{cancelled, cancelling, pending, unknown} {
			if n == cancelling && path == "/releases/N/manifest.json" {
				continue
			}
			w := ask(t, tl, strings.Replace(path, "N", n, 1))
			if w.Code != http.StatusNotFound {
				t.Errorf("%s with %s: %d", path, n, w.Code)
			}
			text := strings.NewReplacer("第"+n+"回公表", "第N回公表", "release "+n, "release N", "release="+n, "release=N", "/releases/"+n, "/releases/N", "to="+n, "to=N", "from="+n, "from=N").Replace(seen(w))
			answers = append(answers, text)
		}
		if len(slices.Compact(answers)) != 1 {
			t.Errorf("%s: %q", path, answers)
		}
	}
}

// attemptOf returns the random text that tells one attempt to write from another.
func attemptOf(t *testing.T, manifest []byte) string {
	t.Helper()
	m, err := release.ParseManifest(manifest)
	if err != nil || m.Attempt == "" {
		t.Fatalf("%v in %s", err, manifest)
	}
	return m.Attempt
}

// The manifest of a cancellation says what the calendar says, and nothing of
// the content that was taken back.
func TestTheManifestOfACancellationIsPublic(t *testing.T) {
	tl := newTimeline(t)
	secret := tl.propose(release.Correction, secretNote, tl.now().Add(time.Hour), edit{"goals", goalTitle, secretTitle})
	made := tl.now()
	e, err := tl.repo.Cancel(t.Context(), 2, "<延期>", tl.now)
	if err != nil {
		t.Fatal(err)
	}
	if w := ask(t, tl, "/releases/3/manifest.json"); w.Code != http.StatusNotFound {
		t.Errorf("before the server knows of it: %d", w.Code)
	}
	tl.refresh()
	w := ask(t, tl, "/releases/3/manifest.json")
	at := made.Format(time.RFC3339)
	want := "{\n  \"format\": \"opendata-release/1\",\n  \"number\": 3,\n  \"kind\": \"cancel\",\n  \"issued\": \"" + at + "\",\n  \"effective\": \"" + at +
		"\",\n  \"note\": \"<延期>\",\n  \"cancels\": 2,\n  \"previous\": \"" + secret.Hash + "\",\n  \"cancelled_previous\": \"" + secret.Previous +
		"\",\n  \"attempt\": \"" + attemptOf(t, w.Body.Bytes()) + "\"\n}\n"
	if w.Code != http.StatusOK || w.Body.String() != want || digest(w.Body.Bytes()) != e.SHA256 {
		t.Errorf("%d %s\nwant %s", w.Code, w.Body, want)
	}
	if h := w.Header(); h.Get("ETag") != `"`+e.SHA256+`"` || h.Get("Cache-Control") != "public, max-age=31536000, immutable" || h.Get("Content-Type") != "application/json; charset=utf-8" {
		t.Errorf("%v", h)
	}
	if again := ask(t, tl, "/releases/3/manifest.json", "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("asked again: %d", again.Code)
	}
	for _, path := range []string{"/releases/03/manifest.json", "/releases/3/manifest.json?x=1", "/releases/+3/manifest.json", "/releases/2/manifest.json", "/releases/4/manifest.json"} {
		if w := ask(t, tl, path); w.Code != http.StatusNotFound && w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}
