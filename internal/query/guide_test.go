package query_test

import (
	"maps"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
)

func guide(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../../docs/guides/query.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// Every example of the guide is right and finds something.
func TestExamplesOfTheGuide(t *testing.T) {
	paths := regexp.MustCompile(`(?m)^/api/v1/(?:datasets/(\w+)/records|(?:indicators/[\w-]+/)?(\w+))\?(.+)$`).FindAllStringSubmatch(guide(t), -1)
	if lines := strings.Count(guide(t), "\n/api/v1/"); len(paths) != lines || lines < 30 {
		t.Fatalf("%d of %d examples are understood", len(paths), lines)
	}
	release := regexp.MustCompile(`&(?:release|as_of)=[^&]+`) // is read before a query is
	for _, path := range paths {
		if path[2] == "search" {
			continue // is no query of one dataset
		}
		path[3] = release.ReplaceAllString(path[3], "")
		s := subject(t, path[1]+path[2])
		if strings.Contains(path[3], "+") {
			t.Errorf("%s: a + is a space", path[0])
		}
		q := parsed(t, s, strings.ReplaceAll(path[3], " ", "%20"))
		if q.Group != nil {
			ask, err := q.Rows(t.Context(), s.Set.Table)
			if err != nil {
				t.Fatal(err)
			}
			groups, err := s.Set.Table.Group(t.Context(), ask, *q.Group)
			if err != nil || groups.Len() == 0 || groups.Columns() < len(q.Fields) {
				t.Errorf("%s: no groups, %v", path[0], err)
			}
			continue
		}
		if strings.Contains(path[3], "q=") {
			continue // what a search finds is not decided here
		}
		if found := keys(t, s, q); len(found) == 0 {
			t.Errorf("%s finds nothing", path[0])
		}
	}
}

// What the guide says about mistakes is what is answered.
func TestMistakesOfTheGuide(t *testing.T) {
	_, section, _ := strings.Cut(guide(t), "## 誤ったとき")
	rows := regexp.MustCompile("(?m)^\\| `([^`]+=[^`]+)` \\| (.+?)(?:…)? / (.+?)(?: …)? \\|$").FindAllStringSubmatch(section, -1)
	if len(rows) != 15 {
		t.Fatalf("%d mistakes are told of", len(rows))
	}
	for _, row := range rows {
		_, err := parse(subject(t, "initiatives"), row[1], inPages())
		if err == nil || !strings.Contains(err.Error(), row[2]) || !strings.Contains(err.Error(), row[3]) {
			t.Errorf("%s: %v\nis told as %q, %q", row[1], err, row[2], row[3])
		}
	}
}

// The limits that the guide tells are those that there are.
func TestLimitsOfTheGuide(t *testing.T) {
	for what, limit := range query.Limits() {
		if !strings.Contains(guide(t), " / "+what+" | "+limit+" |\n") {
			t.Errorf("the guide does not say that the limit of %s is %s", what, limit)
		}
	}
}

func TestGuideListsTheReservedNames(t *testing.T) {
	_, section, _ := strings.Cut(guide(t), "## 名前に使えない語")
	var got []string
	for _, name := range regexp.MustCompile("`(\\w+)`").FindAllStringSubmatch(section, -1) {
		got = append(got, name[1])
	}
	want := param.Reserved()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the guide lists %v, want %v", got, want)
	}
}

// A query string is what a browser makes of the parameters.
func TestStringIsTheParameters(t *testing.T) {
	q := parsed(t, subject(t, "initiatives"), "title.contains=データ&mark.eq=new")
	values, err := url.ParseQuery(q.String())
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]string)
	for name := range values {
		got[name] = values.Get(name)
	}
	if !maps.Equal(got, q.Given) {
		t.Errorf("%q is printed as %s", q.Given, q)
	}
}
