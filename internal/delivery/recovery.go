package delivery

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
)

// withRecovery answers a panic with an opaque failure. If the response has begun,
// the connection is cut instead: half a response must not look whole.
func (d *Delivery) withRecovery(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer d.recoverFrom(w, r)
		next.ServeHTTP(w, r)
	})
}

func (d *Delivery) recoverFrom(w http.ResponseWriter, r *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler { //nolint:errorlint // it is panicked with as it is
		panic(v)
	}
	d.cfg.Log.ErrorContext(r.Context(), "panic", slog.String("request_id", requestID(w.Header())),
		slog.String("value", fmt.Sprint(v)), slog.String("stack", string(debug.Stack())))
	if observed, ok := w.(*observedWriter); ok && observed.begun() {
		panic(http.ErrAbortHandler)
	}
	d.Problem(w, r, fmt.Errorf("panic: %v", v))
}
