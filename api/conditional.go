package api

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

// etagIn is the strong ETag of a body in one coding: other bytes, other tag.
func etagIn(tag, coding string) string {
	if coding == codingIdentity {
		return `"` + tag + `"`
	}
	return `"` + tag + "-" + coding + `"`
}

// matches reports whether the client already has what a 200 would send. A tag
// of another coding does not count: who stores both must not mix them up
// (RFC 9110 §15.4.5).
func matches(h http.Header, tag string) bool {
	for _, value := range h.Values("If-None-Match") {
		for part := range strings.SplitSeq(value, ",") {
			if strings.TrimPrefix(strings.TrimSpace(part), "W/") == tag {
				return true
			}
		}
	}
	return false
}

// demands reports whether the client wants an answer only if nothing has
// changed, which is judged before anything else (RFC 9110 §13.2.2).
func demands(h http.Header) bool {
	return h.Get("If-Match") != "" || h.Get("If-Unmodified-Since") != ""
}

// preconditions reports whether net/http must judge the request. "Not modified
// since" is believed of canonical files only: anything else also changes with
// the program, which the date of the release does not tell.
func preconditions(h http.Header, a *answer) bool {
	if !a.canonical() {
		h.Del("If-Modified-Since")
	}
	return demands(h) || h.Get("If-None-Match") == "*" ||
		(h.Get("If-Modified-Since") != "" && h.Get("If-None-Match") == "")
}

// canonical reports whether the bytes are those of the release itself.
func (a *answer) canonical() bool { return a.etag != "" }

// maxRanges bounds the parts of one answer: more than a reader ever needs.
const maxRanges = 8

// wantsRange reports whether a part of a file is asked for. Only GET knows
// ranges, and units other than bytes are ignored (RFC 9110 §14.2).
func wantsRange(r *http.Request) bool {
	ranges, ok := strings.CutPrefix(r.Header.Get("Range"), "bytes=")
	return ok && r.Method == http.MethodGet && strings.Count(ranges, ",") < maxRanges
}

// serveContent leaves ranges and preconditions to net/http, and renders its
// refusals like every other problem.
func (s *Server) serveContent(c *gin.Context, a *answer, body []byte, ranged bool) {
	if !ranged {
		c.Request.Header.Del("Range")
	}
	if headers(c).Get("Content-Encoding") != "" {
		c.Header("Content-Length", strconv.Itoa(len(body)))
	}
	w := &refusalGuard{ResponseWriter: writer(c)}
	var modified time.Time
	if a.release != nil {
		modified = a.release.Effective
	}
	http.ServeContent(w, c.Request, "", modified, bytes.NewReader(body))
	switch w.refused {
	case http.StatusRequestedRangeNotSatisfiable:
		c.Header("Content-Range", "bytes */"+strconv.Itoa(len(body)))
		s.respondProblem(c, errRange)
	case http.StatusPreconditionFailed:
		s.respondProblem(c, errPrecondition)
	}
}

// refusalGuard keeps back what net/http itself answers to a range or a
// precondition that cannot be met.
type refusalGuard struct {
	http.ResponseWriter
	refused int // the status; 0 = nothing was refused
}

// WriteHeader notes a refusal instead of writing it.
func (w *refusalGuard) WriteHeader(status int) {
	if status == http.StatusRequestedRangeNotSatisfiable || status == http.StatusPreconditionFailed {
		w.refused = status
		return
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write drops the text that belongs to a refusal.
func (w *refusalGuard) Write(b []byte) (int, error) {
	if w.refused != 0 {
		return len(b), nil
	}
	return w.ResponseWriter.Write(b)
}
