package siteverify_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/siteverify"
)

// A site may redirect within itself some times, and from http to https, but
// neither to another host nor to where anybody may listen.
func TestRedirects(t *testing.T) {
	request := func(url string) *http.Request {
		return httptest.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	}
	for _, c := range []struct {
		name, from, to string
		before         int
		followed       bool
	}{
		{"within the site", "https://a.example/x", "https://a.example/y", 1, true},
		{"to https", "http://a.example/x", "https://a.example/x", 1, true},
		{"within a site without https", "http://a.example/x", "http://a.example/y", 1, true},
		{"from https to http", "https://a.example/x", "http://a.example/x", 1, false},
		{"to another host", "https://a.example/x", "https://b.example/x", 1, false},
		{"to another port", "https://a.example/x", "https://a.example:1/x", 1, false},
		{"as often as it may", "https://a.example/x", "https://a.example/y", siteverify.MaxRedirects, true},
		{"once too often", "https://a.example/x", "https://a.example/y", siteverify.MaxRedirects + 1, false},
	} {
		before := slices.Repeat([]*http.Request{request(c.from)}, c.before)
		if err := siteverify.SameSite(request(c.to), before); (err == nil) != c.followed {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// A response may have as many bytes as its limit says, and not one more.
func TestLimitsOfResponses(t *testing.T) {
	c := ledgertest.LongGoals(t, time.Now())
	site := handler(t, c)
	list, manifest := int64(len(body(t, site, listPath))), int64(0)
	for _, number := range []string{"1", "2", "4"} {
		manifest = max(manifest, int64(len(body(t, site, "/releases/"+number+"/manifest.json"))))
	}
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	limits := siteverify.DefaultLimits()
	limits.List = list
	if report, err := siteverify.Site(t.Context(), server.URL, nil, c.Clock.Now(), limits); err != nil || len(report.Findings) > 0 {
		t.Errorf("%+v %v", report, err)
	}
	limits.List--
	if _, err := siteverify.Site(t.Context(), server.URL, nil, c.Clock.Now(), limits); fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "the response is too large") {
		t.Errorf("%v", err)
	}
	limits = siteverify.DefaultLimits()
	limits.Manifest = manifest - 1
	report, err := siteverify.Site(t.Context(), server.URL, nil, c.Clock.Now(), limits)
	if err != nil || len(report.Findings) == 0 {
		t.Errorf("a manifest of a byte more is read: %+v %v", report, err)
	}
}

// The clocks of site and verifier may be apart a little, and no more.
func TestClocksThatAreApart(t *testing.T) {
	c := ledgertest.NewGoals(t, time.Now().Truncate(time.Second))
	c.PublishTitle(release.Initial, "a", time.Time{})
	log, err := c.Repo.Extend(t.Context(), ledger.Empty())
	if err != nil {
		t.Fatal(err)
	}
	current := log.Entries()[0].Effective
	pending := c.Clock.Now().Add(time.Hour)
	c.PublishTitle(release.Correction, "b", pending)
	server := httptest.NewServer(handler(t, c))
	t.Cleanup(server.Close)
	for _, v := range []struct {
		name string
		now  time.Time
		want string
	}{
		{"between the two", current.Add(time.Minute), ""},
		{"a little behind", current.Add(-siteverify.ClockSkew), ""},
		{"far behind", current.Add(-siteverify.ClockSkew - 1), "/releases/1: is public before its effective time"},
		{"a little ahead", pending.Add(siteverify.ClockSkew), ""},
		{"far ahead", pending.Add(siteverify.ClockSkew + 1), "/releases/2: is still pending after its effective time"},
	} {
		report, err := siteverify.Site(t.Context(), server.URL, nil, v.now, siteverify.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range report.Findings {
			got = append(got, f.Name+": "+f.Problem.En)
		}
		if strings.Join(got, "\n") != v.want {
			t.Errorf("%s: %q, want %q", v.name, got, v.want)
		}
	}
}

// What a cancellation names is cancelled, and nothing else is.
func TestCancellationsAndWhatTheyCancelAgree(t *testing.T) {
	c := ledgertest.LongGoals(t, time.Now())
	x := examine(t, c, nil)
	sound := string(body(t, x.site, listPath))
	for _, v := range []struct{ name, old, now, entry string }{
		{"a cancelled release that is said to be pending", `"number":3,"state":"cancelled"`, `"number":3,"state":"pending"`, "/releases/3"},
		{"a pending release that is said to be cancelled", `"number":11,"state":"pending"`, `"number":11,"state":"cancelled"`, "/releases/11"},
		{"another cancellation", `"cancelled_by":4`, `"cancelled_by":9`, "/releases/3"},
	} {
		harmed := strings.Replace(sound, v.old, v.now, 1)
		if harmed == sound {
			t.Fatalf("the list has no %s: %s", v.old, sound)
		}
		report, err := x.verify(map[string]http.HandlerFunc{listPath: says(http.StatusOK, "application/json", harmed)})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(report.Findings, func(f ledger.Finding) bool {
			return f.Name == v.entry && f.Problem.En == "does not agree with the cancellations"
		}) {
			t.Errorf("%s: %+v", v.name, report.Findings)
		}
	}
}

// A number stands in the list once.
func TestANumberThatIsListedTwice(t *testing.T) {
	c := ledgertest.LongGoals(t, time.Now())
	x := examine(t, c, nil)
	var list struct {
		Results  []map[string]any `json:"results"`
		Calendar []map[string]any `json:"calendar"`
	}
	if err := json.Unmarshal(body(t, x.site, listPath), &list); err != nil {
		t.Fatal(err)
	}
	list.Results = append(list.Results, list.Results[len(list.Results)-1])
	report, err := x.verify(map[string]http.HandlerFunc{listPath: says(http.StatusOK, "application/json", asJSON(t, list))})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Findings) != 1 || report.Findings[0].Name != "/releases/1" || !strings.HasPrefix(report.Findings[0].Problem.En, "is in the list twice") {
		t.Errorf("%+v", report.Findings)
	}
}
