package api

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hachinohe.example/opendata/internal/wire"
)

// replyBytes bounds the files that are kept as they go out.
const replyBytes = 8 << 20

// wording is a request for a file as it was written. In the same words of the
// same release it has the same answer.
type wording struct {
	release string // its identity
	address string
	coding  string
}

// reply is the answer to a wording, with everything that was found out and
// written for it once. Only conditions are weighed anew. It holds its body in one
// coding and nothing of the release, which may be large and over.
type reply struct {
	validators

	media   string
	lines   wire.Lines // of the head
	control int        // how many bytes of them do not tell of the body: the head of 304
	payload *payload
}

func newReplies(limit int) *lru[wording, *reply] {
	l := newLRU(limit, func(w wording, r *reply) int {
		return len(w.address) + len(r.lines) + len(r.payload.body) + entryBytes
	})
	l.refuse = func(r *reply) bool { return len(r.payload.body) > maxCachedBody }
	return &l
}

// again answers what was asked before in the same words, and leaves everything
// else to those who come next.
func (s *Server) again(c *gin.Context) {
	r, ok := s.repeated(c.Request)
	if !ok {
		c.Next()
		return
	}
	switch verdict := judge(c.Request.Header, r.validators); {
	case verdict == notModified:
		s.send(c, http.StatusNotModified, r.lines[:r.control], nil)
	case verdict == failed || !s.flying.take(r.payload):
		c.Next() // a problem has other headers
		return
	default:
		defer s.flying.give(r.payload)
		h := headers(c)
		h.Set("Content-Type", r.media)
		h.Set("Content-Length", strconv.Itoa(len(r.payload.body)))
		s.send(c, http.StatusOK, r.lines, r.payload.body)
	}
	c.Abort()
}

// repeated finds the reply to a request for a file of the current release as a
// whole.
func (s *Server) repeated(r *http.Request) (*reply, bool) {
	if !strings.HasPrefix(r.RequestURI, filesPath) || r.Method != http.MethodGet && r.Method != http.MethodHead ||
		r.Header.Get("Accept-Datetime") != "" || wantsRange(r) {
		return nil, false
	}
	rel, err := s.shelf.At(r.Context(), s.cfg.Now())
	if err != nil {
		return nil, false
	}
	return s.replies.lookup(wording{identity(rel), r.RequestURI, codingOf(r)})
}

// remember keeps an answer as it just went out, unless something chose its
// release: then the clock has a say in it.
func (s *Server) remember(c *gin.Context, a *answer, tag, coding string, body []byte) {
	if !a.repeatable || !strings.HasPrefix(c.Request.RequestURI, filesPath) {
		return
	}
	control, about := maps.Clone(headers(c)), maps.Clone(headers(c))
	delete(control, requestIDHeader)
	withoutBody(control)
	maps.DeleteFunc(about, func(name string, _ []string) bool { return !ofBody(name) })
	lines := wire.NewLines(control)
	s.replies.add(wording{a.hash(), c.Request.RequestURI, coding}, &reply{
		validators: a.validators(tag), media: a.media,
		lines: slices.Concat(lines, wire.NewLines(about)), control: len(lines), payload: &payload{body: body},
	})
}

// withoutBody leaves out the headers that tell of the body: who is told that
// nothing has changed knows them (RFC 9110 §15.4.5).
func withoutBody(h http.Header) {
	maps.DeleteFunc(h, func(name string, _ []string) bool { return ofBody(name) })
}

func ofBody(name string) bool {
	switch name {
	case "Accept-Ranges", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Type", "Last-Modified", "Link":
		return true
	}
	return false
}
