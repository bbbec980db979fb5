package api_test

import (
	"net/http"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fixture/absent"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

// planAddresses are addresses that name a dataset or a column of the plan, and
// those that go through all.
var planAddresses = []string{
	"/api/v1/plan", "/api/v1/goals", "/api/v1/goals/g-1", "/api/v1/policies", "/api/v1/policies/p-1-1.csv", "/api/v1/initiatives?limit=1", "/api/v1/initiatives/i-072",
	"/api/v1/initiatives/72", "/api/v1/initiatives/80", "/api/v1/indicators", "/api/v1/indicators/ind-1",
	"/api/v1/indicators/ind-1/observations", "/api/v1/indicators/ind-1/observations?since=2022-01-01&until=2022-12-31",
	"/api/v1/indicators/ind-1/observations.csv?include_history=true", "/api/v1/search?q=デジタル", "/api/v1/datasets", "/openapi.json", "/docs", "/",
	"/api/v1/progress", "/api/v1/indicators/ind-1/progress", "/api/v1/timemap?url=/api/v1/progress", "/api/v1/timemap?url=/api/v1/indicators/ind-1/progress",
	"/api/v1/timemap?url=/api/v1/plan", "/api/v1/timemap?url=/api/v1/initiatives/72", "/api/v1/timemap?url=/api/v1/indicators/ind-1/observations", "/feed.atom",
}

// A release without a column, such as every older one after a program names a new
// column, or without a dataset, has an answer at every address: what needs it says
// that this release does not have it, and nothing fails.
func TestReleasesWithoutAColumnOrDatasetAreAnswered(t *testing.T) {
	sources, err := source.Read(dataset.Embedded(), nil)
	if err != nil {
		t.Fatal(err)
	}
	refused := make(map[string]int)
	for _, s := range sources {
		switch s.Dataset.ID {
		case "plan_sections", "bodies", "related_plans", "events":
			continue // nothing names a column of theirs
		}
		holdAnswers(t, s.Dataset.ID, absent.Dataset(sources, s.Dataset.ID), refused)
		for _, c := range s.Dataset.Schema.Columns {
			if testing.Short() && c.Name != "id" && c.Name != "mark" && !strings.HasSuffix(c.Name, "_id") {
				continue
			}
			older, err := absent.Column(sources, s.Dataset.ID, c.Name)
			if err != nil {
				t.Fatal(err)
			}
			holdAnswers(t, c.Name, older, refused)
		}
	}
	for _, path := range []string{"/api/v1/plan", "/api/v1/initiatives/72", "/api/v1/goals/g-1", "/api/v1/indicators/ind-1/observations", "/api/v1/progress", "/api/v1/indicators/ind-1/progress"} {
		if refused[path] == 0 {
			t.Errorf("%s needs nothing", path)
		}
	}
}

// holdAnswers asks every address of a release that lacks something: whatever is
// refused is refused for that.
func holdAnswers(t *testing.T, missing string, sources []dataset.Source, refused map[string]int) {
	t.Helper()
	rel, err := release.Build(release.Embedded(), sources)
	if err != nil {
		t.Fatalf("without %s: %v", missing, err)
	}
	h := serving(t, rel)
	for _, path := range planAddresses {
		w := ask(t, h, path)
		switch {
		case w.Code == http.StatusOK:
		case w.Code == http.StatusNotFound && strings.HasSuffix(path, "/80"):
		case w.Code == http.StatusNotFound && strings.Contains(w.Body.String(), missing):
			refused[path]++
		default:
			t.Errorf("without %s %s is %d %.300s", missing, path, w.Code, w.Body)
		}
	}
}
