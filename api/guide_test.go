package api_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/problems"
)

func queryGuide(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../docs/guides/query.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// encoded is an address as a browser sends what was pasted into it.
func encoded(pasted string) string {
	path, query, ok := strings.Cut(pasted, "?")
	if !ok {
		return path
	}
	var parts []string
	for part := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(part, "=")
		parts = append(parts, url.QueryEscape(name)+"="+url.QueryEscape(value))
	}
	return path + "?" + strings.Join(parts, "&")
}

// Every example of the guide is answered, with rows.
func TestExamplesOfTheQueryGuide(t *testing.T) {
	h := service(t)
	examples := regexp.MustCompile(`(?m)^/api/v1/.+$`).FindAllString(queryGuide(t), -1)
	if len(examples) < 30 {
		t.Fatalf("only %d examples", len(examples))
	}
	for _, example := range examples {
		t.Run(example, func(t *testing.T) {
			if got := into[api.RecordsAnswer](t, ask(t, h, encoded(example))); len(got.Results) == 0 {
				t.Error("no rows")
			}
		})
	}
}

// Every example of the guide to indicators is answered, with results.
func TestExamplesOfTheIndicatorGuide(t *testing.T) {
	data, err := os.ReadFile("../docs/guides/indicators.md")
	if err != nil {
		t.Fatal(err)
	}
	h := service(t)
	examples := regexp.MustCompile(`(?m)^/api/v1/.+$`).FindAllString(string(data), -1)
	if len(examples) == 0 {
		t.Fatal("no examples")
	}
	for _, example := range examples {
		t.Run(example, func(t *testing.T) {
			got := into[struct{ Results []json.RawMessage }](t, ask(t, h, encoded(example)))
			if len(got.Results) == 0 {
				t.Error("no results")
			}
		})
	}
}

// The calls of the guide in other formats are answered in them.
func TestCallsOfTheQueryGuide(t *testing.T) {
	h := service(t)
	calls := regexp.MustCompile(`(?m)^curl .*$`).FindAllString(queryGuide(t), -1)
	if len(calls) < 3 {
		t.Fatalf("only %d calls", len(calls))
	}
	for _, call := range calls {
		t.Run(call, func(t *testing.T) {
			target := regexp.MustCompile(`'http://localhost:8080([^']+)'`).FindStringSubmatch(call)[1]
			var given []string
			for _, data := range regexp.MustCompile(` -(?:d|-data-urlencode) (?:'([^']+)'|(\S+))`).FindAllStringSubmatch(call, -1) {
				given = append(given, data[1]+data[2])
			}
			if len(given) > 0 {
				target += "?" + strings.Join(given, "&")
			}
			w := ask(t, h, encoded(target))
			media := w.Header().Get("Content-Type")
			if w.Code != http.StatusOK || strings.Count(w.Body.String(), "\n") < 2 || strings.HasPrefix(media, "application/json") {
				t.Errorf("%d %s\n%.300s", w.Code, media, w.Body)
			}
		})
	}
}

// The limits that the guide tells are those that there are.
func TestLimitsOfTheQueryGuide(t *testing.T) {
	for what, limit := range api.Limits() {
		if !strings.Contains(queryGuide(t), " / "+what+" | "+limit+" |\n") {
			t.Errorf("the guide does not say that the limit of %s is %s", what, limit)
		}
	}
}

// What the guide says about mistakes is what is answered.
func TestMistakesOfTheQueryGuide(t *testing.T) {
	h := service(t)
	_, section, _ := strings.Cut(queryGuide(t), "## 誤ったとき")
	rows := regexp.MustCompile("(?m)^\\| `([^`]+=[^`]+)` \\| (.+?)(?:…)? / (.+?)(?: …)? \\|$").FindAllStringSubmatch(section, -1)
	if len(rows) < 5 {
		t.Fatalf("only %d mistakes", len(rows))
	}
	for _, row := range rows {
		t.Run(row[1], func(t *testing.T) {
			w := ask(t, h, encoded("/api/v1/initiatives?"+row[1]))
			var p problems.Problem
			err := json.Unmarshal(w.Body.Bytes(), &p)
			if err != nil || w.Code != http.StatusBadRequest || len(p.Errors) != 1 || !strings.Contains(p.Errors[0].Detail, row[2]) || !strings.Contains(p.Errors[0].DetailEn, row[3]) {
				t.Errorf("%d %s\nwant %q, %q", w.Code, w.Body, row[2], row[3])
			}
		})
	}
}

// The guide names the addresses that take neither release nor as_of: all others of
// the document do.
func TestTheGuideNamesWhatKnowsNoReleases(t *testing.T) {
	line := regexp.MustCompile("(?m)^- 次のURLと、その下のURLには、どちらも指定できません.*$").FindString(queryGuide(t))
	var named []string
	for _, path := range regexp.MustCompile("`(/[^`]+)`").FindAllStringSubmatch(line, -1) {
		named = append(named, path[1])
	}
	var doc struct {
		Paths map[string]struct {
			Get struct{ Parameters []struct{ Name string } }
		}
	}
	if err := json.Unmarshal(bodyOf(t, service(t), "/openapi.json"), &doc); err != nil || len(doc.Paths) < 20 {
		t.Fatalf("%d paths, %v", len(doc.Paths), err)
	}
	for path, item := range doc.Paths {
		takes := false
		for _, p := range item.Get.Parameters {
			takes = takes || p.Name == "as_of"
		}
		excepted := slices.ContainsFunc(named, func(n string) bool { return path == n || strings.HasPrefix(path, n+"/") })
		if takes == excepted {
			t.Errorf("%s takes as_of: %v; the guide excepts it: %v", path, takes, excepted)
		}
	}
}
