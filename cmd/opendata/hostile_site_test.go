package main_test

import (
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	main "hachinohe.example/opendata/cmd/opendata"
	"hachinohe.example/opendata/internal/fault"
)

const goalsOf2 = "/releases/2/files/022039_digital_goals.csv"

func TestVerifyASite(t *testing.T) {
	t.Parallel()
	c := longChain(t)
	head := c.heads()[10]
	x := examine(t, c, nil)
	for _, test := range []struct {
		name, path string
		status     int
		body       string
		exit       int
		says       string
	}{
		{"as it was published", "", 0, "", 0, "取り下げ済み / withdrawn: 022039_digital_goals.csv"},
		{"another file", goalsOf2, 200, "id\n", 3, "✗ " + goalsOf2 + ": 公表したものではありません"},
		{"a file that goes on", goalsOf2, 200, string(body(t, c.site(), goalsOf2)) + "x", 3, "✗ " + goalsOf2 + ": 公表したものではありません"},
		{"a missing file", goalsOf2, 404, "", 3, "✗ " + goalsOf2 + ": ありません（状態 404）"},
		{"a file that is said to be withdrawn", goalsOf2, 410, "", 0, "withdrawn: 022039_digital_goals.csv\n取り下げ済み / withdrawn: 022039_digital_goals.csv\n"},
		{"a file of the current release that is said to be withdrawn", "/releases/10/files/022039_digital_goals.csv", 410, "", 3, "✗ /releases/10/files/022039_digital_goals.csv: ありません（状態 410）"},
		{"another manifest", "/releases/2/manifest.json", 200, "{}", 3, "✗ /releases/2/manifest.json: 一覧の sha256 と違います"},
		{"a missing manifest of a cancellation", "/releases/4/manifest.json", 404, "", 3, "✗ /releases/4/manifest.json: ありません（状態 404）"},
		{"an empty list", listPath, 200, `{"results": [], "calendar": []}`, 3, "何も公表されていません"},
	} {
		x.site.harm.Store(&map[string]http.HandlerFunc{test.path: says(test.status, "application/json; charset=utf-8", test.body)})
		args := []string{"verify", x.url}
		if test.path != listPath {
			args = append(args, "--head", "10:"+head.SHA256)
		}
		if got := run(t, args...); got.exit != test.exit || !strings.Contains(got.stdout, test.says) {
			t.Errorf("%s: %+v", test.name, got)
		}
	}
}

func TestWhatIsNotASiteIsRefusedWithAWayOut(t *testing.T) {
	t.Parallel()
	const way = "サイトの始まりのアドレスを指定してください"
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
		{"no list", says(200, "application/json", `{}`), "the answer is not a list of releases"},
		{"no calendar", says(200, "application/json", `{"results": []}`), "the answer is not a list of releases"},
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
			got := run(t, "verify", server.URL)
			if got.exit != 1 || !strings.Contains(got.stderr, way) || !strings.Contains(got.stderr, c.says) || strings.Contains(got.stderr, "\x1b") {
				t.Errorf("got %+v", got)
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
	small := main.SiteLimits{List: 1 << 20, Manifest: 1 << 16, Answer: 2 * time.Second, Whole: time.Minute, Findings: 100}
	hasty := small
	hasty.Whole = 300 * time.Millisecond
	bomb := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = z.Write([]byte(strings.Repeat(" ", 64<<20)))
		_ = z.Close()
	}
	for _, c := range []struct {
		name   string
		limits main.SiteLimits
		serve  http.HandlerFunc
		says   string
	}{
		{"a list without end", small, endless(`{"calendar":[],"results":[`, `{"number":1},`), "the response is too large"},
		{"a list that was packed small", small, bomb, "the response is too large"},
		{"very many empty entries", main.UsualSiteLimits(), says(200, "application/json", `{"calendar":[],"results":[`+strings.Repeat("{},", 10*main.MaxEntries)+`{}]}`), "there are more than 55000 entries"},
		{"an answer without end in time", small, hangs, "Client.Timeout"},
		{"everything together takes too long", hasty, hangs, "context deadline exceeded"},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := httptest.NewServer(c.serve)
			t.Cleanup(server.Close)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := main.VerifySite(t.Context(), server.URL, nil, time.Now(), c.limits)
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
	c := longChain(t)
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
