package delivery

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"hachinohe.example/opendata/internal/cache"
	"hachinohe.example/opendata/internal/wire"
)

// preparedKey is a request as it was written. The same address in the same coding
// has the same response as long as identity is current.
type preparedKey struct {
	identity string
	address  string
	coding   string
}

// prepared is a response as it was sent, with everything that was found out and
// written for it once. Only conditions are evaluated anew. It holds its body in one
// coding and nothing of what the body comes from, which may be large and replaced.
type prepared struct {
	validators

	contentType string
	lines       wire.Lines // of the head
	notModified int        // how many bytes of them do not tell of the body: the head of 304
	body        *Body
}

func newPreparedCache(limit int) *cache.LRU[preparedKey, *prepared] {
	return cache.NewLRU(cache.Options[preparedKey, *prepared]{
		Limit: limit,
		Size: func(k preparedKey, p *prepared) int {
			return len(k.address) + len(p.lines) + len(p.body.data) + entryBytes
		},
		Keep: func(p *prepared) bool { return len(p.body.data) <= MaxKeptBody },
	})
}

// withPrepared answers a request that was answered before in the same words, and
// leaves every other to next.
func (d *Delivery) withPrepared(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p, ok := d.lookup(r); !ok || !d.sendPrepared(w, r, p) {
			next.ServeHTTP(w, r)
		}
	})
}

// lookup finds the prepared response to a request for what is current as a whole.
func (d *Delivery) lookup(r *http.Request) (*prepared, bool) {
	if !preparable(r) {
		return nil, false
	}
	identity, ok := d.cfg.Current(r.Context())
	if !ok {
		return nil, false
	}
	return d.prepared.Get(preparedKey{identity, r.RequestURI, codingOf(r)})
}

// preparable reports whether a request depends on its address and coding alone.
func preparable(r *http.Request) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodHead) && r.Header.Get("Accept-Datetime") == "" && !wantsRange(r)
}

// sendPrepared sends a prepared response, unless it is refused: a problem has
// other headers.
func (d *Delivery) sendPrepared(w http.ResponseWriter, r *http.Request, p *prepared) bool {
	switch evaluate(r.Header, p.validators) {
	case notModified:
		d.send(w, r, http.StatusNotModified, p.lines[:p.notModified], nil)
		return true
	case failed:
		return false
	case proceed:
	}
	if !d.inFlight.add(p.body) {
		return false
	}
	defer d.inFlight.remove(p.body)
	h := w.Header()
	h.Set("Content-Type", p.contentType)
	h.Set("Content-Length", strconv.Itoa(len(p.body.data)))
	d.send(w, r, http.StatusOK, p.lines, p.body.data)
	return true
}

// remember keeps a response as it is about to be sent. What Accept chose, or a
// time, is not kept: then the address is not all that decides.
func (d *Delivery) remember(r *http.Request, h http.Header, response kept, etag, coding string, data []byte) {
	about := response.About()
	if !about.Origin.Repeatable || about.ByAccept || !preparable(r) {
		return
	}
	control, body := maps.Clone(h), maps.Clone(h)
	delete(control, requestIDHeader)
	withoutBody(control)
	maps.DeleteFunc(body, func(name string, _ []string) bool { return !tellsOfBody(name) })
	lines := wire.NewLines(control)
	d.prepared.Add(preparedKey{about.Origin.Identity, r.RequestURI, coding}, &prepared{
		validators: validatorsOf(response, etag), contentType: about.ContentType,
		lines: slices.Concat(lines, wire.NewLines(body)), notModified: len(lines), body: &Body{data: data},
	})
}
