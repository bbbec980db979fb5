package delivery

import (
	"net/http"
	"strings"
)

// requestIDHeader is spelt as http.Header spells it.
const requestIDHeader = "X-Request-Id"

// withRequestID gives a request an id: the one that a proxy in front set if it is
// harmless, a fresh one otherwise.
func (d *Delivery) withRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(requestIDHeader)
		if !harmless(id) {
			id = d.cfg.NewID()
		}
		w.Header()[requestIDHeader] = []string{id}
		next.ServeHTTP(w, r)
	})
}

func harmless(id string) bool {
	return id != "" && len(id) <= maxRequestID && strings.IndexFunc(id, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && r != '-' && r != '_' && r != '.'
	}) < 0
}

// requestID returns the id that a response has in its headers.
func requestID(h http.Header) string {
	if ids := h[requestIDHeader]; len(ids) > 0 {
		return ids[0]
	}
	return ""
}
