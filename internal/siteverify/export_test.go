package siteverify

import "net/http"

// SameSite decides whether a redirect is followed.
func SameSite(next *http.Request, before []*http.Request) error { return sameSite(next, before) }

// MaxRedirects bounds how often a site may redirect within itself.
const MaxRedirects = maxRedirects

// ClockSkew is how far the clocks of site and verifier may be apart.
const ClockSkew = clockSkew
