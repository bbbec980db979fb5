package delivery

import (
	"maps"
	"net/http"
	"strings"
)

// contentSecurityPolicy allows a page its own style sheet and images and nothing
// else.
const contentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// withSecurityHeaders sets the headers that protect readers. They are the same in
// every response, so their values are made once; nobody may change them.
func (d *Delivery) withSecurityHeaders(next http.Handler) http.Handler {
	always := http.Header{
		"X-Content-Type-Options":       {"nosniff"},
		"Referrer-Policy":              {"strict-origin-when-cross-origin"},
		"Content-Security-Policy":      {contentSecurityPolicy},
		"Cross-Origin-Resource-Policy": {"cross-origin"},
	}
	if strings.HasPrefix(d.cfg.BaseURL, "https://") {
		always.Set("Strict-Transport-Security", "max-age=31536000")
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		maps.Copy(w.Header(), always)
		next.ServeHTTP(w, r)
	})
}
