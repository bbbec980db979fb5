package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/warning"
)

// lines reads the lines of a CSV answer, without the heading.
func csvLines(t *testing.T, h http.Handler, target string) []string {
	t.Helper()
	w := ask(t, h, target)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d\n%s", target, w.Code, w.Body)
	}
	return strings.Split(strings.TrimSpace(strings.ReplaceAll(w.Body.String(), "\r\n", "\n")), "\n")[1:]
}

// The fiscal years of the cards issued in Hachinohe, read off the rows of the
// dataset by hand: the last value of each year, of which that of 2022 is of
// December, and those of 2018 of December, too.
func TestFiscalYearsOfHachinohe(t *testing.T) {
	h := service(t)
	const of = "/api/v1/indicators/ind-1/observations.csv?area=022039&frequency=fiscal_year"
	want := []string{
		"2016年度,20979,2017-03-08,1,true",
		"2017年度,25380,2018-03-01,4,true",
		"2018年度,28163,2018-12-01,2,false",
		"2019年度,33797,2020-03-01,6,true",
		"2020年度,52438,2021-03-01,12,true",
		"2021年度,85273,2022-03-01,12,true",
		"2022年度,111357,2022-12-31,10,false",
	}
	if got := csvLines(t, h, of+"&fields=label,value,value_date,observation_count,complete"); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	// 52438 - 33797 = 18641, of 33797 55.156…; 85273 of 52438 62.616… more.
	for query, want := range map[string][]string{
		"&transform=change":           {"2020年度,18641", "2021年度,32835"},
		"&transform=percent_change":   {"2020年度,55.16", "2021年度,62.62"},
		"&transform=year_on_year":     {"2020年度,55.16", "2021年度,62.62"},
		"&transform=index&base=2019":  {"2020年度,155.16", "2021年度,252.31"},
		"&since=2020-04-01&last=2":    {"2021年度,85273", "2022年度,111357"},
		"&until=2020-03-31&last=1":    {"2019年度,33797"},
		"&value.gt=100000":            {"2022年度,111357"},
		"&complete=false&sort=-value": {"2022年度,111357", "2018年度,28163"},
	} {
		got := csvLines(t, h, of+"&fields=label,value"+query)
		if strings.Contains(query, "transform") {
			got = got[4:6]
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

// described is the metadata of values.
type described struct {
	Metadata struct {
		ResultSet  struct{ Next string }
		Indicators []plan.IndicatorInfo
		Areas      []plan.AreaInfo
		Period     *catalog.PeriodInfo
		Warnings   []warning.Warning
	}
	Results []map[string]any
}

func TestMetadataSayWhatValuesAreOf(t *testing.T) {
	h := service(t)
	got := into[described](t, ask(t, h, "/api/v1/observations?indicator=ind-2,ind-1&area=八戸市&since=2022-01-01&frequency=year&shape=wide")).Metadata
	if len(got.Indicators) != 2 || got.Indicators[1].ID != "ind-2" || got.Indicators[1].Unit != "%" || *got.Indicators[1].Decimals != 1 || got.Indicators[1].Frequency == "" {
		t.Errorf("%+v", got.Indicators)
	}
	if len(got.Areas) != 1 || got.Areas[0].Code != "022039" || got.Areas[0].Kind != "municipality" {
		t.Errorf("%+v", got.Areas)
	}
	if got.Period == nil || *got.Period.Start != "2022-01-01" || got.Period.End != nil {
		t.Errorf("%+v", got.Period)
	}
	if len(got.Warnings) != 1 || got.Warnings[0].Code != warning.SeriesBreak || got.Warnings[0].Place.IndicatorID != "ind-2" {
		t.Errorf("%+v", got.Warnings)
	}
	// A row that is found says more than those of the page; a list of other things says nothing.
	none := into[described](t, ask(t, h, "/api/v1/indicators/ind-1/observations?since=2099-01-01")).Metadata
	if len(none.Warnings) != 1 || none.Warnings[0].Code != warning.NoRows {
		t.Errorf("%+v", none.Warnings)
	}
	if body := ask(t, h, "/api/v1/initiatives?limit=1").Body.String(); strings.Contains(body, `"warnings"`) {
		t.Error(body)
	}
}

// The population is published each year, and the newest is of 2022, whatever is
// asked for; no next value of the cards is promised.
func TestOldSeriesAreToldOf(t *testing.T) {
	h := service(t)
	for target, want := range map[string]bool{
		"/api/v1/indicators/ind-3/observations?area=022039":                             true,
		"/api/v1/indicators/ind-3/observations?area=022039&shape=wide&until=2018":       true,
		"/api/v1/indicators/ind-1/observations?area=022039&frequency=year&until=2018":   false,
		"/api/v1/observations?indicator=ind-1,ind-3&area=022039&transform=year_on_year": true,
	} {
		warnings := into[described](t, ask(t, h, target)).Metadata.Warnings
		at := slices.IndexFunc(warnings, func(w warning.Warning) bool { return w.Code == warning.Overdue })
		if (at >= 0) != want || want && warnings[at].Place.IndicatorID != "ind-3" {
			t.Errorf("%s: %+v", target, warnings)
		}
	}
}

// A period whose value is missing does not make a series newer.
func TestAMissingValueIsNotTheNewest(t *testing.T) {
	tl := newTimeline(t)
	tl.publish(release.NewData, "", edit{"observations", "note,source\n", "note,source\nind-3,022039,2026-01-01,2026-01-01,2026年,,,M,公表なし,総務省\n"})
	warnings := into[described](t, ask(t, tl, "/api/v1/indicators/ind-3/observations?area=022039&last=1")).Metadata.Warnings
	if !slices.ContainsFunc(warnings, func(w warning.Warning) bool { return w.Code == warning.Overdue }) {
		t.Errorf("%+v", warnings)
	}
}

func TestLabelsStandInRows(t *testing.T) {
	h := service(t)
	got := csvLines(t, h, "/api/v1/indicators/ind-2/observations.csv?area=022039&labels=true&last=1&fields=indicator_name,unit,decimals,area_name,value")
	if want := []string{"人口に対するマイナンバーカード交付枚数率,%,1,八戸市,49.8"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// Pages of derived rows continue where they ended, in every format the same rows.
func TestDerivedRowsArePagedGroupedAndWritten(t *testing.T) {
	h := service(t)
	const of = "/api/v1/indicators/ind-1/observations?area=022039&frequency=fiscal_year"
	var seen []any
	for target := of + "&limit=3"; target != ""; {
		page := into[described](t, ask(t, h, target))
		for _, row := range page.Results {
			seen = append(seen, row["label"])
		}
		target = ""
		if next := page.Metadata.ResultSet.Next; next != "" {
			target = of + "&limit=3&cursor=" + next
		}
	}
	if len(seen) != 7 || seen[6] != "2022年度" {
		t.Error(seen)
	}
	groups := into[described](t, ask(t, h, of+"&group_by=complete&aggregate=count,value.max")).Results
	if len(groups) != 2 {
		t.Error(groups)
	}
	for _, suffix := range []string{"csv", "tsv", "ndjson", "xlsx"} {
		if w := ask(t, h, strings.Replace(of, "?", "."+suffix+"?", 1)+"&transform=change"); w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Errorf("%s: %d", suffix, w.Code)
		}
	}
	if w := ask(t, h, of+"&expand=indicator"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "交付枚数") {
		t.Errorf("expand: %d\n%s", w.Code, w.Body)
	}
}

// A period is a row, and each release that changed a value has a column.
func TestRevisionsAsATriangle(t *testing.T) {
	h := storied(t)
	got := csvLines(t, h, "/api/v1/indicators/ind-1/observations.csv?include_history=true&shape=wide&area=022039&period_start.in=2017-03-08,2017-05-15,2024-01-01&fields=period_start,release_1,release_2,release_3,release_5")
	want := []string{"2017-03-08,20979,20980,20980,20980", "2017-05-15,22249,22249,22249,22249", "2024-01-01,,,1,"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	got = csvLines(t, h, "/api/v1/indicators/ind-1/observations.csv?include_history=true&shape=wide&release=2&until=2017-03-31&fields=period_start,release_1,release_2")
	if want := []string{"2017-03-08,20979,20980"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	for _, query := range []string{"&frequency=year", "&transform=change", "&last=3", "&labels=true"} {
		if w := ask(t, h, "/api/v1/indicators/ind-1/observations?include_history=true"+query); w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", query, w.Code)
		}
	}
}

// What is wrong is said with what to write instead, and a record that there is not
// after that.
func TestFaultsOfDerivedValues(t *testing.T) {
	h := service(t)
	for target, want := range map[string]int{
		"/api/v1/observations?frequency=weekly":                                 http.StatusBadRequest,
		"/api/v1/observations?indicator=ind-9":                                  http.StatusBadRequest,
		"/api/v1/observations?area=千葉市":                                         http.StatusBadRequest,
		"/api/v1/observations?include_history=true":                             http.StatusBadRequest,
		"/api/v1/indicators/ind-1/observations?indicator=ind-1":                 http.StatusBadRequest,
		"/api/v1/indicators/ind-1/observations?shape=wide&sort=value":           http.StatusBadRequest,
		"/api/v1/indicators/ind-9/observations?frequency=weekly":                http.StatusBadRequest,
		"/api/v1/indicators/ind-9/observations?frequency=year":                  http.StatusNotFound,
		"/api/v1/indicators/ind-9/observations?shape=wide":                      http.StatusNotFound,
		"/api/v1/indicators/ind-9/observations?shape=wide&include_history=true": http.StatusNotFound,
	} {
		w := ask(t, h, target)
		var p struct {
			Fixes []json.RawMessage `json:"fixes"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &p); w.Code != want || err != nil || len(p.Fixes) == 0 {
			t.Errorf("%s: %d, want %d\n%s", target, w.Code, want, w.Body)
		}
	}
}
