package delivery_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/delivery"
)

func body(text string) func(context.Context) (*delivery.Body, error) {
	return func(context.Context) (*delivery.Body, error) { return delivery.NewBody([]byte(text)), nil }
}

func writing(data []byte) delivery.Writing {
	return func(_ context.Context, begin func([]string) io.Writer) error {
		_, err := begin(nil).Write(data)
		return err
	}
}

// What a response says of caching and of what it depends on, by its policy, where
// it comes from and how it was chosen.
func TestHeads(t *testing.T) {
	state := delivery.Origin{Identity: identity, Effective: effective()}
	chosen := state
	chosen.ByTime = true
	const date = "Sun, 22 Nov 2026 00:00:00 GMT"
	for _, c := range []struct {
		name    string
		head    delivery.Head
		control string
		vary    string
		memento string
	}{
		{"of the current release", delivery.Head{Origin: state}, "no-cache", "Accept-Encoding, Accept-Datetime", ""},
		{"chosen by Accept, too", delivery.Head{Origin: state, ByAccept: true}, "no-cache", "Accept-Encoding, Accept-Datetime, Accept", ""},
		{"as of a time", delivery.Head{Origin: chosen}, "no-cache", "Accept-Encoding, Accept-Datetime", date},
		{"of a named release", delivery.Head{Origin: chosen, Cache: delivery.Immutable}, "public, max-age=31536000, immutable", "Accept-Encoding", date},
		{"of a named release of which something was withdrawn", delivery.Head{Origin: chosen, Cache: delivery.AlwaysRevalidate}, "no-cache", "Accept-Encoding, Accept-Datetime", date},
		{"of no release", delivery.Head{}, "no-cache", "Accept-Encoding", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(t, serving(config(io.Discard), map[string]func() delivery.Response{"/": func() delivery.Response {
				return &delivery.Page{Head: c.head, Key: "/", Make: body("content")}
			}}), "/")
			h := w.Header()
			if h.Get("Cache-Control") != c.control || strings.Join(h.Values("Vary"), ", ") != c.vary || h.Get("Memento-Datetime") != c.memento {
				t.Errorf("%v", h)
			}
			if modified := h.Get("Last-Modified"); (modified == date) != (c.head.Origin.Identity != "") {
				t.Errorf("Last-Modified is %q", modified)
			}
		})
	}
}

// Every policy, as Cache-Control says it.
func TestCacheControl(t *testing.T) {
	for policy, want := range map[delivery.CachePolicy]string{
		delivery.Revalidate: "no-cache", delivery.AlwaysRevalidate: "no-cache", delivery.Minute: "public, max-age=60",
		delivery.Immutable: "public, max-age=31536000, immutable", delivery.NoStore: "no-store",
	} {
		if got := policy.String(); got != want {
			t.Errorf("policy %d is %q, want %q", policy, got, want)
		}
	}
}

func TestFilesAreSavedUnderTheirName(t *testing.T) {
	h := ask(t, conditional(), "/stored").Header()
	if h.Get("Content-Disposition") != `attachment; filename="x.csv"` || h.Get("Accept-Ranges") != "bytes" || h.Get("Content-Language") != "ja" || h.Get("Content-Type") != "text/csv" {
		t.Errorf("%v", h)
	}
}

// The id of a proxy is taken over if it can do no harm; it stands in the response
// and in the log, of failures, too.
func TestRequestIDs(t *testing.T) {
	for given, want := range map[string]string{
		"": "fresh-id", "abc-123_X.y": "abc-123_X.y", "a b": "fresh-id", "a\"b": "fresh-id", "日本": "fresh-id",
		strings.Repeat("a", 64): strings.Repeat("a", 64), strings.Repeat("a", 65): "fresh-id",
	} {
		for _, path := range []string{"/stored", "/missing"} {
			var log bytes.Buffer
			d := config(&log)
			h := serving(d, map[string]func() delivery.Response{"/stored": func() delivery.Response {
				return &delivery.Immediate{Status: http.StatusOK, Data: []byte("x")}
			}})
			w := ask(t, h, path, "X-Request-ID", given)
			if got := w.Header().Get("X-Request-ID"); got != want || !strings.Contains(log.String(), `"request_id":"`+want+`"`) {
				t.Errorf("%s with %q has the id %q; log %s", path, given, got, &log)
			}
		}
	}
}

// The access log has one line a request and tells nothing of who asked.
func TestAccessLog(t *testing.T) {
	var log bytes.Buffer
	h := serving(config(&log), map[string]func() delivery.Response{"/x": func() delivery.Response {
		return &delivery.Immediate{Status: http.StatusAccepted, Data: []byte("four")}
	}})
	ask(t, h, "/x?"+strings.Repeat("q", 4096))
	line := log.String()
	for _, part := range []string{`"method":"GET"`, `"status":202`, `"bytes":4`, `"uri":"/x?qqq`, `"microseconds":`} {
		if !strings.Contains(line, part) {
			t.Errorf("no %s in %.200s", part, line)
		}
	}
	if strings.Count(line, "\n") != 1 || len(line) > 2500 || strings.Contains(line, "192.0.2.1") {
		t.Errorf("%d bytes: %.300s", len(line), line)
	}
}

// Every web page may read everything, and sees the headers that matter.
func TestCORS(t *testing.T) {
	h := conditional()
	for _, path := range []string{"/stored", "/missing"} {
		w := ask(t, h, path, "Origin", "https://example.org")
		exposed := strings.Split(w.Header().Get("Access-Control-Expose-Headers"), ", ")
		for _, name := range []string{"Content-Disposition", "Content-Range", "ETag", "Last-Modified", "Link", "Memento-Datetime", "Repr-Digest", "Retry-After", "X-Request-ID"} {
			if !slices.Contains(exposed, name) {
				t.Errorf("%s: %s is not exposed: %v", path, name, exposed)
			}
		}
		if w.Header().Get("Access-Control-Allow-Origin") != "*" || w.Header().Get("Access-Control-Allow-Credentials") != "" || w.Header().Get("Access-Control-Allow-Methods") != "" {
			t.Errorf("%s: %v", path, w.Header())
		}
	}
}

// Browsers ask first, and for every header that a library adds to a request. An
// address that does not exist must let pages read its 404.
func TestPreflights(t *testing.T) {
	h := conditional()
	for _, path := range []string{"/stored", "/missing", "/stored?%zz"} {
		w := send(t, h, http.MethodOptions, path, "Origin", "https://example.org", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "authorization,content-type")
		if h := w.Header(); w.Code != http.StatusNoContent || h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Access-Control-Allow-Methods") != "GET, HEAD, OPTIONS" || h.Get("Access-Control-Max-Age") != "86400" {
			t.Errorf("%s: %d %v", path, w.Code, h)
		}
		allowed := strings.Split(w.Header().Get("Access-Control-Allow-Headers"), ", ")
		for _, name := range []string{"*", "Accept", "Accept-Datetime", "Authorization", "Content-Type", "If-None-Match", "If-Range", "Range", "X-Request-ID", "X-Requested-With"} {
			if !slices.Contains(allowed, name) {
				t.Errorf("%s: %s is not allowed: %v", path, name, allowed)
			}
		}
	}
	if w := send(t, h, http.MethodOptions, "/missing"); w.Code == http.StatusNoContent {
		t.Error("OPTIONS that is no preflight is answered for what does not exist")
	}
}

func TestSecurityHeaders(t *testing.T) {
	for base, strict := range map[string]string{"http://opendata.test": "", "https://opendata.test": "max-age=31536000"} {
		cfg := config(io.Discard)
		cfg.BaseURL = base
		h := ask(t, serving(cfg, nil), "/missing").Header()
		if h.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'; style-src 'self';") ||
			h.Get("Referrer-Policy") != "strict-origin-when-cross-origin" || h.Get("Strict-Transport-Security") != strict {
			t.Errorf("%s: %v", base, h)
		}
	}
}

// A body that fits one packet goes out as it is.
func TestShortBodiesAreNotCompressed(t *testing.T) {
	for size, coded := range map[int]bool{0: false, 1023: false, 1024: true, 4 << 20: true, 4<<20 + 1: false} {
		h := serving(config(io.Discard), map[string]func() delivery.Response{"/": func() delivery.Response {
			return delivery.NewPage("text/plain", "/", body(strings.Repeat("x", size)))
		}})
		if w := ask(t, h, "/", "Accept-Encoding", "gzip"); (w.Header().Get("Content-Encoding") == "gzip") != coded || w.Code != http.StatusOK {
			t.Errorf("%d bytes: %d %v", size, w.Code, w.Header())
		}
	}
}
