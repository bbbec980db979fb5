package siteverify_test

import (
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/siteverify"
)

const goalsOf2 = "/releases/2/files/022039_digital_goals.csv"

func TestVerifyASite(t *testing.T) {
	t.Parallel()
	c := ledgertest.LongGoals(t, time.Now())
	head := c.Heads()[10]
	x := examine(t, c, &head)
	const goals = "022039_digital_goals.csv"
	for _, test := range []struct {
		name, path string
		status     int
		body       string
		finding    string // in Japanese, with the name; empty if everything is as it was published
		withdrawn  []string
	}{
		{"as it was published", "", 0, "", "", []string{goals}},
		{"another file", goalsOf2, 200, "id\n", goalsOf2 + ": 公表した内容と違います", []string{goals}},
		{"a file that goes on", goalsOf2, 200, string(body(t, handler(t, c), goalsOf2)) + "x", goalsOf2 + ": 公表した内容と違います", []string{goals}},
		{"a missing file", goalsOf2, 404, "", goalsOf2 + ": ありません（HTTPステータス 404）", []string{goals}},
		{"a file that is said to be withdrawn", goalsOf2, 410, "", "", []string{goals, goals}},
		{"a file of the current release that is said to be withdrawn", "/releases/10/files/" + goals, 410, "", "/releases/10/files/" + goals + ": ありません（HTTPステータス 410）", []string{goals}},
		{"another manifest", "/releases/2/manifest.json", 200, "{}", "/releases/2/manifest.json: SHA-256 が一覧と違います", []string{goals}},
		{"a missing manifest of a cancellation", "/releases/4/manifest.json", 404, "", "/releases/4/manifest.json: ありません（HTTPステータス 404）", []string{goals}},
		{"an empty list", listPath, 200, `{"results": [], "calendar": []}`, x.url + ": 公表された内容がありません", nil},
	} {
		report, err := x.verify(map[string]http.HandlerFunc{test.path: says(test.status, "application/json; charset=utf-8", test.body)})
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		var findings, withdrawn []string
		for _, f := range report.Findings {
			findings = append(findings, f.Name+": "+f.Problem.Ja)
		}
		for _, w := range report.Withdrawn {
			withdrawn = append(withdrawn, w.Path)
		}
		named := slices.ContainsFunc(findings, func(f string) bool { return strings.HasPrefix(f, test.finding) })
		if named != (test.finding != "") || (len(findings) > 0) != named || !slices.Equal(withdrawn, test.withdrawn) {
			t.Errorf("%s: findings %q, withdrawn %q", test.name, findings, withdrawn)
		}
	}
}

func TestWhatIsNotASiteIsRefusedWithAFix(t *testing.T) {
	t.Parallel()
	const fix = "サイトのトップページのURLを指定してください"
	for _, c := range []struct {
		name  string
		serve http.HandlerFunc
		says  string
	}{
		{"a page", says(200, "text/html; charset=utf-8", "<!DOCTYPE html><title>八戸市</title>"), `(200, "text/html")`},
		{"a page that calls itself JSON", says(200, "application/json", "<!DOCTYPE html>"), "invalid character '<'"},
		{"nothing", says(404, "text/plain", ""), `(404, "text/plain")`},
		{"trouble", says(503, "application/problem+json", "{}"), `(503, "application/problem+json")`},
		{"other JSON", says(200, "application/json", `{"results": {}}`), "there is no list"},
		{"no list", says(200, "application/json", `{}`), "the response is not a list of releases"},
		{"no calendar", says(200, "application/json", `{"results": []}`), "the response is not a list of releases"},
		{"half an answer", says(200, "application/json", `{"results": [{"number": 1`), "unexpected end of JSON input"},
		{"another site", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://localhost:1/elsewhere", http.StatusFound)
		}, "a redirect to another site is not followed"},
		{"itself for ever", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }, "a redirect to another site is not followed"},
		{"letters that speak to the terminal", says(200, "\x1b[2J/x", ""), "malformed MIME header"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(c.serve)
			t.Cleanup(server.Close)
			_, err := siteverify.Site(t.Context(), server.URL, nil, time.Now(), siteverify.DefaultLimits())
			if err == nil || !strings.Contains(err.Error(), fix) || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\x1b") {
				t.Errorf("got %v", err)
			}
		})
	}
}

// endless answers with the beginning of a list and then goes on and on.
func endless(begin, more string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, err := w.Write([]byte(begin))
		for chunk := []byte(strings.Repeat(more, 1000)); err == nil && r.Context().Err() == nil; {
			_, err = w.Write(chunk)
		}
	}
}

// hangs begins to answer and never ends.
func hangs(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusOK)
	_ = http.NewResponseController(w).Flush()
	<-r.Context().Done()
}

func TestAHostileSiteCannotExhaustTheVerifier(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for the verifier to give up")
	}
	small := siteverify.Limits{List: 1 << 20, Manifest: 1 << 16, Response: 2 * time.Second, Total: time.Minute, Findings: 100}
	hasty := small
	hasty.Total = 300 * time.Millisecond
	bomb := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = z.Write([]byte(strings.Repeat(" ", 64<<20)))
		_ = z.Close()
	}
	for _, c := range []struct {
		name   string
		limits siteverify.Limits
		serve  http.HandlerFunc
		says   string
	}{
		{"a list without end", small, endless(`{"calendar":[],"results":[`, `{"number":1},`), "the response is too large"},
		{"a list that was packed small", small, bomb, "the response is too large"},
		{"very many empty entries", siteverify.DefaultLimits(), says(200, "application/json", `{"calendar":[],"results":[`+strings.Repeat("{},", 10*siteverify.MaxEntries)+`{}]}`), "there are more than 55000 entries"},
		{"an answer without end in time", small, hangs, "Client.Timeout"},
		{"everything together takes too long", hasty, hangs, "context deadline exceeded"},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := httptest.NewServer(c.serve)
			t.Cleanup(server.Close)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := siteverify.Site(t.Context(), server.URL, nil, time.Now(), c.limits)
			runtime.ReadMemStats(&after)
			if err == nil || fault.KindOf(err) == fault.Internal || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v", err)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 256<<20 {
				t.Errorf("%d bytes were taken", used)
			}
		})
	}
}

func TestASiteFullOfFaultsIsGivenUp(t *testing.T) {
	c := ledgertest.LongGoals(t, time.Now())
	x := examine(t, c, nil)
	var far strings.Builder
	for number := 20_000; number > 0; number-- {
		fmt.Fprintf(&far, `{"number":%d,"state":"current"},`, number)
	}
	many := strings.TrimSuffix(far.String(), ",")
	for _, test := range []struct {
		name string
		harm map[string]http.HandlerFunc
		most int
	}{
		{"a number far away", map[string]http.HandlerFunc{listPath: says(200, "application/json", `{"calendar":[],"results":[{"number":99999999,"state":"current"}]}`)}, 3},
		{"numbers that are none", map[string]http.HandlerFunc{listPath: says(200, "application/json", `{"calendar":[],"results":[{"number":0},{"number":-1},{"number":-99999999}]}`)}, 9},
		{"every entry wrong", map[string]http.HandlerFunc{listPath: says(200, "application/json", `{"calendar":[],"results":[`+many+`]}`)}, 20_010},
		{"a manifest without end", map[string]http.HandlerFunc{"/releases/1/manifest.json": endless("{", " ")}, 1},
		{"a file without end", map[string]http.HandlerFunc{goalsOf2: endless("{", " ")}, 1},
		{"a file that leads elsewhere", map[string]http.HandlerFunc{goalsOf2: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://localhost:1/x", http.StatusFound)
		}}, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			report, err := x.verify(test.harm)
			if err != nil {
				t.Fatal(err)
			}
			if n := len(report.Findings); n == 0 || n > test.most {
				t.Errorf("%d findings, %v", n, report.Findings[:min(n, 20)])
			}
		})
	}
}
