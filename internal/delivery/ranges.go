package delivery

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const bytesUnit = "bytes="

// wantsRange reports whether a part of a response is asked for. Only GET knows
// ranges, and units other than bytes are ignored (RFC 9110 §14.2).
func wantsRange(r *http.Request) bool {
	ranges, ok := strings.CutPrefix(r.Header.Get("Range"), bytesUnit)
	return ok && r.Method == http.MethodGet && strings.Count(ranges, ",") < maxRanges
}

// satisfiable leaves out the ranges that no body can satisfy but net/http would
// answer with: the last zero bytes (RFC 9110 §14.1.2).
func satisfiable(header string) string {
	var kept []string
	for part := range strings.SplitSeq(strings.TrimPrefix(header, bytesUnit), ",") {
		length, suffix := strings.CutPrefix(strings.TrimSpace(part), "-")
		if suffix && length != "" && strings.Trim(length, "0") == "" {
			continue
		}
		kept = append(kept, part)
	}
	if len(kept) == 0 {
		return ""
	}
	return bytesUnit + strings.Join(kept, ",")
}

// serveRanges leaves the ranges to net/http, which sees no other header of the
// request: the conditions are evaluated already, once. Its refusals are sent as
// every other problem.
func (d *Delivery) serveRanges(w http.ResponseWriter, r *http.Request, data []byte, to *reader) {
	ranges := satisfiable(r.Header.Get("Range"))
	guard := &refusalGuard{ResponseWriter: w, chunks: d.chunks(w, to), refused: ranges == ""}
	if !guard.refused {
		part := (&http.Request{Method: r.Method, Header: http.Header{"Range": {ranges}}}).WithContext(r.Context())
		http.ServeContent(guard, part, "", time.Time{}, bytes.NewReader(data))
	}
	if guard.refused {
		w.Header().Set("Content-Range", "bytes */"+strconv.Itoa(len(data)))
		d.Problem(w, r, ErrRange)
	}
}

// refusalGuard keeps back what net/http itself writes about a range that cannot
// be satisfied. All else it writes in chunks.
type refusalGuard struct {
	http.ResponseWriter

	chunks  *chunkWriter
	refused bool
}

// WriteHeader notes a refusal instead of writing it.
func (w *refusalGuard) WriteHeader(status int) {
	if w.refused = status == http.StatusRequestedRangeNotSatisfiable; !w.refused {
		w.ResponseWriter.WriteHeader(status)
	}
}

// Write drops the text that belongs to a refusal.
func (w *refusalGuard) Write(b []byte) (int, error) {
	if w.refused {
		return len(b), nil
	}
	return w.chunks.Write(b)
}
