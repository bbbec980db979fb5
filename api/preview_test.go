package api_test

import (
	"io"
	"strings"
	"testing"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

// What is served of unpublished sources has a number that will stand for other
// bytes: nobody may keep it, and it is not cited as published.
func TestAPreviewIsNeitherKeptNorCitedAsPublished(t *testing.T) {
	sources, err := source.Read(dataset.Embedded(), nil)
	if err != nil {
		t.Fatal(err)
	}
	meta := release.Embedded()
	meta.Preview = true
	rel, err := release.Build(meta, sources)
	if err != nil {
		t.Fatal(err)
	}
	h, err := api.New(testConfig(io.Discard), fixed(t, rel))
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{
		"/releases/1/files/022039_digital_goals.csv", "/releases/1/manifest.json", "/files/022039_digital_goals.csv?release=1",
		"/api/v1/goals?release=1", "/api/v1/goals?as_of=2026-11-22", "/api/v1/diff?from=1&to=1", "/releases/1", "/?release=1",
	} {
		if w := ask(t, h, target); w.Code != 200 || w.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %d, Cache-Control %q", target, w.Code, w.Header().Get("Cache-Control"))
		}
	}
	for _, target := range []string{"/", "/docs", "/releases", "/releases/1"} {
		if !strings.Contains(ask(t, h, target).Body.String(), "プレビューです。正式な公表ではありません") {
			t.Errorf("%s does not say that it is a preview", target)
		}
	}
	goals := ask(t, h, "/api/v1/goals").Body.String()
	for _, want := range []string{"未公表のプレビュー", "preview, not published", "Preview, not published"} {
		if !strings.Contains(goals, want) {
			t.Errorf("the citation does not say %s", want)
		}
	}
	if strings.Contains(goals, "第1回公表") {
		t.Error("the citation says that it was published")
	}
}
