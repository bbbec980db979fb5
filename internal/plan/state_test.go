package plan_test

import (
	"bytes"
	"io/fs"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

// edited is the embedded release with one text of a source file replaced.
func edited(t *testing.T, file, from, to string) *release.Release {
	t.Helper()
	data, err := fs.ReadFile(dataset.Embedded(), file)
	if err != nil || !bytes.Contains(data, []byte(from)) {
		t.Fatalf("%s has no %q: %v", file, from, err)
	}
	sources, err := source.Read(dataset.Embedded(), fstest.MapFS{file: {Data: bytes.Replace(data, []byte(from), []byte(to), 1)}})
	if err != nil {
		t.Fatal(err)
	}
	rel, err := release.Build(release.Embedded(), sources)
	if err != nil {
		t.Fatal(err)
	}
	return rel
}

func TestStateOfThePlan(t *testing.T) {
	draft := lang.T("素案", "Draft")
	for name, c := range map[string]struct {
		rel  *release.Release
		want plan.State
	}{
		"as it is built in":           {without(t, "", ""), plan.State{Edition: draft}},
		"with a KPI":                  {edited(t, "indicators.csv", ",reference,", ",kpi,"), plan.State{Edition: draft, KPIs: true}},
		"of a later edition":          {edited(t, "plans.csv", ",draft,", ",proposal,"), plan.State{Edition: lang.T("原案", "Proposal")}},
		"without the editions":        {without(t, "plans", "edition"), plan.State{}},
		"without kinds of indicators": {without(t, "indicators", "kind"), plan.State{Edition: draft}},
	} {
		if got := plan.StateOf(c.rel); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}
