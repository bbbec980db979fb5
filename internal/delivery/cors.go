package delivery

import (
	"maps"
	"net/http"
)

// Methods are those of every path: the service only reads.
const Methods = "GET, HEAD, OPTIONS"

// withCORS lets every web page read the data, without credentials, and answers the
// preflight of every address: a page that asks for what does not exist must be able
// to read that. Libraries add headers to each request that mean nothing here; they
// do no harm. Authorization must be named, other headers need not be where browsers
// know the asterisk. The values are made once; nobody may change them.
func (d *Delivery) withCORS(next http.Handler) http.Handler {
	always := http.Header{
		"Access-Control-Allow-Origin":   {"*"},
		"Access-Control-Expose-Headers": {"Content-Disposition, Content-Range, ETag, Last-Modified, Link, Memento-Datetime, Repr-Digest, Retry-After, X-Request-ID"},
	}
	preflight := http.Header{
		"Access-Control-Allow-Methods": {Methods},
		"Access-Control-Allow-Headers": {"*, Accept, Accept-Datetime, Accept-Language, Authorization, Cache-Control, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Range, If-Unmodified-Since, Pragma, Range, X-Request-ID, X-Requested-With"},
		"Access-Control-Max-Age":       {"86400"},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		maps.Copy(w.Header(), always)
		if r.Method != http.MethodOptions {
			next.ServeHTTP(w, r)
			return
		}
		maps.Copy(w.Header(), preflight)
		if r.Header.Get("Access-Control-Request-Method") == "" {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Allow", Methods)
		d.Respond(w, r, &Immediate{Status: http.StatusNoContent})
	})
}
