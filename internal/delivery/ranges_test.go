package delivery_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/delivery"
)

func TestRanges(t *testing.T) {
	data := string(long())
	at := func(d time.Duration) string { return effective().Add(d).Format(http.TimeFormat) }
	h := conditional()
	tag := ask(t, h, "/page").Header().Get("ETag")
	for _, c := range []struct {
		name, path string
		headers    []string
		status     int
		body, part string // of 206 the bytes and Content-Range
	}{
		{"the first bytes", "/stored", []string{"Range", "bytes=0-9"}, 206, data[:10], "bytes 0-9/2000"},
		{"from a byte on", "/stored", []string{"Range", "bytes=1990-"}, 206, data[1990:], "bytes 1990-1999/2000"},
		{"the last bytes", "/stored", []string{"Range", "bytes=-3"}, 206, data[1997:], "bytes 1997-1999/2000"},
		{"more than there are of the last bytes", "/stored", []string{"Range", "bytes=-9999"}, 206, data, "bytes 0-1999/2000"},
		{"a last position beyond the end", "/stored", []string{"Range", "bytes=1999-9999"}, 206, data[1999:], "bytes 1999-1999/2000"},
		{"computed bytes that are kept", "/page", []string{"Range", "bytes=0-9"}, 206, data[:10], "bytes 0-9/2000"},
		{"a range counts the bytes before compression", "/stored", []string{"Range", "bytes=0-9", "Accept-Encoding", "br, gzip"}, 206, data[:10], "bytes 0-9/2000"},
		{"the last zero bytes", "/stored", []string{"Range", "bytes=-0"}, 416, "", "bytes */2000"},
		{"zero bytes and others", "/stored", []string{"Range", "bytes=-0, 0-1"}, 206, data[:2], "bytes 0-1/2000"},
		{"beyond the end", "/stored", []string{"Range", "bytes=2000-"}, 416, "", "bytes */2000"},
		{"backwards", "/stored", []string{"Range", "bytes=9-0"}, 416, "", "bytes */2000"},
		{"another unit is ignored", "/stored", []string{"Range", "rows=0-9"}, 200, data, ""},
		{"too many ranges are ignored", "/stored", []string{"Range", "bytes=" + strings.Repeat("0-1,", 8) + "2-3"}, 200, data, ""},
		{"If-Range with the tag", "/stored", []string{"Range", "bytes=0-9", "If-Range", `"` + sum + `"`}, 206, data[:10], "bytes 0-9/2000"},
		{"If-Range with a weak tag never matches", "/stored", []string{"Range", "bytes=0-9", "If-Range", `W/"` + sum + `"`}, 200, data, ""},
		{"If-Range with another tag", "/stored", []string{"Range", "bytes=0-9", "If-Range", `"other"`}, 200, data, ""},
		{"If-Range with the date", "/stored", []string{"Range", "bytes=0-9", "If-Range", at(0)}, 206, data[:10], "bytes 0-9/2000"},
		{"If-Range with a later date is no match", "/stored", []string{"Range", "bytes=0-9", "If-Range", at(time.Hour)}, 200, data, ""},
		{"If-Range with a date that is none", "/stored", []string{"Range", "bytes=0-9", "If-Range", "today"}, 200, data, ""},
		{"If-Range with the date of computed bytes", "/page", []string{"Range", "bytes=0-9", "If-Range", at(0)}, 206, data[:10], "bytes 0-9/2000"},
		{"If-Range with an earlier date is no match", "/stored", []string{"Range", "bytes=0-9", "If-Range", at(-time.Second)}, 200, data, ""},
		{"If-Range with the tag of computed bytes", "/page", []string{"Range", "bytes=0-9", "If-Range", tag}, 206, data[:10], "bytes 0-9/2000"},
		{"the client has it already", "/stored", []string{"Range", "bytes=0-9", "If-None-Match", `"` + sum + `"`}, 304, "", ""},
		{"the client demands another one", "/stored", []string{"Range", "bytes=0-9", "If-Match", `"other"`}, 412, "precondition failed", ""},
		{"unmodified since long ago", "/stored", []string{"Range", "bytes=0-9", "If-Unmodified-Since", at(-time.Hour)}, 412, "precondition failed", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(t, h, c.path, c.headers...)
			if got := w.Body.String(); w.Code != c.status || w.Header().Get("Content-Range") != c.part || (c.status != http.StatusRequestedRangeNotSatisfiable && got != c.body) {
				t.Errorf("%d %q %.40q", w.Code, w.Header().Get("Content-Range"), got)
			}
			if c.status == http.StatusPartialContent && (w.Header().Get("Content-Encoding") != "" || w.Header().Get("ETag") == "") {
				t.Errorf("%v", w.Header())
			}
		})
	}
	if w := send(t, h, http.MethodHead, "/stored", "Range", "bytes=0-9"); w.Code != http.StatusOK || w.Header().Get("Content-Length") != "2000" {
		t.Errorf("HEAD knows no ranges: %d %v", w.Code, w.Header())
	}
}

// Several ranges come as parts.
func TestSeveralRanges(t *testing.T) {
	w := ask(t, conditional(), "/stored", "Range", "bytes=0-1,5-6")
	if w.Code != http.StatusPartialContent || !strings.HasPrefix(w.Header().Get("Content-Type"), "multipart/byteranges; boundary=") || strings.Count(w.Body.String(), "Content-Range: bytes ") != 2 {
		t.Errorf("%d %v\n%s", w.Code, w.Header(), w.Body)
	}
}

// Programs that read in parts read whatever is kept, not only files. What is too
// long to be kept is sent whole, and says so.
func TestWhateverIsKeptIsSentInParts(t *testing.T) {
	h := serving(config(io.Discard), map[string]func() delivery.Response{
		"/kept": func() delivery.Response { return delivery.NewPage("text/csv", "/kept", body("0123456789")) },
		"/long": func() delivery.Response {
			return delivery.NewPage("text/csv", "/long", body(strings.Repeat("x", delivery.MaxKeptBody+1)))
		},
		"/endless": func() delivery.Response {
			return &delivery.Stream{Key: "/endless", Write: writing(make([]byte, delivery.MaxKeptBody+1))}
		},
	})
	if w := ask(t, h, "/kept", "Range", "bytes=2-4"); w.Code != http.StatusPartialContent || w.Body.String() != "234" || w.Header().Get("Accept-Ranges") != "bytes" {
		t.Errorf("%d %v %q", w.Code, w.Header(), w.Body)
	}
	for _, path := range []string{"/long", "/endless"} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			if w := send(t, h, method, path, "Range", "bytes=2-4"); w.Code != http.StatusOK || w.Header().Get("Accept-Ranges") != "none" {
				t.Errorf("%s %s: %d %v", method, path, w.Code, w.Header())
			}
		}
	}
}
