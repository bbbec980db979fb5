package api_test

import (
	"encoding/json"
	"flag"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/progress"
	"hachinohe.example/opendata/internal/release"
)

var updateProgress = flag.Bool("update-progress", false, "write testdata/plan_progress.json")

// Fictional KPIs, one for each direction and edge, and what was observed of them.
const (
	someKPIs = `k-1,架空の利用率,Fictional rate,kpi,p-1-1,,%,1,increase,10.0,2026-03-31,50.0,,,2028,A,,架空,架空
k-2,架空の日数,Fictional days,kpi,p-1-1,,日,0,decrease,100,2026-03-31,40,,,2028,A,,架空,架空
k-3,架空の水準,Fictional level,kpi,p-2-1,,%,0,maintain,100,2026-03-31,,90,110,2028,A,,架空,架空
k-4,架空の割合,Fictional share,kpi,p-2-1,,%,0,range,20,2026-03-31,,5,10,2028,A,,架空,架空
k-5,値のないKPI,KPI without values,kpi,p-3-1,,件,0,increase,1,2026-03-31,9,,,2028,A,,架空,架空
k-6,収支,Fictional balance,kpi,,i-072,千円,0,increase,-5,2026-03-31,5,,,2028,A,,架空,架空
k-7,目標のないKPI,KPI without target,kpi,p-3-2,,件,0,,,,,,,,A,,架空,架空
`
	someValues = `k-1,022039,2026-09-30,2026-09-30,2026年9月,20.0,,A,,架空
k-1,022039,2027-03-31,2027-03-31,2027年3月,30.0,,P,,架空
k-1,020001,2027-03-31,2027-03-31,2027年3月,180.0,,E,,架空
k-2,022039,2027-03-31,2027-03-31,2027年3月,110,,A,,架空
k-3,022039,2027-03-31,2027-03-31,2027年3月,95,,A,,架空
k-4,022039,2027-03-31,2027-03-31,2027年3月,18,,A,,架空
k-6,022039,2026-09-30,2026-09-30,2026年9月,-2,,A,,架空
k-6,022039,2027-03-31,2027-03-31,2027年3月,1,,B,,架空
k-7,022039,2027-03-31,2027-03-31,2027年3月,3,,A,,架空
`
	someReports = `i-001,2026,completed,架空,架空
i-002,2026,in_progress,架空,架空
i-003,2026,in_progress,架空,架空
i-001,2027,completed,架空,架空
`
)

// withKPIs is a timeline whose release 2 has KPIs, which no city set.
func withKPIs(t *testing.T) *timeline {
	t.Helper()
	tl := newTimeline(t)
	tl.publish(release.NewData, "架空のKPI",
		edit{"indicators", "method,source\n", "method,source\n" + someKPIs},
		edit{"observations", "note,source\n", "note,source\n" + someValues},
		edit{"initiative_progress", "summary,source\n", "summary,source\n" + someReports})
	return tl
}

// Every indicator has a status, or the reason why it has none.
func TestProgressOfIndicators(t *testing.T) {
	tl := withKPIs(t)
	for _, c := range []struct {
		id, query, status, reason, share, warnings string
	}{
		{"k-1", "", "on_track", "", "50.0", "provisional_value"},
		{"k-2", "", "moving_away", "", "-16.7", ""},
		{"k-3", "", "achieved", "", "", ""},
		{"k-4", "", "behind", "", "20.0", ""},
		{"k-5", "", "not_computable", "no_values", "", "no_rows"},
		{"k-6", "", "on_track", "", "60.0", "series_break"},
		{"k-7", "", "not_computable", "no_target", "", ""},
		{"ind-2", "", "not_computable", "no_target", "", "series_break incomplete_period"},
		{"ind-3", "", "not_computable", "no_target", "", "overdue"},
		{"k-1", "?area=022012", "not_computable", "target_of_city", "", "no_rows"},
		{"k-1", "?area=020001", "not_computable", "target_of_city", "", "computed_value"},
		{"k-1", "?area=" + url.QueryEscape("八戸市"), "on_track", "", "50.0", "provisional_value"},
		{"k-1", "?area=022039&release=2", "on_track", "", "50.0", "provisional_value"},
	} {
		t.Run(c.id+c.query, func(t *testing.T) {
			a := into[api.ProgressAnswer](t, ask(t, tl, "/api/v1/indicators/"+c.id+"/progress"+c.query))
			var codes []string
			for _, w := range a.Metadata.Warnings {
				codes = append(codes, string(w.Code))
			}
			got := a.Results[0]
			if string(got.Status.Status) != c.status || string(got.Status.Reason) != c.reason || string(got.Linear.SharePercent) != c.share || strings.Join(codes, " ") != c.warnings {
				t.Errorf("got %s %q %s %v", got.Status.Status, got.Status.Reason, got.Linear.SharePercent, codes)
			}
		})
	}
}

// What is answered is what the methods say of the numbers that the release has, byte
// for byte, and each input names the record and the release that it is from.
func TestProgressIsThatOfTheMethods(t *testing.T) {
	day := func(text string) dataset.Value {
		v, _ := dataset.DateType.Parse(text)
		return v
	}
	tenths := func(n int64) dataset.Value { return dataset.Value{Int: n, Scale: 1} }
	none := dataset.Value{Missing: true}
	want := progress.Explain(&progress.Indicator{
		ID: "k-1", AreaCode: "022039", Record: "indicators/k-1", Release: 2, Desired: dataset.Increase,
		Baseline: tenths(100), BaselineDate: day("2026-03-31"), Target: tenths(500), TargetLower: none, TargetUpper: none, TargetFiscalYear: 2028,
	}, []progress.Observation{
		{Start: day("2026-09-30").Int, End: day("2026-09-30").Int, Value: tenths(200), Status: "A", Record: "observations/k-1/022039/2026-09-30/2026-09-30", Release: 2},
		{Start: day("2027-03-31").Int, End: day("2027-03-31").Int, Value: tenths(300), Status: "P", Record: "observations/k-1/022039/2027-03-31/2027-03-31", Release: 2},
	})
	body := ask(t, withKPIs(t), "/api/v1/indicators/k-1/progress").Body.String()
	for name, part := range map[string]any{
		"status": want.Status, "linear": want.Linear, "cagr": want.CAGR, "required_change": want.RequiredChange, "projection": want.Projection, "warnings": want.Warnings,
		"series": json.RawMessage(`{"observations":2,"missing":0,"breaks":0,"period_start":"2026-09-30","period_end":"2027-03-31"}`),
	} {
		var text strings.Builder
		enc := json.NewEncoder(&text)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(part); err != nil {
			t.Fatal(err)
		}
		if member := `"` + name + `":` + strings.TrimSpace(text.String()); !strings.Contains(body, member) {
			t.Errorf("the answer lacks %s\n%s", member, body)
		}
	}
	if want.Status.Inputs == nil || want.Status.Status != progress.OnTrack {
		t.Errorf("%+v", want.Status)
	}
}

// The plan is counted, and nothing is averaged: every indicator stands once in the
// whole, under its goal and under its policy.
func TestProgressOfThePlan(t *testing.T) {
	const golden = "testdata/plan_progress.json"
	tl := withKPIs(t)
	got := []byte(rows(t, ask(t, tl, "/api/v1/progress"))[0])
	if *updateProgress {
		if err := os.WriteFile(golden, append(got, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(got)+"\n" != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	whole := into[api.PlanProgressAnswer](t, ask(t, tl, "/api/v1/progress")).Results[0]
	for _, counted := range whole.KPIs {
		for _, id := range counted.Indicators {
			if one := into[api.ProgressAnswer](t, ask(t, tl, "/api/v1/indicators/"+id+"/progress")).Results[0]; string(one.Status.Status) != counted.Status || one.Status.Method.Method != whole.Method {
				t.Errorf("%s is %s alone and %s in the plan", id, one.Status.Status, counted.Status)
			}
		}
	}
}

// Targets are the city's: no KPI has a status elsewhere, and the answer says why.
// An area has one answer, by its code and by its name.
func TestProgressOfThePlanElsewhere(t *testing.T) {
	tl := withKPIs(t)
	w := ask(t, tl, "/api/v1/progress?area="+url.QueryEscape("青森県"))
	got := into[api.PlanProgressAnswer](t, w).Results[0]
	if got.AreaCode != "020001" || got.Reason != progress.TargetOfCity || got.Message != "目標値は八戸市のものであるため" || len(got.KPIs) != 1 || got.KPIs[0].Status != "not_computable" || got.KPIs[0].Count != 7 {
		t.Errorf("%+v", got)
	}
	if byCode := ask(t, tl, "/api/v1/progress?area=020001"); byCode.Body.String() != w.Body.String() || byCode.Header().Get("ETag") != w.Header().Get("ETag") {
		t.Errorf("by its code: %s", byCode.Body)
	}
	if city := ask(t, tl, "/api/v1/progress?area=022039").Body.String(); city != ask(t, tl, "/api/v1/progress").Body.String() || strings.Contains(city, `"reason"`) {
		t.Errorf("of the city: %s", city)
	}
}

// What comes later changes no answer of before.
func TestLaterValuesChangeNoProgressOfBefore(t *testing.T) {
	tl := withKPIs(t)
	paths := []string{"/api/v1/progress?release=2", "/api/v1/indicators/k-1/progress?release=2", "/api/v1/indicators/k-5/progress?release=2"}
	var before []string
	for _, path := range paths {
		before = append(before, ask(t, tl, path).Body.String())
	}
	tl.publish(release.NewData, "", edit{"observations", "note,source\n", "note,source\nk-1,022039,2027-09-30,2027-09-30,2027年9月,60.0,,A,,架空\nk-5,022039,2027-09-30,2027-09-30,2027年9月,9,,A,,架空\n"})
	for i, path := range paths {
		if now := ask(t, tl, path).Body.String(); now != before[i] {
			t.Errorf("%s was\n%s\nand is\n%s", path, before[i], now)
		}
	}
	if got := into[api.ProgressAnswer](t, ask(t, tl, "/api/v1/indicators/k-5/progress")).Results[0]; got.Status.Status != progress.Achieved || got.Date != "2027-09-30" {
		t.Errorf("with the later value: %+v", got.Status)
	}
}

// A release without KPIs says why nothing can be judged, in its time and for ever.
func TestProgressWithoutKPIs(t *testing.T) {
	tl := withKPIs(t)
	for _, at := range []string{"release=1", "as_of=" + url.QueryEscape(release.Embedded().Effective.Add(time.Minute).Format(time.RFC3339))} {
		got := into[api.PlanProgressAnswer](t, ask(t, tl, "/api/v1/progress?"+at)).Results[0]
		if len(got.KPIs) > 0 || !strings.Contains(got.Message, "作成中") || len(got.References) != 1 || got.References[0].Status != "not_computable" || got.References[0].Count != 3 {
			t.Errorf("%s: %+v", at, got)
		}
		if w := ask(t, tl, "/api/v1/indicators/k-1/progress?"+at); w.Code != http.StatusNotFound {
			t.Errorf("%s: a KPI that was set later: %d", at, w.Code)
		}
	}
	one := into[api.ProgressAnswer](t, ask(t, tl, "/api/v1/indicators/ind-1/progress?release=1")).Results[0]
	if one.Status.Reason != progress.NoTarget || one.Status.Message != "計算できません：市が目標値を設定していないため（作成中）" || one.Series.Observations != 47 || one.Date != "2022-12-31" {
		t.Errorf("%+v", one)
	}
	for path, want := range map[string][]string{"/api/v1/progress": {"release=1", "release=2"}, "/api/v1/indicators/k-1/progress": {"release=2"}, "/api/v1/progress?area=020001": {"release=1", "release=2"}, "/api/v1/indicators/k-1/progress?area=020001": {"release=2"}, "/api/v1/indicators/ind-1/progress": {"release=1", "release=2"}} {
		list := ask(t, tl, "/api/v1/timemap?url="+url.QueryEscape(path)).Body.String()
		for _, number := range []string{"release=1", "release=2"} {
			if strings.Contains(list, number+">") != slices.Contains(want, number) {
				t.Errorf("the time map of %s has %s: %s", path, number, list)
			}
		}
	}
}

// The fictional sample shows every status, and is never counted with the plan's own.
func TestProgressOfTheSample(t *testing.T) {
	h := withSample(t)
	whole := into[api.PlanProgressAnswer](t, ask(t, h, "/api/v1/progress")).Results
	if len(whole) != 2 || whole[0].Sample || len(whole[0].KPIs) > 0 || !whole[1].Sample || whole[1].Message != dataset.SampleMark || len(whole[1].InitiativeProgress) == 0 {
		t.Fatalf("%+v", whole)
	}
	counted := make(map[string]int)
	for _, c := range whole[1].KPIs {
		counted[c.Status] = c.Count
		for _, id := range c.Indicators {
			w := ask(t, h, "/api/v1/indicators/"+id+"/progress")
			one := into[api.ProgressAnswer](t, w)
			if string(one.Results[0].Status.Status) != c.Status || !strings.Contains(one.Metadata.Citation.Text, dataset.SampleMark) || !strings.Contains(w.Body.String(), `"record":"sample_observations/`+id+"/") {
				t.Errorf("%s, counted as %s: %s", id, c.Status, w.Body)
			}
		}
	}
	for _, code := range progress.Status("").Codes() {
		if counted[code.Value] == 0 {
			t.Errorf("nothing is %s: %v", code.Value, counted)
		}
	}
}

func TestMistakesAboutProgress(t *testing.T) {
	h := service(t)
	for target, want := range map[string]string{
		"/api/v1/progress?area=" + url.QueryEscape("八戸"):       "「八戸」はありません（例 八戸市",
		"/api/v1/progress?area=999999":                         "「999999」はありません（例 ",
		"/api/v1/indicators/ind-1/progress?area=22039":         "「22039」はありません（例 022039",
		"/api/v1/indicators/ind-1/progress?area=022039,022012": "一つだけ",
		"/api/v1/indicators/ind-1/progress?target=1":           "パラメータはありません",
		"/api/v1/indicators/ind-1/progress.csv":                "json",
		"/api/v1/indicators/ind-9/progress":                    "その識別子はありません",
		"/api/v1/indicators/ind-1/progress?format=ndjson":      "json",
	} {
		if w := ask(t, h, target); w.Code < http.StatusBadRequest || w.Code >= http.StatusInternalServerError || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
	}
}
