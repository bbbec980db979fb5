package delivery

import (
	"errors"
	"log/slog"
	"net/http"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// What delivery itself refuses. How a refusal looks is decided by Config.Problem.
var (
	ErrRange        = errors.New("range not satisfiable")
	ErrPrecondition = errors.New("precondition failed")
)

// busy is the refusal of a request that was not admitted in time.
func busy() *fault.Error {
	return fault.New(fault.Unavailable, lang.T("混み合っています", "the service is busy"),
		lang.T("数秒おいてもう一度試すか、/files のファイルを使ってください", "try again in a few seconds, or use the files under /files"))
}

// Problem sends a failure, and is the only place that does. The cause of an
// internal failure goes to the log alone. Headers that were set for a success are
// removed.
func (d *Delivery) Problem(w http.ResponseWriter, r *http.Request, err error) {
	id := requestID(w.Header())
	p := d.cfg.Problem(err, r.RequestURI, id)
	if p.Status >= http.StatusInternalServerError {
		d.cfg.Log.ErrorContext(r.Context(), "request failed", slog.String("request_id", id), slog.String("error", err.Error()))
	}
	h := w.Header()
	for _, name := range []string{"ETag", "Last-Modified", "Content-Encoding", "Content-Disposition", "Accept-Ranges", "Link", "Content-Length", "Memento-Datetime", digestHeader} {
		h.Del(name)
	}
	h.Set("Content-Type", p.ContentType)
	h.Set("Content-Language", p.Language)
	h.Set("Cache-Control", p.Cache.String())
	if p.Status == http.StatusServiceUnavailable {
		h.Set("Retry-After", retryAfter)
	}
	h.Set("Vary", problemVary)
	d.write(w, r, p.Status, p.Body)
}
