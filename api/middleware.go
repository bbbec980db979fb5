package api

import (
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/gin-gonic/gin"
)

// methods are those of every path: the service only reads.
const methods = "GET, HEAD, OPTIONS"

// allowed says which methods a path has.
func allowed(c *gin.Context) { c.Header("Allow", methods) }

const requestIDHeader = "X-Request-Id"

// maxRequestID bounds what is taken over from a proxy in front.
const maxRequestID = 64

// identify gives the request an id: the one a proxy in front set if it is
// harmless, a fresh one otherwise.
func (s *Server) identify(c *gin.Context) {
	id := c.Request.Header.Get("X-Request-ID")
	if !harmless(id) {
		id = s.cfg.NewID()
	}
	headers(c)[requestIDHeader] = []string{id}
	c.Next()
}

func harmless(id string) bool {
	return id != "" && len(id) <= maxRequestID && strings.IndexFunc(id, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && r != '-' && r != '_' && r != '.'
	}) < 0
}

func requestID(c *gin.Context) string {
	if ids := headers(c)[requestIDHeader]; len(ids) > 0 {
		return ids[0]
	}
	return ""
}

// logged writes one line a request. Addresses of callers are not logged: the
// service has no use for them.
func (s *Server) logged(c *gin.Context) {
	start := s.cfg.Now()
	defer func() { // also when the answer is cut
		ctx, handler, end := c.Request.Context(), s.cfg.Log.Handler(), s.cfg.Now()
		if !handler.Enabled(ctx, slog.LevelInfo) {
			return
		}
		status, size, _ := written(c)
		// Not through the logger, which would look at the call stack and the clock.
		line := slog.NewRecord(end, slog.LevelInfo, "request", 0)
		line.AddAttrs(
			slog.String("method", c.Request.Method),
			slog.String("uri", c.Request.RequestURI[:min(len(c.Request.RequestURI), maxLoggedURI)]),
			slog.Int("status", status),
			slog.Int("bytes", size),
			slog.Int64("microseconds", end.Sub(start).Microseconds()),
			slog.String("request_id", requestID(c)),
		)
		_ = handler.Handle(ctx, line) // a log that fails has nowhere to be reported
	}()
	c.Next()
}

// maxLoggedURI bounds what one request may write into the log.
const maxLoggedURI = 2 << 10

// recovered turns a panic into an opaque 500. If the answer has begun, the
// connection is cut instead: half an answer must not look whole.
func (s *Server) recovered(c *gin.Context) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if v == http.ErrAbortHandler { //nolint:errorlint // it is panicked with as it is
			panic(v)
		}
		s.cfg.Log.ErrorContext(c.Request.Context(), "panic", slog.String("request_id", requestID(c)),
			slog.String("value", fmt.Sprint(v)), slog.String("stack", string(debug.Stack())))
		if _, _, begun := written(c); begun {
			panic(http.ErrAbortHandler)
		}
		s.respondProblem(c, fmt.Errorf("panic: %v", v))
		c.Abort()
	}()
	c.Next()
}

// policy allows a page its own style sheet and images and nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// secured sets the headers that protect readers, and those that let every web
// page read the data (CORS). They are the same in every answer, so their values
// are made once; nobody may change them.
func (s *Server) secured() gin.HandlerFunc {
	always := http.Header{
		"X-Content-Type-Options":        {"nosniff"},
		"Referrer-Policy":               {"strict-origin-when-cross-origin"},
		"Content-Security-Policy":       {policy},
		"Cross-Origin-Resource-Policy":  {"cross-origin"},
		"Access-Control-Allow-Origin":   {"*"},
		"Access-Control-Expose-Headers": {"Content-Disposition, Content-Range, ETag, Last-Modified, Link, Memento-Datetime, Retry-After, X-Request-ID"},
	}
	if strings.HasPrefix(s.cfg.BaseURL, "https://") {
		always.Set("Strict-Transport-Security", "max-age=31536000")
	}
	preflight := http.Header{
		"Access-Control-Allow-Methods": {methods},
		"Access-Control-Allow-Headers": {"Accept, Accept-Datetime, Accept-Language, If-Match, If-Modified-Since, If-None-Match, If-Range, If-Unmodified-Since, Range, X-Request-ID"},
		"Access-Control-Max-Age":       {"86400"},
	}
	return func(c *gin.Context) {
		maps.Copy(headers(c), always)
		if c.Request.Method == http.MethodOptions {
			maps.Copy(headers(c), preflight)
		}
		c.Next()
	}
}
