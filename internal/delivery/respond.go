package delivery

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"net/http"
	"strconv"

	"hachinohe.example/opendata/internal/wire"
)

// kept is a response with a tag: all but Immediate.
type kept interface {
	Response
	tag(*Delivery) string
	body(context.Context, *Delivery) (*Body, error)
	work() *Work
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
	ranged := about.Filename != "" && wantsRange(r) && sameRepresentation(r.Header, validatorsOf(response, etagIn(tag, codingIdentity)))
	if ranged {
		coding = codingIdentity // a range counts the bytes of the file itself
	}
	// The tag names the coding that was agreed on, also where the body turns out
	// too small or too large to be compressed: it must be known without the body.
	etag := etagIn(tag, coding)
	h.Set("Etag", etag) // spelt as in http.Header: other spellings are rewritten at every request
	switch verdict := evaluate(r.Header, validatorsOf(response, etag)); {
	case verdict == notModified:
		withoutBody(h)
		d.remember(r, h, response, etag, coding, nil)
		w.WriteHeader(http.StatusNotModified)
	case verdict == failed:
		d.Problem(w, r, ErrPrecondition)
	case r.Method == http.MethodHead && response.work().Query:
		w.WriteHeader(http.StatusOK) // what only the body would tell is left out
	default:
		d.respondBody(w, r, response, etag, coding, ranged)
	}
}

// respondBody makes or finds the body and sends it.
func (d *Delivery) respondBody(w http.ResponseWriter, r *http.Request, response kept, etag, coding string, ranged bool) {
	b, err := response.body(r.Context(), d)
	if err != nil {
		d.Problem(w, r, err)
		return
	}
	if stream, ok := response.(*Stream); ok && b.endless {
		d.respondStream(w, r, stream, admissionWait)
		return
	}
	if b.long() { // too long to be kept, so that its parts would be made one by one
		h := w.Header()
		h.Set("Content-Length", strconv.Itoa(len(b.data)))
		if h.Get("Accept-Ranges") != "" {
			h.Set("Accept-Ranges", "none")
		}
		// It holds its body while it waits, so it does not wait.
		d.respondStream(w, r, streamOf(b), 0)
		return
	}
	data, used, err := b.in(coding)
	if err != nil {
		d.Problem(w, r, err)
		return
	}
	h := w.Header()
	for _, link := range b.Links {
		h.Add("Link", link)
	}
	if used != codingIdentity {
		h.Set("Content-Encoding", used)
	}
	if !ranged {
		h.Set("Content-Length", strconv.Itoa(len(data)))
		if b.sent.Swap(true) { // most queries are asked once, and would drive out what is asked again
			d.remember(r, h, response, etag, coding, data)
		}
	}
	if !d.inFlight.add(b) {
		d.Problem(w, r, busy())
		return
	}
	defer d.inFlight.remove(b)
	if ranged {
		d.serveRanges(w, r, data)
		return
	}
	d.send(w, r, http.StatusOK, nil, data)
}

// tagOf names a computed body without making it: by what it comes from, the
// program and the request.
func (d *Delivery) tagOf(origin Origin, key string) string {
	sum := sha256.Sum256([]byte(origin.Identity + "\n" + d.cfg.Build + "\n" + d.cfg.BaseURL + "\n" + key))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// compute makes or finds a computed body. Only a few are made at once.
func (d *Delivery) compute(ctx context.Context, origin Origin, key string, work *Work, makeBody func(context.Context) (*Body, error)) (*Body, error) {
	return d.bodies.Compute(origin.Identity+"\n"+key, func() (*Body, error) {
		if work.Before != nil {
			if err := work.Before(); err != nil {
				return nil, err
			}
		}
		return d.admission.compute(ctx, work, makeBody)
	})
}

func (s *Stored) tag(*Delivery) string { return s.SHA256 }

func (s *Stored) work() *Work { return &Work{} }

func (s *Stored) body(_ context.Context, d *Delivery) (*Body, error) {
	return d.bodies.Compute(s.SHA256+"\n"+s.Key, func() (*Body, error) {
		b := NewBody(s.Data)
		b.shared = true
		return b, nil
	})
}

func (p *Page) tag(d *Delivery) string { return d.tagOf(p.Origin, p.Key) }

func (p *Page) work() *Work { return &p.Work }

func (p *Page) body(ctx context.Context, d *Delivery) (*Body, error) {
	return d.compute(ctx, p.Origin, p.Key, &p.Work, p.Make)
}

func (s *Stream) tag(d *Delivery) string { return d.tagOf(s.Origin, s.Key) }

func (s *Stream) work() *Work { return &s.Work }

func (s *Stream) body(ctx context.Context, d *Delivery) (*Body, error) {
	return d.compute(ctx, s.Origin, s.Key, &s.Work, s.buffered)
}

// write sends status and body; HEAD gets the same headers and no body.
func (d *Delivery) write(w http.ResponseWriter, r *http.Request, status int, data []byte) {
	if status == http.StatusNoContent {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	d.send(w, r, status, nil, data)
}

// send is write where the length is told and some headers were made before.
func (d *Delivery) send(w http.ResponseWriter, r *http.Request, status int, lines wire.Lines, data []byte) {
	if r.Method == http.MethodHead {
		data = nil
	}
	var err error
	if len(data) <= ChunkBytes {
		err = wire.Send(r.Context(), w, status, lines, data)
	} else {
		err = d.sendLong(w, r, status, lines, data)
	}
	if err != nil {
		// The client is gone; there is nobody left to tell.
		d.cfg.Log.DebugContext(r.Context(), "client went away", slog.String("error", err.Error()))
	}
}

// sendLong sends a body in chunks, each within the write timeout.
func (d *Delivery) sendLong(w http.ResponseWriter, r *http.Request, status int, lines wire.Lines, data []byte) error {
	out := d.chunks(w)
	if err := out.extendDeadline(); err != nil {
		return err
	}
	if err := wire.Send(r.Context(), w, status, lines, data[:ChunkBytes]); err != nil {
		return err
	}
	_, err := out.Write(data[ChunkBytes:])
	return err
}
