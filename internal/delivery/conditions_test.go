package delivery_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/delivery"
)

const sum = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

// conditional serves /stored, whose bytes are stored, and /page, whose bytes also
// change with the program. Both come from a state that is dated.
func conditional() http.Handler {
	origin := delivery.Origin{Identity: identity, Effective: effective()}
	head := delivery.Head{ContentType: "text/csv", Filename: "x.csv", Origin: origin}
	return serving(config(io.Discard), map[string]func() delivery.Response{
		"/stored": func() delivery.Response {
			return &delivery.Stored{Head: head, Key: "/stored", SHA256: sum, Data: long()}
		},
		"/page": func() delivery.Response {
			return &delivery.Stream{Head: head, Key: "/page", Write: writing(long())}
		},
	})
}

func TestConditions(t *testing.T) {
	const own, other = `"` + sum + `"`, `"other"`
	at := func(d time.Duration) string { return effective().Add(d).Format(http.TimeFormat) }
	h := conditional()
	tag := ask(t, h, "/page").Header().Get("ETag")
	for _, c := range []struct {
		name, path string
		headers    []string
		want       int
	}{
		{"no condition", "/stored", nil, 200},
		{"the tag is known", "/stored", []string{"If-None-Match", own}, 304},
		{"the tag is among others", "/stored", []string{"If-None-Match", other + " , " + own}, 304},
		{"the tag is known in a second header", "/stored", []string{"If-None-Match", other, "If-None-Match", own}, 304},
		{"a weak tag is compared weakly", "/stored", []string{"If-None-Match", "W/" + own}, 304},
		{"any tag", "/stored", []string{"If-None-Match", "*"}, 304},
		{"another tag", "/stored", []string{"If-None-Match", other}, 200},
		{"the tag of another coding", "/stored", []string{"If-None-Match", `"` + sum + `-br"`}, 200},
		{"a tag without its quotation marks", "/stored", []string{"If-None-Match", sum}, 200},
		{"the tag must match and does", "/stored", []string{"If-Match", own}, 200},
		{"the tag must match and does not", "/stored", []string{"If-Match", other}, 412},
		{"a weak tag never matches strongly", "/stored", []string{"If-Match", "W/" + own}, 412},
		{"any tag must match", "/stored", []string{"If-Match", "*"}, 200},
		{"If-Match comes before If-Unmodified-Since", "/stored", []string{"If-Match", own, "If-Unmodified-Since", at(-time.Hour)}, 200},
		{"If-Match comes before If-None-Match", "/stored", []string{"If-Match", other, "If-None-Match", own}, 412},
		{"If-None-Match comes before If-Modified-Since", "/stored", []string{"If-None-Match", other, "If-Modified-Since", at(0)}, 200},
		{"not modified since it took effect", "/stored", []string{"If-Modified-Since", at(0)}, 304},
		{"modified since a second before", "/stored", []string{"If-Modified-Since", at(-time.Second)}, 200},
		{"a date is not believed of computed bytes", "/page", []string{"If-Modified-Since", at(time.Hour)}, 200},
		{"a date that is none", "/stored", []string{"If-Modified-Since", "yesterday"}, 200},
		{"unmodified since it took effect", "/stored", []string{"If-Unmodified-Since", at(0)}, 200},
		{"modified since, which must not be", "/stored", []string{"If-Unmodified-Since", at(-time.Second)}, 412},
		{"computed bytes changed since, too", "/page", []string{"If-Unmodified-Since", at(-time.Second)}, 412},
		{"the tag of computed bytes", "/page", []string{"If-None-Match", tag}, 304},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				w := send(t, h, method, c.path, c.headers...)
				if w.Code != c.want {
					t.Errorf("%s is %d, want %d", method, w.Code, c.want)
				}
				if h := w.Header(); c.want == http.StatusNotModified && (w.Body.Len() > 0 || h.Get("ETag") == "" || h.Get("Cache-Control") == "" || h.Get("Vary") == "" || h.Get("Content-Type") != "" || h.Get("Content-Length") != "") {
					t.Errorf("the headers of 304 are %v, body %q", h, w.Body)
				}
				if h := w.Header(); c.want == http.StatusPreconditionFailed && (h.Get("ETag") != "" || h.Get("Content-Disposition") != "" || h.Get("Cache-Control") != "no-store") {
					t.Errorf("the headers of 412 are %v", h)
				}
			}
		})
	}
}

// A condition of a request in another coding is about the bytes in that coding.
func TestEveryCodingHasATagOfItsOwn(t *testing.T) {
	h := conditional()
	tags := make(map[string]string)
	for _, coding := range []string{"identity", "gzip", "br"} {
		w := ask(t, h, "/stored", "Accept-Encoding", coding)
		tag := w.Header().Get("ETag")
		if other, ok := tags[tag]; ok {
			t.Errorf("%s and %s have one tag %s", coding, other, tag)
		}
		tags[tag] = coding
		if w := ask(t, h, "/stored", "Accept-Encoding", coding, "If-None-Match", tag); w.Code != http.StatusNotModified || w.Header().Get("ETag") != tag {
			t.Errorf("%s: %d %s", coding, w.Code, w.Header().Get("ETag"))
		}
		if w := ask(t, h, "/stored", "Accept-Encoding", coding, "If-Match", tag); w.Code != http.StatusOK {
			t.Errorf("%s: %d", coding, w.Code)
		}
	}
}

// Everything that the ETag of a computed body depends on, and nothing else.
func TestTagsOfComputedBodies(t *testing.T) {
	tag := func(change func(*delivery.Config, *delivery.Page)) string {
		cfg := config(io.Discard)
		p := delivery.NewPage("text/html", "/key", body("content"))
		p.Origin.Identity = identity
		change(&cfg, p)
		return ask(t, serving(cfg, map[string]func() delivery.Response{"/": func() delivery.Response { return p }}), "/").Header().Get("ETag")
	}
	same := tag(func(*delivery.Config, *delivery.Page) {})
	for name, change := range map[string]func(*delivery.Config, *delivery.Page){
		"another program":   func(cfg *delivery.Config, _ *delivery.Page) { cfg.Build = "next" },
		"another base URL":  func(cfg *delivery.Config, _ *delivery.Page) { cfg.BaseURL = "http://other.test" },
		"another state":     func(_ *delivery.Config, p *delivery.Page) { p.Origin.Identity = "state-2" },
		"another canonical": func(_ *delivery.Config, p *delivery.Page) { p.Key = "/other" },
	} {
		if tag(change) == same {
			t.Errorf("%s has the same tag", name)
		}
	}
	if other := tag(func(_ *delivery.Config, p *delivery.Page) { p.Make = body("other bytes"); p.Links = []string{"<x>"} }); other != same {
		t.Error("the tag is not known without the body")
	}
}

// What fails for GET fails for HEAD and whatever the condition: nothing is there
// that could have a tag.
func TestWhatIsNotThereHasNoValidators(t *testing.T) {
	head := delivery.Head{ContentType: "text/csv", Origin: delivery.Origin{Identity: identity, Effective: effective()}}
	missing := errors.New("not there")
	h := serving(config(io.Discard), map[string]func() delivery.Response{
		"/page": func() delivery.Response {
			return &delivery.Page{Head: head, Key: "/page", Make: func(context.Context) (*delivery.Body, error) { return nil, missing }}
		},
		"/stream": func() delivery.Response {
			return &delivery.Stream{Head: head, Key: "/stream", Write: func(context.Context, func([]string) io.Writer) error { return missing }}
		},
	})
	for _, condition := range [][]string{
		nil,
		{"If-None-Match", "*"},
		{"If-None-Match", `"other"`},
		{"If-Match", "*"},
		{"If-Match", `"other"`},
		{"If-Modified-Since", effective().Format(http.TimeFormat)},
		{"If-Unmodified-Since", effective().Add(-time.Hour).Format(http.TimeFormat)},
	} {
		for _, path := range []string{"/page", "/stream"} {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				w := send(t, h, method, path, condition...)
				if h := w.Header(); w.Code != http.StatusInternalServerError || h.Get("ETag") != "" || h.Get("Last-Modified") != "" {
					t.Errorf("%s %s with %v: %d %v", method, path, condition, w.Code, h)
				}
			}
		}
	}
}
