package delivery

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"hachinohe.example/opendata/internal/wire"
)

// kept is a response with a tag: all but Immediate.
type kept interface {
	Response
	tag(*Delivery) string
	body(*http.Request, sent, *Delivery) (*Body, error)
}

// Respond sends a response: body first, then headers, then status. It, what it
// calls, and withPrepared, which sends what was sent here before, are the only
// places that write a success.
func (d *Delivery) Respond(w http.ResponseWriter, r *http.Request, response Response) {
	switch response := response.(type) {
	case *Immediate:
		begin(w.Header(), &response.Head)
		d.write(w, r, response.Status, response.Data)
	case kept:
		d.respond(w, r, response)
	}
}

func (d *Delivery) respond(w http.ResponseWriter, r *http.Request, response kept) {
	about, h := response.About(), w.Header()
	describe(h, about)
	tag, coding := response.tag(d), codingOf(r)
	ranged := wantsRange(r) && sameRepresentation(r.Header, validatorsOf(response, etagIn(tag, codingIdentity)))
	if ranged {
		coding = codingIdentity // a range counts the bytes as they are
	}
	// The tag names the coding that was agreed on, also where the body turns out
	// too small or too large to be compressed: it must be known without the body.
	etag := etagIn(tag, coding)
	h.Set("Etag", etag) // spelt as in http.Header: other spellings are rewritten at every request
	as := sent{etag: etag, coding: coding, ranged: ranged}
	verdict := evaluate(r.Header, validatorsOf(response, etag))
	if verdict == notModified && knows(r.Header, etag) {
		d.notModified(w, r, response, as)
		return
	}
	// Every other condition is about what is there, so it must be there: HEAD, and a
	// condition that nothing meets, fail like GET (RFC 9110 §13.2.1).
	b, err := response.body(r, as, d)
	as.found = err == nil
	switch {
	case err != nil:
		d.Problem(w, r, err)
	case verdict == notModified:
		d.notModified(w, r, response, as)
	case verdict == failed:
		d.Problem(w, r, ErrPrecondition)
	default:
		d.respondBody(w, r, response, b, as)
	}
}

// notModified sends 304.
func (d *Delivery) notModified(w http.ResponseWriter, r *http.Request, response kept, as sent) {
	withoutBody(w.Header())
	d.remember(r, w.Header(), response, as, nil)
	w.WriteHeader(http.StatusNotModified)
}

// sent is what was agreed on of how a body is sent.
type sent struct {
	etag   string
	coding string
	ranged bool // in parts
	found  bool // the body was seen; a tag alone can tell of it, too
}

// respondBody sends a body.
func (d *Delivery) respondBody(w http.ResponseWriter, r *http.Request, response kept, b *Body, as sent) {
	if stream, ok := response.(*Stream); ok && b.endless {
		if !b.parts {
			w.Header().Set("Accept-Ranges", "none")
		}
		d.respondLong(w, r, stream, b.Links, admissionWait)
		return
	}
	h := w.Header()
	if b.long() {
		h.Set("Content-Length", strconv.Itoa(len(b.data)))
		h.Set("Accept-Ranges", "none")
		// It holds its body while it waits, so it does not wait.
		d.respondLong(w, r, streamOf(b), b.Links, 0)
		return
	}
	data, used, err := b.in(as.coding)
	if err != nil {
		d.Problem(w, r, err)
		return
	}
	if used != codingIdentity {
		h.Set("Content-Encoding", used)
	}
	if response.About().Filename != "" {
		h.Set(digestHeader, b.digestIn(used, data))
	}
	addLinks(h, b.Links)
	if !as.ranged {
		h.Set("Content-Length", strconv.Itoa(len(data)))
		if b.sentIn(as.coding) { // most queries are asked once, and would drive out what is asked again
			d.remember(r, h, response, as, &Body{data: data, shared: b.shared && used == codingIdentity})
		}
	}
	reader, ok := d.reader(w, r, b)
	if !ok {
		d.Problem(w, r, busy())
		return
	}
	defer reader.leave()
	if as.ranged {
		d.serveRanges(w, r, data, reader)
		return
	}
	d.send(w, r, http.StatusOK, nil, data, reader)
}

// reader makes room for whoever takes a body. HEAD takes none.
func (d *Delivery) reader(w http.ResponseWriter, r *http.Request, b *Body) (*reader, bool) {
	if r.Method == http.MethodHead {
		return nil, true
	}
	return d.readers.body(w, r.URL.Path, b)
}

// respondLong sends what is too long to be kept while it is made, and whole: its
// parts would be made one by one. HEAD makes nothing more.
func (d *Delivery) respondLong(w http.ResponseWriter, r *http.Request, s *Stream, links []string, wait time.Duration) {
	if r.Method == http.MethodHead {
		addLinks(w.Header(), links)
	}
	d.respondStream(w, r, s, wait)
}

// tagOf names a computed body without making it: by what it comes from, the
// program and the request.
func (d *Delivery) tagOf(origin Origin, key string) string {
	sum := sha256.Sum256([]byte(origin.Identity + "\n" + d.cfg.Build + "\n" + d.cfg.BaseURL + "\n" + key))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// compute makes or finds a computed body. Only a few are made at once.
func (d *Delivery) compute(r *http.Request, origin Origin, key string, work *Work, makeBody func(context.Context) (*Body, error)) (*Body, error) {
	return d.bodies.Compute(origin.Identity+"\n"+key, func() (*Body, error) {
		if work.Before != nil {
			if err := work.Before(); err != nil {
				return nil, err
			}
		}
		return d.admission.compute(r.Context(), r.URL.Path, work, makeBody)
	})
}

func (s *Stored) tag(*Delivery) string { return s.SHA256 }

func (s *Stored) body(_ *http.Request, _ sent, d *Delivery) (*Body, error) {
	return d.bodies.Compute(s.SHA256+"\n"+s.Key, func() (*Body, error) {
		b := NewBody(s.Data)
		b.shared = true
		b.digested.Do(func() { b.digest = digestOfHex(s.SHA256) })
		return b, nil
	})
}

func (p *Page) tag(d *Delivery) string { return d.tagOf(p.Origin, p.Key) }

func (p *Page) body(r *http.Request, _ sent, d *Delivery) (*Body, error) {
	return d.compute(r, p.Origin, p.Key, &p.Work, p.Make)
}

func (s *Stream) tag(d *Delivery) string { return d.tagOf(s.Origin, s.Key) }

func (s *Stream) body(r *http.Request, as sent, d *Delivery) (*Body, error) {
	large, err := s.large(r)
	switch {
	case err != nil:
		return nil, err
	case !large || as.ranged:
		return d.compute(r, s.Origin, s.Key, &s.Work, s.buffered)
	case as.coding == codingIdentity || s.Compressed:
		if d.askedAgain(s.Origin.Identity + "\n" + s.Key + "\n" + as.coding) {
			return d.compute(r, s.Origin, s.Key, &s.Work, s.buffered)
		}
		return &Body{endless: true, parts: true}, nil
	}
	return d.compute(r, s.Origin, s.Key+"\n"+as.coding, &s.Work, func(ctx context.Context) (*Body, error) { return s.coded(ctx, as.coding) })
}

// askedAgain reports whether a large file was asked for in the same words lately,
// and notes that it is now: what is asked again is worth the memory of keeping it.
func (d *Delivery) askedAgain(key string) bool {
	key += "\nasked"
	if _, ok := d.bodies.Get(key); ok {
		return true
	}
	d.bodies.Add(key, &Body{})
	return false
}

// write sends status and body; HEAD gets the same headers and no body.
func (d *Delivery) write(w http.ResponseWriter, r *http.Request, status int, data []byte) {
	if status == http.StatusNoContent {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	d.send(w, r, status, nil, data, nil)
}

// send is write where the length is told and some headers were made before.
func (d *Delivery) send(w http.ResponseWriter, r *http.Request, status int, lines wire.Lines, data []byte, to *reader) {
	if r.Method == http.MethodHead {
		data = nil
	}
	var err error
	if len(data) <= ChunkBytes {
		err = wire.Send(r.Context(), w, status, lines, data)
	} else {
		err = d.sendLong(w, r, status, lines, data, to)
	}
	if err != nil {
		// The client is gone; there is nobody left to tell.
		d.cfg.Log.DebugContext(r.Context(), "client went away", slog.String("error", err.Error()))
	}
}

// sendLong sends a body in chunks, each within the write timeout.
func (d *Delivery) sendLong(w http.ResponseWriter, r *http.Request, status int, lines wire.Lines, data []byte, to *reader) error {
	out := d.chunks(w, to)
	if err := out.begin(); err != nil {
		return err
	}
	err := wire.Send(r.Context(), w, status, lines, data[:ChunkBytes])
	if err := out.end(ChunkBytes, err); err != nil {
		return err
	}
	_, err = out.Write(data[ChunkBytes:])
	return err
}
