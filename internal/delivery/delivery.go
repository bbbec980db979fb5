// Package delivery is how a response travels: from what a handler returns, over
// the conditions of the request and the body, to the bytes that are sent.
//
//	request → handler → Response → validators and conditions → body → coding → bytes
//
// It promises one place for each rule of HTTP: conditions (conditions.go), ranges
// (ranges.go), Cache-Control (cache_control.go), Vary (head.go), content codings
// (coding.go), CORS (cors.go), request ids, the access log and every limit of load
// (limits.go). It promises that the headers are complete before the first byte,
// that a response that fails halfway never looks whole, and that what one reader
// holds is bounded. It refuses to know any dataset, format or route, reads no
// clock of its own, and maps no error: what a failure looks like is given to it
// (Config.Problem). It builds on wire, cache and fault; api uses it.
package delivery

import (
	"log/slog"
	"net/http"
	"time"

	"hachinohe.example/opendata/internal/cache"
)

// Config is what delivery needs from outside.
type Config struct {
	BaseURL string           // part of every ETag, because links in bodies begin with it
	Build   string           // identity of the program: other programs, other ETags
	Log     *slog.Logger     // one line a request, and the causes of failures
	Now     func() time.Time // the clock of write timeouts and of the log
	NewID   func() string    // a fresh request id

	// State names everything that a response can depend on now beside the request and
	// the program: equal state, equal response. It is false if there is nothing.
	State func() (state string, ok bool)
	// Problem says how a failure looks.
	Problem func(err error, instance, requestID string) Problem
}

// Problem is the response to a request that failed.
type Problem struct {
	Status      int
	ContentType string
	Language    string // Content-Language
	Cache       CachePolicy
	Body        []byte
}

// Delivery sends responses.
type Delivery struct {
	cfg       Config
	bodies    *cache.Memo[*Body]
	prepared  *cache.LRU[preparedKey, *prepared]
	admission admission
	readers   *readers
}

// New returns a Delivery that has sent nothing yet.
func New(cfg Config) *Delivery {
	return &Delivery{
		cfg: cfg, bodies: newBodies(bodyBytes), prepared: newPreparedCache(preparedBytes),
		admission: newAdmission(), readers: newReaders(cfg.Now),
	}
}

// Handler does for every request what does not depend on its route, in this
// order; next answers by route.
func (d *Delivery) Handler(next http.Handler) http.Handler {
	secured := d.withSecurityHeaders(d.withCORS(next))
	prepared := d.withPrepared(secured)
	recovered := d.withRecovery(prepared)
	return d.withRequestID(d.withAccessLog(recovered))
}

// KeptBodies returns how many bodies are kept.
func (d *Delivery) KeptBodies() int {
	values, _ := d.bodies.Used()
	return values
}
