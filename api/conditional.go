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

// verdict is what the conditions of a request come to.
type verdict int

const (
	proceed     verdict = iota
	notModified         // 304: the client has it already
	failed              // 412: it is not as the client demands
)

// validators are what the conditions of a request are compared with.
type validators struct {
	tag       string
	effective time.Time // of the release; zero if the answer is from none
	canonical bool      // the bytes are those of the release itself
}

func (a *answer) validators(tag string) validators {
	v := validators{tag: tag, canonical: a.etag != ""}
	if a.release != nil {
		v.effective = a.release.Effective
	}
	return v
}

// judge weighs the conditions of a request in the order of RFC 9110 §13.2.2,
// without the body. "Not modified since" is believed of canonical files only:
// anything else also changes with the program, which the date of the release
// does not tell.
func judge(h http.Header, v validators) verdict {
	dated := !v.effective.IsZero()
	if given := h.Values("If-Match"); len(given) > 0 {
		if !names(given, v.tag, false) {
			return failed
		}
	} else if since, ok := date(h, "If-Unmodified-Since"); ok && dated && v.effective.After(since) {
		return failed
	}
	if given := h.Values("If-None-Match"); len(given) > 0 {
		if names(given, v.tag, true) {
			return notModified
		}
	} else if since, ok := date(h, "If-Modified-Since"); ok && v.canonical && dated && !v.effective.After(since) {
		return notModified
	}
	return proceed
}

// names reports whether a list of tags has one. A tag of another coding does not
// count: who stores both must not mix them up (RFC 9110 §15.4.5).
func names(values []string, tag string, weak bool) bool {
	for _, value := range values {
		for part := range strings.SplitSeq(value, ",") {
			part = strings.TrimSpace(part)
			if weak {
				part = strings.TrimPrefix(part, "W/")
			}
			if part == tag || part == "*" {
				return true
			}
		}
	}
	return false
}

func date(h http.Header, name string) (time.Time, bool) {
	given := h.Get(name)
	if given == "" { // a parse error is costly, and most requests have no condition
		return time.Time{}, false
	}
	t, err := http.ParseTime(given)
	return t, err == nil
}

// maxRanges bounds the parts of one answer: more than a reader ever needs.
const maxRanges = 8

// wantsRange reports whether a part of a file is asked for. Only GET knows
// ranges, and units other than bytes are ignored (RFC 9110 §14.2).
func wantsRange(r *http.Request) bool {
	ranges, ok := strings.CutPrefix(r.Header.Get("Range"), "bytes=")
	return ok && r.Method == http.MethodGet && strings.Count(ranges, ",") < maxRanges
}

// serveContent leaves ranges to net/http, and renders its refusals like every
// other problem.
func (s *Server) serveContent(c *gin.Context, a *answer, body []byte) {
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
