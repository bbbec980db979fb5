package delivery

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// etagIn is the strong ETag of a body in one coding: other bytes, other tag.
func etagIn(tag, coding string) string {
	if coding == codingIdentity {
		return `"` + tag + `"`
	}
	return `"` + tag + "-" + coding + `"`
}

// validators are what the conditions of a request are compared with.
type validators struct {
	etag      string
	effective time.Time // of what the response comes from; zero if it comes from nothing dated
	stored    bool      // the bytes are stored: they change with the date alone
}

func validatorsOf(response kept, etag string) validators {
	_, stored := response.(*Stored)
	return validators{etag: etag, effective: response.About().Origin.Effective, stored: stored}
}

// verdict is what the conditions of a request come to.
type verdict int

const (
	proceed     verdict = iota
	notModified         // 304: the client has it already
	failed              // 412: it is not as the client demands
)

// evaluate evaluates the conditions of a request in the order of RFC 9110
// §13.2.2, without the body. "Not modified since" is believed of stored bytes
// only: anything else also changes with the program, which the date does not tell.
func evaluate(h http.Header, v validators) verdict {
	dated := !v.effective.IsZero()
	if given := h.Values("If-Match"); len(given) > 0 {
		if !anyTag(given) && !lists(given, v.etag, strong) {
			return failed
		}
	} else if since, ok := date(h, "If-Unmodified-Since"); ok && dated && v.effective.After(since) {
		return failed
	}
	if given := h.Values("If-None-Match"); len(given) > 0 {
		if anyTag(given) || lists(given, v.etag, weak) {
			return notModified
		}
	} else if since, ok := date(h, "If-Modified-Since"); ok && v.stored && dated && !v.effective.After(since) {
		return notModified
	}
	return proceed
}

// sameRepresentation evaluates If-Range (RFC 9110 §13.1.5): whether a client that
// has a part may be sent another part of the same bytes. A weak tag never
// matches; a date must be that of Last-Modified, exactly.
func sameRepresentation(h http.Header, v validators) bool {
	given := h.Get("If-Range")
	if given == "" {
		return true
	}
	if strings.HasPrefix(given, `"`) || strings.HasPrefix(given, "W/") {
		return given == v.etag
	}
	at, ok := date(h, "If-Range")
	return ok && at.Equal(v.effective.Truncate(time.Second))
}

// comparison is how tags are compared (RFC 9110 §8.8.3.2).
type comparison bool

const (
	strong comparison = false
	weak   comparison = true
)

// lists reports whether a list of tags has one. A tag of another coding does not
// count: who stores both must not mix them up (RFC 9110 §15.4.5).
func lists(values []string, etag string, c comparison) bool {
	for _, value := range values {
		for part := range strings.SplitSeq(value, ",") {
			part = strings.TrimSpace(part)
			if c == weak {
				part = strings.TrimPrefix(part, "W/")
			}
			if part == etag {
				return true
			}
		}
	}
	return false
}

// anyTag reports whether a list of tags stands for whatever is there.
func anyTag(values []string) bool {
	return slices.ContainsFunc(values, func(value string) bool { return strings.TrimSpace(value) == "*" })
}

// knows reports whether a client has the tag of a response. It can only have it
// from that response, so there is one.
func knows(h http.Header, etag string) bool { return lists(h.Values("If-None-Match"), etag, weak) }

func date(h http.Header, name string) (time.Time, bool) {
	given := h.Get(name)
	if given == "" { // a parse error is costly, and most requests have no condition
		return time.Time{}, false
	}
	t, err := http.ParseTime(given)
	return t, err == nil
}
