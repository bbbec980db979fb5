package api_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/problems"
)

// correctedOf is the request that a problem tells somebody to make, empty if it tells
// none. Both languages tell the same.
func correctedOf(t *testing.T, body []byte) string {
	t.Helper()
	var p problems.Problem
	if err := json.Unmarshal(body, &p); err != nil {
		t.Fatal(err)
	}
	for _, fix := range p.Fixes {
		if call, ok := strings.CutPrefix(fix.DetailEn, "use /"); ok {
			if !strings.HasSuffix(fix.Detail, ": /"+call) {
				t.Errorf("%q is not %q", fix.Detail, fix.DetailEn)
			}
			return "/" + call
		}
	}
	return ""
}

// Every kind of wrong request is answered with the request that was meant, in its own
// words, or with none; what is told is answered with 200 as it stands.
func TestWrongRequestsAreToldWhatWasMeant(t *testing.T) {
	h := storied(t)
	now := h.now().Format(time.RFC3339)
	for _, c := range []struct{ wrong, want string }{
		// values
		{"/api/v1/initiatives?mark=New", "/api/v1/initiatives?mark=new"},
		{"/api/v1/initiatives?mark=新規", "/api/v1/initiatives?mark=new"},
		{"/api/v1/initiatives?mark=new,revised", "/api/v1/initiatives?mark.in=new,revised"},
		{"/api/v1/initiatives?mark=new&mark=revised", "/api/v1/initiatives?mark.in=new,revised"},
		{"/api/v1/initiatives?mark=new&mark.eq=new", "/api/v1/initiatives?mark=new"},
		{"/api/v1/initiatives?number.between=20,10", "/api/v1/initiatives?number.between=10,20"},
		{"/api/v1/initiatives?number.between=２０%3B１０", "/api/v1/initiatives?number.between=10,20"},
		{"/api/v1/initiatives?number.in=1%3B2", "/api/v1/initiatives?number.in=1,2"},
		{"/api/v1/initiatives?number.in=1、2,", "/api/v1/initiatives?number.in=1,2"},
		{"/api/v1/initiatives?number=007", "/api/v1/initiatives?number=7"},
		{"/api/v1/initiatives?number.is_null=はい", "/api/v1/initiatives?number.is_null=true"},
		{"/api/v1/initiatives?relisted_policy_ids=p-3-1%3Bp-3-2", "/api/v1/initiatives?relisted_policy_ids.in=p-3-1,p-3-2"},
		{"/api/v1/initiatives?title.like=100%25+%5C", "/api/v1/initiatives?title.like=100%25%20\\\\"},
		{"/api/v1/datasets/observations/records?value.ge=1,000.5", "/api/v1/datasets/observations/records?value.ge=1000.5"},
		{"/api/v1/initiatives?number=many", ""},
		{"/api/v1/initiatives?mark=abandoned", ""},
		{"/api/v1/datasets/events/records?period_start.ge=令和3年5月1日", "/api/v1/datasets/events/records?period_start.ge=2021-05-01"},
		{"/api/v1/datasets/events/records?period_start=2021-05", "/api/v1/datasets/events/records?period_start.between=2021-05-01,2021-05-31"},
		{"/api/v1/datasets/events/records?period_start=2021-02-30", ""},
		{"/api/v1/datasets/events/records?period_start.fisca_year=2021", "/api/v1/datasets/events/records?period_start.fiscal_year=2021"},
		{"/api/v1/datasets/events/records?period_start.fiscal_year=2021年度", "/api/v1/datasets/events/records?period_start.fiscal_year=2021"},
		{"/api/v1/datasets/events/records?period_start.fiscal_year.gte=令和3年度", "/api/v1/datasets/events/records?period_start.fiscal_year.ge=2021"},
		{"/api/v1/datasets/events/records?period_start.fiscal_year=2021,2022", "/api/v1/datasets/events/records?period_start.fiscal_year.in=2021,2022"},
		{"/api/v1/datasets/events/records?period_start.fiscal_year=2021&period_start.fiscal_year=2022", "/api/v1/datasets/events/records?period_start.fiscal_year.in=2021,2022"},
		{"/api/v1/datasets/events/records?period_start.quarter=2021-q2", "/api/v1/datasets/events/records?period_start.quarter=2021-Q2"},
		{"/api/v1/datasets/events/records?period_start.month=2021/5", "/api/v1/datasets/events/records?period_start.month=2021-05"},
		{"/api/v1/datasets/events/records?period_start.year=2021年度", "/api/v1/datasets/events/records?period_start.fiscal_year=2021"},
		{"/api/v1/datasets/events/records?or=period_start.quarter=2021-q2|period_start.yaer.gte=2022", "/api/v1/datasets/events/records?or=period_start.quarter=2021-Q2|period_start.year.ge=2022"},
		// names and operators
		{"/api/v1/initiatives?titel.contains=市", "/api/v1/initiatives?title.contains=市"},
		{"/api/v1/initiatives?取組番号.ge=70", "/api/v1/initiatives?number.ge=70"},
		{"/api/v1/initiatives?number.gte=70", "/api/v1/initiatives?number.ge=70"},
		{"/api/v1/initiatives?number>=70&mark!=new", "/api/v1/initiatives?mark.ne=new&number.ge=70"},
		{"/api/v1/initiatives?policy=p-1-1", "/api/v1/initiatives?policy_id=p-1-1"},
		{"/api/v1/initiatives?goal_id=g-1", "/api/v1/initiatives?policy.goal_id=g-1"},
		// names of indicators and areas
		{"/api/v1/observations?indicator=ind-9", "/api/v1/observations?indicator=ind-1"},
		{"/api/v1/observations?indicator=ind-1&area=八戸&transform=idx", "/api/v1/observations?area=八戸市&indicator=ind-1&transform=index"},
		{"/api/v1/initiatives?colour=red", ""},
		{"/api/v1/initiatives?or=mark.in=new,revised|nmber.le=10", "/api/v1/initiatives?or=mark.in=\"new,revised\"|number.le=10"},
		{"/api/v1/initiatives?or.1=mark=new&or=number=1", "/api/v1/initiatives?or=number=1&or.2=mark=new"},
		// lists, order, groups
		{"/api/v1/initiatives?fields=id&fields=titel", "/api/v1/initiatives?fields=id,title"},
		{"/api/v1/initiatives?fields=", "/api/v1/initiatives"},
		{"/api/v1/initiatives?fields=id,policy.title", "/api/v1/initiatives?expand=policy&fields=id"},
		{"/api/v1/initiatives?sort=number+desc", "/api/v1/initiatives?sort=-number"},
		{"/api/v1/initiatives?group_by=polcy_id,mark,mark", "/api/v1/initiatives?group_by=policy_id,mark"},
		{"/api/v1/initiatives?facets=mark&group_by=mark", "/api/v1/initiatives?group_by=mark"},
		{"/api/v1/initiatives?distinct=mark&group_by=mark", "/api/v1/initiatives?group_by=mark"},
		{"/api/v1/datasets/observations/records?aggregate=sum(value)", "/api/v1/datasets/observations/records?aggregate=value.sum"},
		{"/api/v1/datasets/observations/records?aggregate=Average(vale),count(*)", "/api/v1/datasets/observations/records?aggregate=value.avg,count"},
		{"/api/v1/datasets/observations/records?group_by=indicator&aggregate=value.mean&sort=-value", "/api/v1/datasets/observations/records?aggregate=value.avg&group_by=indicator_id&sort=-value_avg"},
		{"/api/v1/datasets/observations/records?group_by=fiscal_year", "/api/v1/datasets/observations/records?group_by=period_start.fiscal_year"},
		{"/api/v1/datasets/observations/records?group_by=period_start.decade", ""},
		{"/api/v1/initiatives?expand=goal", "/api/v1/initiatives?expand=policy.goal"},
		// pages, formats, time
		{"/api/v1/initiatives?limit=0", "/api/v1/initiatives?limit=10"},
		{"/api/v1/initiatives?limit=5000", "/api/v1/initiatives?limit=1000"},
		{"/api/v1/initiatives?page=3&per_page=20", "/api/v1/initiatives?limit=20&offset=40"},
		{"/api/v1/initiatives?page=1", "/api/v1/initiatives"},
		{"/api/v1/initiatives?cursor=next&mark=new", "/api/v1/initiatives?mark=new"},
		{"/api/v1/initiatives?format=cvs", "/api/v1/initiatives?format=csv"},
		{"/api/v1/initiatives.csv?format=json&mark=new", "/api/v1/initiatives.csv?mark=new"},
		{"/api/v1/initiatives?bom=true", "/api/v1/initiatives"},
		{"/api/v1/initiatives?format=csv&header=jp", "/api/v1/initiatives?format=csv&header=ja"},
		{"/api/v1/initiatives?format=csv&expand=relisted_policies", "/api/v1/initiatives?expand=relisted_policies&format=json"},
		{"/api/v1/initiatives?format=csv&facets=mark", "/api/v1/initiatives?facets=mark&format=json"},
		{"/api/v1/initiatives?release=1&as_of=2026-11-22", "/api/v1/initiatives?release=1"},
		{"/api/v1/initiatives?as_of=2026/11/22", "/api/v1/initiatives?as_of=2026-11-22"},
		{"/api/v1/initiatives?as_of=" + now, "/api/v1/initiatives?as_of=" + strings.Replace(now, "+", "%2B", 1)},
		{"/api/v1/initiatives?as_of=9999-01-01", ""},
		{"/api/v1/indicators/ind-2/observations?since=2022/6/30&until=令和5年1月31日", "/api/v1/indicators/ind-2/observations?since=2022-06-30&until=2023-01-31"},
		{"/api/v1/observations?indicator=ind-1&since=2021年度&until=令和3年度", "/api/v1/observations?indicator=ind-1&since=2021-04-01&until=2022-03-31"},
		{"/api/v1/observations?indicator=ind-1&since=2022&until=2021", "/api/v1/observations?indicator=ind-1&since=2021&until=2022"},
		{"/api/v1/indicators/ind-2/observations?since=2022年度&until=2021年度", "/api/v1/indicators/ind-2/observations?since=2021-04-01&until=2023-03-31"},
		{"/api/v1/indicators/ind-2/observations?include_history=yes", "/api/v1/indicators/ind-2/observations?include_history=true"},
		// other addresses
		{"/api/v1/search?query=市", "/api/v1/search?q=市"},
		{"/api/v1/search", "/api/v1/search?q=オープンデータ"},
		{"/api/v1/diff?from=1", "/api/v1/diff?from=1&to=1"},
		{"/api/v1/diff?from=1&to=2&limit=0", "/api/v1/diff?from=1&limit=10&to=2"},
		{"/api/v1/releases?limit=5000", "/api/v1/releases?limit=1000"},
		{"/api/v1/datasets?limt=5", "/api/v1/datasets?limit=5"},
		{"/api/v1/timemap", "/api/v1/timemap?url=/api/v1/goals"},
		{"/files/022039_digital_goals.csv?header=jp", "/files/022039_digital_goals.csv?header=ja"},
		{"/files/022039_digital_goals-ja.csv?header=ja", "/files/022039_digital_goals-ja.csv"},
		{"/api/v1/plan?x=1", ""},
		// several faults at once, of which one hides another
		{"/api/v1/initiatives?mark=New&limit=0&sotr=number", "/api/v1/initiatives?limit=10&mark=new&sort=number"},
		{"/api/v1/initiatives?group_by=polcy_id&sort=-cuont", "/api/v1/initiatives?group_by=policy_id&sort=-count"},
		{"/api/v1/initiatives?mark=New&colour=red", ""},
	} {
		target := strings.NewReplacer("<", "%3C", ">", "%3E").Replace(c.wrong)
		w := ask(t, h, target)
		if w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", c.wrong, w.Code)
			continue
		}
		got := correctedOf(t, w.Body.Bytes())
		if got != c.want {
			t.Errorf("%s is told %q, want %q\n%s", c.wrong, got, c.want, w.Body)
		}
		if got == "" {
			continue
		}
		path, raw, _ := strings.Cut(got, "?")
		if w := ask(t, h, (&url.URL{Path: path, RawQuery: strings.NewReplacer(`"`, "%22", "|", "%7C").Replace(raw)}).String()); w.Code != http.StatusOK {
			t.Errorf("%s is told %s, which is %d: %s", c.wrong, got, w.Code, w.Body)
		}
	}
}

// What the guide shows is what is told.
func TestTheGuideShowsWhatIsTold(t *testing.T) {
	guide, err := os.ReadFile(filepath.Join("..", "docs", "guides", "query.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile("(?m)^\\| `(/[^`]+)` \\| `(/[^`]+)` \\|$").FindAllStringSubmatch(string(guide), -1)
	if len(rows) < 3 {
		t.Fatalf("%d rows", len(rows))
	}
	h := service(t)
	for _, row := range rows {
		w := ask(t, h, strings.ReplaceAll(row[1], " ", "%20"))
		if got := correctedOf(t, w.Body.Bytes()); got != row[2] {
			t.Errorf("%s is told %s, not %s", row[1], got, row[2])
		}
	}
}
