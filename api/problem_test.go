package api_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/problems"
)

func failingHandler(t *testing.T, log io.Writer, err error) http.Handler {
	t.Helper()
	h, wrong := api.FailingHandler(testConfig(log), fixed(t, embedded(t)), err)
	if wrong != nil {
		t.Fatal(wrong)
	}
	return h
}

func TestAFaultBecomesAProblem(t *testing.T) {
	err := fault.New(fault.Gone, lang.T("取り下げ", "withdrawn"), lang.T("直し方", "what to do")).
		At("x", lang.T("ここ", "here")).Because(errors.New("secret cause"))
	var log bytes.Buffer
	w := ask(t, failingHandler(t, &log, err), "/error?a=1")
	want := `{"type":"http://opendata.test/docs#problem-gone","title":"取り下げられました","title_en":"Gone","status":410,` +
		`"detail":"取り下げ","detail_en":"withdrawn","instance":"/error?a=1","request_id":"fresh-id",` +
		`"errors":[{"parameter":"x","detail":"ここ","detail_en":"here"}],"fixes":[{"detail":"直し方","detail_en":"what to do"}]}` + "\n"
	if w.Code != http.StatusGone || w.Body.String() != want {
		t.Errorf("got %d %s\nwant %s", w.Code, w.Body, want)
	}
}

// What went wrong inside is for the log alone.
func TestAFailureInsideStaysInside(t *testing.T) {
	secret := errors.New("secret: /var/lib/opendata is on fire")
	cases := []struct {
		name, path string
		err        error
	}{
		{"a handler fails with an error of no kind", "/error", secret},
		{"a handler fails with an internal fault", "/error", fault.New(fault.Internal, lang.T("secret", "secret")).Because(secret)},
		{"the body cannot be made", "/body", secret},
		{"a handler panics", "/panic", secret},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var log bytes.Buffer
			w := ask(t, failingHandler(t, &log, c.err), c.path, "Accept-Encoding", "br")
			want := problems.Problem{
				Type: "http://opendata.test/docs#problem-internal", Title: "サーバー内部エラー", TitleEn: "Internal error", Status: 500,
				Detail: "サーバーで障害が発生しました。内容は記録されています", DetailEn: "an internal error occurred; it has been logged", Instance: c.path, RequestID: "fresh-id",
				Fixes: []problems.ProblemFix{{Detail: "しばらくしてからもう一度お試しください。続く場合は request_id を添えてお知らせください", DetailEn: "try again later; if it happens again, report the request_id"}},
			}
			var body bytes.Buffer
			enc := json.NewEncoder(&body)
			enc.SetEscapeHTML(false)
			if err := enc.Encode(want); err != nil {
				t.Fatal(err)
			}
			if w.Code != http.StatusInternalServerError || w.Body.String() != body.String() {
				t.Errorf("got %d %s\nwant %s", w.Code, w.Body, &body)
			}
			for _, name := range []string{"ETag", "Last-Modified", "Content-Encoding", "Content-Disposition", "Link"} {
				if w.Header().Get(name) != "" {
					t.Errorf("the failure bears %s: %s", name, w.Header().Get(name))
				}
			}
			if w.Header().Get("Cache-Control") != "no-store" || strings.Contains(w.Body.String(), "secret") {
				t.Errorf("%v\n%s", w.Header(), w.Body)
			}
			if !strings.Contains(log.String(), "on fire") || !strings.Contains(log.String(), `"request_id":"fresh-id"`) {
				t.Errorf("the log does not say why: %s", &log)
			}
		})
	}
}

// Half an answer must not look whole: the connection is cut.
func TestAPanicInsideAnAnswerCutsTheConnection(t *testing.T) {
	var log bytes.Buffer
	defer func() {
		if v := recover(); v != http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
			t.Errorf("panic %v", v)
		}
		if !strings.Contains(log.String(), "secret") {
			t.Errorf("the log does not say why: %s", &log)
		}
	}()
	h := failingHandler(t, &log, errors.New("secret"))
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/half", http.NoBody))
	t.Error("no panic")
}
