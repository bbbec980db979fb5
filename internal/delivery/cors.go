package delivery

import (
	"maps"
	"net/http"
)

// Methods are those of every path: the service only reads.
const Methods = "GET, HEAD, OPTIONS"

// withCORS lets every web page read the data, without credentials. The values are
// made once; nobody may change them.
func withCORS(next http.Handler) http.Handler {
	always := http.Header{
		"Access-Control-Allow-Origin":   {"*"},
		"Access-Control-Expose-Headers": {"Content-Disposition, Content-Range, ETag, Last-Modified, Link, Memento-Datetime, Retry-After, X-Request-ID"},
	}
	preflight := http.Header{
		"Access-Control-Allow-Methods": {Methods},
		"Access-Control-Allow-Headers": {"Accept, Accept-Datetime, Accept-Language, If-Match, If-Modified-Since, If-None-Match, If-Range, If-Unmodified-Since, Range, X-Request-ID"},
		"Access-Control-Max-Age":       {"86400"},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		maps.Copy(w.Header(), always)
		if r.Method == http.MethodOptions {
			maps.Copy(w.Header(), preflight)
		}
		next.ServeHTTP(w, r)
	})
}
