package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/problems"
)

// What is accepted means the same as its canonical form, which is canonical
// itself; what is not is explained.
func FuzzQuery(f *testing.F) {
	for _, seed := range []string{
		"", "limit=10&offset=20", "limit=0", "mark=new", "mark.eq=new", "mark=new&mark.eq=revised", "fields=id,number&sort=-number,title", "bom=true&header=ja",
		"or=mark.eq=revised|mark=new,number.le=10&or.5=number.in=3,2", "policy.goal.title.contains=%E8%A1%8C&expand=goal,policy&format=ndjson", "group_by=mark&aggregate=count,number.max&sort=-number_max",
		"distinct=policy_id", "facets=mark&q=%E5%B8%82", "number.between=10,20&title.like=*a?&number.is_null=false",
		"title=%E3%82%AA%00%FF", "format=csv", "a=1&a=2", "%zz", "a;b", "number=072", "relisted_policy_ids=p-3-2", "limit=100&format=json", strings.Repeat("x", 9000),
	} {
		f.Add(seed, "", "")
		f.Add(seed, "csv", "text/csv")
	}
	set, ok := embedded(f).Set("initiatives")
	if !ok {
		f.Fatal("no initiatives")
	}
	f.Fuzz(func(t *testing.T, raw, extension, accept string) {
		if !slices.Contains([]string{"", "json", "csv"}, extension) {
			return
		}
		got, err := api.ParseRecords(set, raw, extension, accept)
		if err != nil {
			if kind := fault.KindOf(err); kind != fault.Invalid && kind != fault.NotAcceptable {
				t.Fatalf("%q: kind %d: %v", raw, kind, err)
			}
			return
		}
		again, err := api.ParseRecords(set, got.Canonical, got.Format, "")
		if err != nil || again != got {
			t.Fatalf("%q is %+v\nits canonical form is %+v, %v", raw, got, again, err)
		}
	})
}

// Whatever is asked of rows, there is an answer or an explanation, and a walk
// through its pages goes on.
func FuzzRecords(f *testing.F) {
	for _, seed := range []string{
		"", "limit=3&sort=-mark", "or=mark=new|policy.goal.number=3&facets=mark,policy_id", "q=%E5%B8%82%20a&limit=2", "group_by=policy_id,mark&aggregate=number.avg,count&limit=1",
		"format=csv&sort=title&offset=3", "format=ndjson&expand=policy.goal,relisted_policies&limit=2", "distinct=mark&limit=1", "title.like=*a*?b&fields=id", "cursor=AQ",
	} {
		f.Add("initiatives", seed)
		f.Add("data_dictionary", seed)
	}
	h := service(f)
	f.Fuzz(func(t *testing.T, id, raw string) {
		target := "/api/v1/datasets/" + url.PathEscape(id) + "/records?" + raw
		if _, err := url.ParseRequestURI(target); err != nil || strings.ContainsAny(raw, " #\x00\r\n\t") {
			return
		}
		w := ask(t, h, target)
		if onward := next(w); w.Code == http.StatusOK && onward != "" {
			w = ask(t, h, onward)
			if w.Code != http.StatusOK {
				t.Fatalf("%s\nand then %s: %d %s", target, onward, w.Code, w.Body)
			}
		}
		if w.Code == http.StatusOK {
			if strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") && !json.Valid(w.Body.Bytes()) {
				t.Fatalf("%s: %s", target, w.Body)
			}
			return
		}
		var p problems.Problem
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code >= http.StatusInternalServerError || p.Status != w.Code || p.Detail == "" || p.DetailEn == "" {
			t.Fatalf("%s: %d %v %s", target, w.Code, err, w.Body)
		}
	})
}

// Whatever is asked, the service does not fail, and an error is a problem.
func FuzzPath(f *testing.F) {
	for _, seed := range []string{
		"/", "/api/v1/plan", "/api/v1/initiatives/72.csv", "/api/v1/initiatives?limit=2&sort=-number", "/files/022039_digital_goals.csv?bom=false",
		"/api/v1/datasets/goals/schema.csv", "//api/v1/x", "/api/v1/%2e%2e/", "/api/v1/initiatives/-9223372036854775808", "/files/%00", "/assets/x", "/docs?x",
		"/api/v1/indicators/ind-1/observations?since=2022-01-01", "/api/v1/indicators/ind-1/observations?since=2021&until=2022-05&period_start.quarter.ge=2021-Q2", "/openapi.json",
	} {
		f.Add("GET", seed, "", "", "", "")
		f.Add("OPTIONS", seed, "text/csv", "br", "bytes=0-1", "*")
	}
	h := service(f)
	f.Fuzz(func(t *testing.T, method, target, accept, coding, ranges, noneMatch string) {
		u, err := url.ParseRequestURI(target)
		if err != nil {
			return
		}
		r := &http.Request{
			Method: method, URL: u, RequestURI: target, Host: "opendata.test", Body: http.NoBody, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Header: http.Header{"Accept": {accept}, "Accept-Encoding": {coding}, "Range": {ranges}, "If-None-Match": {noneMatch}},
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r.WithContext(t.Context()))
		if w.Code >= http.StatusInternalServerError {
			t.Fatalf("%s %q: %d %s", method, target, w.Code, w.Body)
		}
		if w.Code < http.StatusBadRequest || method == http.MethodHead {
			return
		}
		var p problems.Problem
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Type == "" || p.Title == "" || p.Detail == "" || p.Status != w.Code ||
			w.Header().Get("Content-Type") != "application/problem+json; charset=utf-8" {
			t.Fatalf("%s %q: %d %v %v\n%s", method, target, w.Code, err, w.Header(), w.Body)
		}
	})
}
