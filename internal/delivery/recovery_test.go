package delivery_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/delivery"
)

// panicking writes so much, then panics.
func panicking(log *bytes.Buffer, written string) http.Handler {
	d := delivery.New(config(log))
	return d.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if written != "" {
			d.Respond(w, r, &delivery.Immediate{Head: delivery.Head{Links: []string{"<x>"}}, Status: http.StatusOK, Data: []byte(written)})
		}
		panic(errors.New("secret"))
	}))
}

// A panic before the first byte is a failure like any other; its cause is for the
// log.
func TestAPanicIsAProblem(t *testing.T) {
	var log bytes.Buffer
	w := ask(t, panicking(&log, ""), "/")
	if w.Code != http.StatusInternalServerError || w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("X-Request-ID") != "fresh-id" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if !strings.Contains(log.String(), `"msg":"panic"`) || !strings.Contains(log.String(), "secret") || !strings.Contains(log.String(), "recovery_test.go") {
		t.Errorf("the log does not say why: %s", &log)
	}
}

// Half a response must not look whole: the connection is cut.
func TestAPanicInsideAResponseCutsTheConnection(t *testing.T) {
	var log bytes.Buffer
	defer func() {
		if v := recover(); v != http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
			t.Errorf("panic %v", v)
		}
		if !strings.Contains(log.String(), "secret") {
			t.Errorf("the log does not say why: %s", &log)
		}
	}()
	w := httptest.NewRecorder()
	panicking(&log, "half").ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody))
	t.Errorf("no panic; %d %q", w.Code, w.Body)
}
