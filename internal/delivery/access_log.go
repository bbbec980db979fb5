package delivery

import (
	"log/slog"
	"net/http"
	"time"
)

// withAccessLog writes one line a request. Addresses of callers are not logged:
// the service has no use for them.
func (d *Delivery) withAccessLog(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, observed := d.cfg.Now(), &observedWriter{ResponseWriter: w}
		defer func() { d.logRequest(r, observed, start) }() // also when the response is cut
		next.ServeHTTP(observed, r)
	})
}

func (d *Delivery) logRequest(r *http.Request, w *observedWriter, start time.Time) {
	ctx, handler, end := r.Context(), d.cfg.Log.Handler(), d.cfg.Now()
	if !handler.Enabled(ctx, slog.LevelInfo) {
		return
	}
	// Not through the logger, which would look at the call stack and the clock.
	line := slog.NewRecord(end, slog.LevelInfo, "request", 0)
	line.AddAttrs(
		slog.String("method", r.Method),
		slog.String("uri", r.RequestURI[:min(len(r.RequestURI), maxLoggedURI)]),
		slog.Int("status", w.sent()),
		slog.Int("bytes", w.bytes),
		slog.Int64("microseconds", end.Sub(start).Microseconds()),
		slog.String("request_id", requestID(w.Header())),
	)
	_ = handler.Handle(ctx, line) // a log that fails has nowhere to be reported
}

// observedWriter notes what is sent. It is the outermost writer of a request, so
// that what it saw is what went out.
type observedWriter struct {
	http.ResponseWriter

	status int // 0 until the head is written
	bytes  int // of the body
}

// WriteHeader implements http.ResponseWriter.
func (w *observedWriter) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *observedWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.bytes += n
	return n, err
}

// Flush implements http.Flusher, which the router asks for by type.
func (w *observedWriter) Flush() {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	_ = http.NewResponseController(w.ResponseWriter).Flush() // without it everything comes at the end
}

// Unwrap lets http.ResponseController reach the connection.
func (w *observedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// begun reports whether a part of the response was sent.
func (w *observedWriter) begun() bool { return w.status != 0 }

// sent returns the status that the client sees.
func (w *observedWriter) sent() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}
