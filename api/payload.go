package api

import (
	"sync"

	"hachinohe.example/opendata/internal/format"
)

// minCompressed is the size below which a body is not worth compressing: it
// fits one packet as it is.
const minCompressed = 1024

// payload is the body of an answer with its compressed forms, each made at most
// once, by the first request that wants it.
type payload struct {
	body []byte
	kept bool // the body is held by its release, whatever its size
	// endless says that there is no body: it is too long to be kept and must be
	// written while it is made.
	endless bool
	links   []string               // Link values that depend on the body
	gzip    func() ([]byte, error) // nil: no coding makes it smaller
	br      func() ([]byte, error)
}

func newPayload(body []byte) *payload {
	return &payload{
		body: body,
		gzip: sync.OnceValues(func() ([]byte, error) { return format.Gzip(body) }),
		br:   sync.OnceValues(func() ([]byte, error) { return format.Brotli(body) }),
	}
}

// long reports whether the body belongs to one answer alone and is large: others
// are shared.
func (p *payload) long() bool { return len(p.body) > maxCachedBody && !p.kept }

// in returns the body in a content coding, and the coding really used: small
// bodies are not worth compressing, and large ones, which are not kept, would be
// compressed again for every reader.
func (p *payload) in(coding string) ([]byte, string, error) {
	if p.gzip == nil || len(p.body) < minCompressed || len(p.body) > maxCachedBody {
		return p.body, codingIdentity, nil
	}
	switch coding {
	case codingGzip:
		b, err := p.gzip()
		return b, coding, err
	case codingBrotli:
		b, err := p.br()
		return b, coding, err
	}
	return p.body, codingIdentity, nil
}
