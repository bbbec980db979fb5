package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hachinohe.example/opendata/internal/wire"
)

// respond writes an answer: body first, then headers, then status. It, what it
// calls, and again, which sends what was written here before, are the only
// places that write a success.
func (s *Server) respond(c *gin.Context, a *answer) {
	h := c.Writer.Header()
	s.describe(h, a)
	if a.immediate {
		s.respondNow(c, a)
		return
	}
	coding := codingOf(c.Request)
	ranged := a.filename != "" && wantsRange(c.Request)
	if ranged {
		coding = codingIdentity // a range counts the bytes of the file itself
	}
	// The tag names the coding that was agreed on, also where the body turns out
	// too small or too large to be compressed: it must be known without the body.
	tag := etagIn(s.tag(a), coding)
	h.Set("Etag", tag) // so spelt in http.Header: other spellings are rewritten at every request
	switch verdict := judge(c.Request.Header, a.validators(tag)); {
	case verdict == notModified:
		withoutBody(h)
		s.writeHead(c, http.StatusNotModified)
	case verdict == failed:
		s.respondProblem(c, errPrecondition)
	case c.Request.Method == http.MethodHead && a.costly:
		s.writeHead(c, http.StatusOK) // what only the body would tell is left out
	default:
		s.respondBody(c, a, tag, coding, ranged)
	}
}

// respondBody makes or finds the body and writes it.
func (s *Server) respondBody(c *gin.Context, a *answer, tag, coding string, ranged bool) {
	p, err := s.bodyOf(c.Request.Context(), a)
	if err == nil && p.endless {
		s.respondStream(c, a)
		return
	}
	if err == nil && p.long() && !ranged {
		s.respondStream(c, streamed(headers(c), p))
		return
	}
	var body []byte
	used := coding
	if err == nil {
		body, used, err = p.in(coding)
	}
	if err != nil {
		s.respondProblem(c, err)
		return
	}
	h := c.Writer.Header()
	for _, link := range p.links {
		h.Add("Link", link)
	}
	if used != codingIdentity {
		h.Set("Content-Encoding", used)
	}
	if ranged {
		s.serveContent(c, a, body)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	s.remember(c, a, tag, coding, body)
	if !s.flying.take(p) {
		s.respondProblem(c, errBusy())
		return
	}
	defer s.flying.give(p)
	s.send(c, http.StatusOK, nil, body)
}

// writeHead sends status and headers alone.
func (s *Server) writeHead(c *gin.Context, status int) {
	c.Status(status)
	c.Writer.WriteHeaderNow()
}

// describe sets the headers that do not depend on the body.
func (s *Server) describe(h http.Header, a *answer) {
	if a.media != "" {
		h.Set("Content-Type", a.media)
	}
	if len(a.links) > 0 {
		h["Link"] = a.links
	}
	if a.cache == noStore {
		h.Set("Cache-Control", "no-store")
		return
	}
	h.Set("Cache-Control", "no-cache")
	if a.immediate {
		return
	}
	if a.cache == forEver {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Content-Language", "ja")
	vary := append(make([]string, 0, 3), "Accept-Encoding") //nolint:mnd // the most there are
	if a.release != nil {
		effective := a.release.Effective.UTC().Format(http.TimeFormat)
		h.Set("Last-Modified", effective)
		if a.memento {
			h.Set("Memento-Datetime", effective)
		}
		if a.cache != forEver {
			vary = append(vary, "Accept-Datetime")
		}
	}
	if a.varies {
		vary = append(vary, "Accept")
	}
	h["Vary"] = vary
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
		s.writeHead(c, status)
		return
	}
	p, err := a.body(c.Request.Context())
	if err != nil {
		s.respondProblem(c, err)
		return
	}
	s.write(c, status, p.body)
}

// bodyOf makes or finds the body of an answer. Only a few are made at once.
func (s *Server) bodyOf(ctx context.Context, a *answer) (*payload, error) {
	if a.published {
		return a.body(ctx) // keeps its own payload
	}
	body := a.body
	if a.stream != nil {
		body = a.shortened
	}
	return s.answers.get(a.hash()+"\n"+a.key, func() (*payload, error) {
		if a.first != nil {
			if err := a.first(); err != nil {
				return nil, err
			}
		}
		return s.work.of(ctx, a).do(ctx, body)
	})
}

// hash names the release that an answer comes from.
func (a *answer) hash() string {
	if a.release == nil {
		return ""
	}
	return identity(a.release)
}

// tag names the body of an answer without making it: of a canonical file its
// sha256, of anything computed a hash of release, program and request.
func (s *Server) tag(a *answer) string {
	if a.etag != "" {
		return a.etag
	}
	sum := sha256.Sum256([]byte(a.hash() + "\n" + s.cfg.Build + "\n" + s.cfg.BaseURL + "\n" + a.key))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// respondProblem writes an error, and is the only place that does. The cause
// of an internal failure goes to the log alone.
func (s *Server) respondProblem(c *gin.Context, err error) {
	p, k := s.problemOf(err, c.Request.RequestURI, requestID(c))
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
	if k.status == http.StatusServiceUnavailable {
		h.Set("Retry-After", retryAfter)
	}
	h.Set("Vary", "Accept") // another Accept may be no error, or another one
	s.write(c, k.status, body)
}

// write sends status and body; HEAD gets the same headers and no body.
func (s *Server) write(c *gin.Context, status int, body []byte) {
	headers(c).Set("Content-Length", strconv.Itoa(len(body)))
	s.send(c, status, nil, body)
}

// send is write where the length has been told and some headers were made
// before.
func (s *Server) send(c *gin.Context, status int, lines wire.Lines, body []byte) {
	if c.Request.Method == http.MethodHead {
		body = nil
	}
	var err error
	if len(body) <= streamChunk {
		err = wire.Send(c.Request.Context(), c.Writer, status, lines, body)
	} else {
		err = s.sendLong(c, status, lines, body)
	}
	if err != nil {
		// The client is gone; there is nobody left to tell.
		s.cfg.Log.DebugContext(c.Request.Context(), "client went away", slog.String("error", err.Error()))
	}
}

// sendLong sends a body that a slow reader of is in the way of others.
func (s *Server) sendLong(c *gin.Context, status int, lines wire.Lines, body []byte) error {
	out := &chunks{to: c.Writer, control: http.NewResponseController(c.Writer), now: s.cfg.Now}
	if err := out.hurry(); err != nil {
		return err
	}
	if err := wire.Send(c.Request.Context(), c.Writer, status, lines, body[:streamChunk]); err != nil {
		return err
	}
	_, err := out.Write(body[streamChunk:])
	return err
}

// writer is where net/http writes for us.
func writer(c *gin.Context) http.ResponseWriter { return c.Writer }

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
