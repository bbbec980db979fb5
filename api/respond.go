package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
)

// respond writes an answer: body first, then headers, then status. It is the
// only place that writes a success.
func (s *Server) respond(c *gin.Context, a *answer) {
	h := c.Writer.Header()
	s.describe(h, a)
	if a.immediate {
		s.respondNow(c, a)
		return
	}
	coding := contentCoding(strings.Join(c.Request.Header.Values("Accept-Encoding"), ","))
	ranged := a.filename != "" && c.Request.Header.Get("Range") != ""
	if ranged {
		coding = codingIdentity // a range counts the bytes of the file itself
	}
	tag := s.tag(a)
	if !demands(c.Request.Header) && matches(c.Request.Header, tag) {
		h.Set("ETag", etagIn(tag, coding))
		c.Status(http.StatusNotModified)
		c.Writer.WriteHeaderNow()
		return
	}
	p, err := s.bodyOf(a)
	if err != nil {
		s.respondProblem(c, err)
		return
	}
	body, coding, err := p.in(coding)
	if err != nil {
		s.respondProblem(c, err)
		return
	}
	for _, link := range p.links {
		h.Add("Link", link)
	}
	h.Set("ETag", etagIn(tag, coding))
	if coding != codingIdentity {
		h.Set("Content-Encoding", coding)
	}
	if preconditions(c.Request.Header) || ranged {
		s.serveContent(c, body)
		return
	}
	s.write(c, http.StatusOK, body)
}

// describe sets the headers that do not depend on the body.
func (s *Server) describe(h http.Header, a *answer) {
	if a.media != "" {
		h.Set("Content-Type", a.media)
	}
	for _, link := range a.links {
		h.Add("Link", link)
	}
	if a.cache == noStore {
		h.Set("Cache-Control", "no-store")
		return
	}
	h.Set("Cache-Control", "no-cache")
	if a.immediate {
		return
	}
	h.Set("Content-Language", "ja")
	h.Set("Last-Modified", s.release.Effective.UTC().Format(http.TimeFormat))
	h.Add("Vary", "Accept-Encoding")
	if a.varies {
		h.Add("Vary", "Accept")
	}
	if a.filename != "" {
		h.Set("Content-Disposition", `attachment; filename="`+a.filename+`"`)
		h.Set("Accept-Ranges", "bytes")
	}
}

func (s *Server) respondNow(c *gin.Context, a *answer) {
	status := http.StatusOK
	if a.status != 0 {
		status = a.status
	}
	if a.body == nil {
		c.Status(status)
		c.Writer.WriteHeaderNow()
		return
	}
	p, err := a.body()
	if err != nil {
		s.respondProblem(c, err)
		return
	}
	s.write(c, status, p.body)
}

func (s *Server) bodyOf(a *answer) (*payload, error) {
	if a.etag != "" {
		return a.body() // a published file keeps its own payload
	}
	return s.answers.get(a.key, a.body)
}

// tag names the body of an answer without making it: of a canonical file its
// sha256, of anything computed a hash of release, program and request.
func (s *Server) tag(a *answer) string {
	if a.etag != "" {
		return a.etag
	}
	sum := sha256.Sum256([]byte(s.release.Hash + "\n" + s.cfg.Build + "\n" + s.cfg.BaseURL + "\n" + a.key))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// etagIn is the strong ETag of a body in one coding: other bytes, other tag.
func etagIn(tag, coding string) string {
	if coding == codingIdentity {
		return `"` + tag + `"`
	}
	return `"` + tag + "-" + coding + `"`
}

// matches reports whether the client already has this body, in any coding.
func matches(h http.Header, tag string) bool {
	for _, value := range h.Values("If-None-Match") {
		for part := range strings.SplitSeq(value, ",") {
			part = strings.TrimPrefix(strings.TrimSpace(part), "W/")
			for _, coding := range []string{codingIdentity, codingGzip, codingBrotli} {
				if part == etagIn(tag, coding) {
					return true
				}
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

// preconditions reports whether net/http must judge the request: by date, by
// If-Match, or by the star.
func preconditions(h http.Header) bool {
	return demands(h) ||
		h.Get("If-None-Match") == "*" || (h.Get("If-Modified-Since") != "" && h.Get("If-None-Match") == "")
}

// serveContent leaves ranges and preconditions to net/http, and renders its
// refusals like every other problem.
func (s *Server) serveContent(c *gin.Context, body []byte) {
	if c.Writer.Header().Get("Accept-Ranges") == "" {
		c.Request.Header.Del("Range")
	}
	if c.Writer.Header().Get("Content-Encoding") != "" {
		c.Writer.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	w := &refusalGuard{ResponseWriter: c.Writer}
	http.ServeContent(w, c.Request, "", s.release.Effective, bytes.NewReader(body))
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

// respondProblem writes an error, and is the only place that does. The cause
// of an internal failure goes to the log alone.
func (s *Server) respondProblem(c *gin.Context, err error) {
	p, k := s.problemOf(err, c.Request.URL.RequestURI(), requestID(c))
	if k.status >= http.StatusInternalServerError {
		s.cfg.Log.ErrorContext(c.Request.Context(), "request failed", slog.String("request_id", p.RequestID), slog.String("error", err.Error()))
	}
	h := c.Writer.Header()
	for _, name := range []string{"ETag", "Last-Modified", "Content-Encoding", "Content-Disposition", "Accept-Ranges", "Link", "Content-Length"} {
		h.Del(name)
	}
	body, jsonErr := marshal(p)
	if jsonErr != nil {
		body = []byte("{}\n")
	}
	h.Set("Content-Type", mediaProblem)
	h.Set("Content-Language", "ja, en")
	h.Set("Cache-Control", k.cache)
	h.Set("Vary", "Accept") // another Accept may be no error, or another one
	s.write(c, k.status, body)
}

// write sends status and body; HEAD gets the same headers and no body.
func (s *Server) write(c *gin.Context, status int, body []byte) {
	c.Writer.Header().Set("Content-Length", strconv.Itoa(len(body)))
	c.Writer.WriteHeader(status)
	if c.Request.Method == http.MethodHead {
		c.Writer.WriteHeaderNow()
		return
	}
	if _, err := c.Writer.Write(body); err != nil {
		// The client is gone; there is nobody left to tell.
		s.cfg.Log.DebugContext(c.Request.Context(), "client went away", slog.String("error", err.Error()))
	}
}

// headers are those of the answer that is being made.
func headers(c *gin.Context) http.Header { return c.Writer.Header() }

// written says what has been answered so far.
func written(c *gin.Context) (status, size int, begun bool) {
	return c.Writer.Status(), max(c.Writer.Size(), 0), c.Writer.Written()
}

// marshal writes JSON for people, too: no HTML escapes, a newline at the end.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
