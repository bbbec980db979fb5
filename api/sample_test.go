package api_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/sample"
	"hachinohe.example/opendata/internal/source"
)

// withSample is the service with the fictional sample.
func withSample(t *testing.T) http.Handler {
	t.Helper()
	sources, err := source.Read(dataset.Embedded(), nil)
	if err != nil {
		t.Fatal(err)
	}
	releases, err := sample.Releases(sources)
	if err != nil {
		t.Fatal(err)
	}
	cache, err := releasecache.Fixed(releases...)
	if err != nil {
		t.Fatal(err)
	}
	h, err := api.New(testConfig(io.Discard), cache)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// The sample has the addresses that real indicators have, and every answer about it
// says that it is fictional.
func TestTheSampleIsServedAsIndicatorsAre(t *testing.T) {
	h := withSample(t)
	for target, want := range map[string]string{
		"/api/v1/indicators/sample-01":                                   `"desired_direction":"increase"`,
		"/api/v1/indicators/sample-05/observations":                      `"status":"B"`,
		"/api/v1/indicators/sample-01/observations?include_history=true": `"valid_to_release":3`,
		"/api/v1/indicators/sample-01/observations?release=2":            `"value":37.9`,
		"/api/v1/indicators/sample-01/observations?release=1":            `"count":4`,
		"/api/v1/datasets/sample_observations":                           `022039_sample_observations`,
		"/api/v1/datasets/sample_observations/records":                   `"source":"サンプル（架空の値）"`,
		"/api/v1/datasets/sample_initiative_progress/records":            `"fiscal_year":2026`,
		"/api/v1/progress": `"sample":true`,
		"/api/v1/observations?indicator=sample-01,sample-06&shape=wide":                 `"sample_06_022039":18.1`,
		"/api/v1/observations?indicator=sample-01&transform=percent_change&labels=true": `"unit":"%","decimals":2`,
		"/api/v1/diff?from=2&to=3":                                                             `"sample_observations"`,
		"/files/022039_sample_observations.csv":                                                "サンプル（架空の値）",
		"/api/v1/timemap?url=/api/v1/indicators/sample-01":                                     "release=3",
		"/api/v1/datasets/sample_observations/records?group_by=indicator_id&aggregate=count":   `"sample-12"`,
		"/api/v1/datasets/sample_observations/records?expand=indicator&indicator_id=sample-09": `情報セキュリティ事故`,
	} {
		w := ask(t, h, target)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %.600s", target, w.Code, w.Body)
		}
		if cache := w.Header().Get("Cache-Control"); strings.Contains(cache, "immutable") {
			t.Errorf("%s is kept for ever: %s", target, cache)
		}
		if !strings.HasPrefix(w.Body.String(), `{"metadata":`) || strings.HasPrefix(target, "/api/v1/diff") {
			continue
		}
		got := into[struct{ Metadata catalog.Metadata }](t, w).Metadata
		for _, text := range []string{got.Title, got.Citation.Text, got.Citation.BibTeX} {
			if !strings.Contains(text, dataset.SampleMark) {
				t.Errorf("%s: %s", target, text)
			}
		}
	}
}

// What lists datasets does not have the sample: a harvester finds nothing of it.
func TestTheSampleHasNoCatalogueEntry(t *testing.T) {
	h := withSample(t)
	for _, target := range []string{
		"/api/v1/datasets", "/api/v1/datasets?limit=1000", "/api/v1/indicators", "/api/v1/indicators/ind-1/observations", "/api/v1/datasets/observations/records",
		"/api/v1/datasets/data_dictionary/records?limit=1000", "/api/v1/plan", "/files/022039_digital_indicators.csv", "/feed.atom",
	} {
		w := ask(t, h, target)
		body := strings.ReplaceAll(w.Body.String(), "サンプル（架空の値）：", "") // the notes of releases
		if w.Code != http.StatusOK || strings.Contains(body, "sample") || strings.Contains(body, "架空") {
			i := max(strings.Index(body, "sample"), strings.Index(body, "架空"))
			t.Errorf("%s: %d, …%.200s", target, w.Code, body[max(0, i-80):])
		}
	}
	if w := ask(t, h, "/"); !strings.Contains(w.Body.String(), "サンプル（架空の値）") || strings.Contains(w.Body.String(), "022039_sample") {
		t.Errorf("/: %.500s", w.Body)
	}
}

// Without it there is nothing of it.
func TestThereIsNoSampleUnlessItIsAskedFor(t *testing.T) {
	for _, target := range []string{"/api/v1/indicators/sample-01", "/api/v1/indicators/sample-01/observations", "/api/v1/datasets/sample_observations", "/files/022039_sample_observations.csv"} {
		if w := ask(t, service(t), target); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
}
