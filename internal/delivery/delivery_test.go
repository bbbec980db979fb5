package delivery_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fault"
)

const problemType = "text/plain; charset=utf-8"

// problem shows an error as it is, so that tests see it.
func problem(err error, _, _ string) delivery.Problem {
	p := delivery.Problem{Status: http.StatusInternalServerError, ContentType: problemType, Language: "en", Cache: delivery.NoStore, Body: []byte(err.Error())}
	switch {
	case errors.Is(err, delivery.ErrRange):
		p.Status = http.StatusRequestedRangeNotSatisfiable
	case errors.Is(err, delivery.ErrPrecondition):
		p.Status = http.StatusPreconditionFailed
	case fault.KindOf(err) == fault.Unavailable:
		p.Status = http.StatusServiceUnavailable
	}
	return p
}

func config(log io.Writer) delivery.Config {
	return delivery.Config{
		BaseURL: "http://opendata.test", Build: "test", Log: slog.New(slog.NewJSONHandler(log, nil)), Now: time.Now,
		NewID: func() string { return "fresh-id" }, Problem: problem,
		State: func() (string, bool) { return identity, true },
	}
}

const identity = "state-1"

// effective is when the state that responses of these tests come from took effect.
func effective() time.Time { return time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC) }

// serving answers by path with responses that a test makes.
func serving(cfg delivery.Config, routes map[string]func() delivery.Response) http.Handler {
	d := delivery.New(cfg)
	return d.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		route, ok := routes[r.URL.Path]
		if !ok {
			d.Problem(w, r, errors.New("no such path"))
			return
		}
		d.Respond(w, r, route())
	}))
}

// made is how the responses of handlerOf are made.
type made struct {
	body   func(context.Context) ([]byte, error)
	stream delivery.Writing
}

// heldStreams is how many of the streams under /held fit into memory.
const heldStreams = 4

// handlerOf serves /body in one piece, /heavy as one that looks at many rows,
// /stream while it is made, /held as a stream that holds much in addition to a
// chunk. Every address has a response of its own, those under these, too.
func handlerOf(m made) http.Handler {
	d := delivery.New(config(io.Discard))
	return d.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head, work, key := delivery.Head{ContentType: "text/csv"}, delivery.Work{}, r.URL.String()
		page := &delivery.Page{Head: head, Work: work, Key: key, Make: func(ctx context.Context) (*delivery.Body, error) {
			data, err := m.body(ctx)
			return delivery.NewBody(data), err
		}}
		stream := &delivery.Stream{Head: head, Work: work, Key: key, Write: m.stream}
		switch kind, _, _ := strings.Cut(r.URL.Path[1:], "/"); "/" + kind {
		case "/heavy":
			page.Rows = func(context.Context) int { return delivery.HeavyRows + 1 }
			d.Respond(w, r, page)
		case "/body":
			d.Respond(w, r, page)
		case "/held":
			stream.Memory = delivery.StreamMemory / heldStreams
			d.Respond(w, r, stream)
		default:
			d.Respond(w, r, stream)
		}
	}))
}

// ask answers a GET without a network. Headers are pairs of name and value.
func ask(tb testing.TB, h http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	tb.Helper()
	return send(tb, h, http.MethodGet, target, headers...)
}

func send(tb testing.TB, h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	tb.Helper()
	r := httptest.NewRequestWithContext(tb.Context(), method, target, http.NoBody)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// long is a body of 2,000 bytes, which is worth compressing.
func long() []byte {
	const size = 2000
	var b []byte
	for i := 0; len(b) < size; i++ {
		b = append(strconv.AppendInt(b, int64(i), 10), ',')
	}
	return b[:size]
}
