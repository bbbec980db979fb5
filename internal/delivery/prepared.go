package delivery

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/internal/cache"
	"hachinohe.example/opendata/internal/wire"
)

// preparedKey is a request as it was written, as far as a response depends on it.
// The same request has the same response as long as the state is the same.
type preparedKey struct {
	state    string
	address  string
	coding   string
	byAccept bool // Accept chose the response, too
	accept   string
}

// chosenBy is the key of a response that the Accept of a request chose, too.
func (k preparedKey) chosenBy(r *http.Request) preparedKey {
	k.byAccept, k.accept = true, strings.Join(r.Header.Values("Accept"), ",")
	return k
}

// prepared is a response as it was sent, with everything that was found out and
// written for it once. Only conditions are evaluated anew. It holds its body in one
// coding and nothing of what the body comes from, which may be large and replaced.
type prepared struct {
	validators

	contentType string
	lines       wire.Lines // of the head
	notModified int        // how many bytes of them do not tell of the body: the head of 304
	found       bool       // the body was seen
	body        *Body      // nil where only 304 was sent so far
}

func newPreparedCache(limit int) *cache.LRU[preparedKey, *prepared] {
	return cache.NewLRU(cache.Options[preparedKey, *prepared]{
		Limit: limit,
		Size: func(k preparedKey, p *prepared) int {
			size := len(k.address) + len(k.accept) + len(p.lines) + entryBytes
			if p.body != nil {
				size += len(p.body.data)
			}
			return size
		},
		Keep: func(p *prepared) bool { return p.body == nil || len(p.body.data) <= MaxKeptBody },
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

// lookup finds the prepared response to a request in the present state.
func (d *Delivery) lookup(r *http.Request) (*prepared, bool) {
	if !preparable(r) {
		return nil, false
	}
	state, ok := d.cfg.State()
	if !ok {
		return nil, false
	}
	key := preparedKey{state: state, address: r.RequestURI, coding: codingOf(r)}
	if p, ok := d.prepared.Get(key); ok {
		return p, true
	}
	return d.prepared.Get(key.chosenBy(r))
}

// preparable reports whether a request depends on its address, Accept and coding
// alone.
func preparable(r *http.Request) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodHead) && r.Header.Get("Accept-Datetime") == "" && !wantsRange(r)
}

// sendPrepared sends a prepared response, unless it has no body yet or is refused:
// a problem has other headers.
func (d *Delivery) sendPrepared(w http.ResponseWriter, r *http.Request, p *prepared) bool {
	switch evaluate(r.Header, p.validators) {
	case notModified:
		if !p.found && !knows(r.Header, p.etag) {
			return false // whether there is a body is not known yet
		}
		d.send(w, r, http.StatusNotModified, p.lines[:p.notModified], nil, nil)
		return true
	case failed:
		return false
	case proceed:
	}
	if p.body == nil {
		return false
	}
	reader, ok := d.reader(w, r, p.body)
	if !ok {
		return false
	}
	defer reader.leave()
	h := w.Header()
	h.Set("Content-Type", p.contentType)
	h.Set("Content-Length", strconv.Itoa(len(p.body.data)))
	d.send(w, r, http.StatusOK, p.lines, p.body.data, reader)
	return true
}

// remember keeps a response as it is about to be sent; coded is its body in the coding, nil for a 304. What
// depends on more than the state and the request is not kept.
func (d *Delivery) remember(r *http.Request, h http.Header, response kept, as sent, coded *Body) {
	about := response.About()
	if about.State == "" || !preparable(r) {
		return
	}
	key := preparedKey{state: about.State, address: r.RequestURI, coding: as.coding}
	if about.ByAccept {
		key = key.chosenBy(r)
	}
	control, body := maps.Clone(h), maps.Clone(h)
	delete(control, requestIDHeader)
	withoutBody(control)
	maps.DeleteFunc(body, func(name string, _ []string) bool { return !tellsOfBody(name) })
	lines := wire.NewLines(control)
	p := &prepared{
		validators: validatorsOf(response, as.etag), contentType: about.ContentType,
		lines: lines, notModified: len(lines), found: as.found,
	}
	if coded != nil {
		p.lines, p.body = slices.Concat(lines, wire.NewLines(body)), coded
	}
	d.prepared.Add(key, p)
}
