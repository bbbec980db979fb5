package delivery

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"
)

// readers bounds what is held for those who read long responses. It is held for as
// long as they read, so who reads slowly must not keep it from others: a reader who
// keeps up with minRate may stay, one who has fallen behind stays until somebody
// else needs what is held for him. Readers of one address leave a part to those of
// others.
type readers struct {
	now func() time.Time

	mu     sync.Mutex
	held   load // for all of them
	open   map[*holding]struct{}
	bodies map[*Body]*holding
	freed  chan struct{} // has something when something was given back
}

// holding is what is held for the reader of a stream, or for all who read a body:
// however many they are, it is in memory once.
type holding struct {
	address string
	load    load
	body    *Body // nil of a stream
	readers []*reader

	first reader // and its place in readers: most have one, which takes no memory of its own
	one   [1]*reader
}

// reader is somebody who is sent a long response, a chunk at a time. A nil reader
// is one for whom nothing is held.
type reader struct {
	of      *readers
	holding *holding
	control *http.ResponseController

	lag     time.Duration // behind one who reads at minRate
	since   time.Time     // when the chunk was sent that is not taken yet; zero: there is none
	dropped bool
}

func newReaders(now func() time.Time) *readers {
	return &readers{
		now: now, open: make(map[*holding]struct{}), bodies: make(map[*Body]*holding), freed: make(chan struct{}, 1),
	}
}

// stream admits the reader of a stream that holds so many bytes in addition to a chunk, and waits for room
// until ctx ends.
func (rs *readers) stream(ctx context.Context, w http.ResponseWriter, address string, bytes int) (*reader, error) {
	want := load{streams: 1, memory: min(bytes, StreamMemory)}
	for {
		if r, ok := rs.tryStream(w, address, want); ok {
			return r, nil
		}
		if err := rs.wait(ctx); err != nil {
			return nil, err
		}
	}
}

func (rs *readers) tryStream(w http.ResponseWriter, address string, want load) (*reader, bool) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if !rs.makeRoom(address, want) {
		return nil, false
	}
	rs.wake() // there may be room for another one
	return rs.add(w, &holding{address: address, load: want}), true
}

// wait waits until it is worth while to look for room again: when something was
// given back, and once in a while, because somebody may have fallen behind. One of
// those who wait is woken at a time, so that a crowd of them costs little.
func (rs *readers) wait(ctx context.Context) error {
	again, cancel := context.WithTimeout(ctx, lookAgain)
	defer cancel()
	select {
	case <-rs.freed:
	case <-again.Done():
	}
	return ctx.Err()
}

func (rs *readers) wake() {
	select {
	case rs.freed <- struct{}{}:
	default:
	}
}

// body admits one more reader of a body, unless there is no room for it; it does
// not wait, because the body is there already. What is held anyway costs nothing,
// and short ones are always sent: connections cost as much.
func (rs *readers) body(w http.ResponseWriter, address string, b *Body) (r *reader, ok bool) {
	if b.shared || len(b.data) <= ChunkBytes {
		return nil, true
	}
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if h := rs.bodies[b]; h != nil {
		return rs.add(w, h), true
	}
	want := load{bodies: len(b.data)}
	if len(b.data) > longBody {
		want[longBodies] = len(b.data)
	}
	if !rs.makeRoom(address, want) {
		return nil, false
	}
	h := &holding{address: address, load: want, body: b}
	rs.bodies[b] = h
	return rs.add(w, h), true
}

// add adds a reader of a holding, which may be new.
func (rs *readers) add(w http.ResponseWriter, h *holding) *reader {
	var r *reader
	if h.readers == nil {
		r, h.readers = &h.first, h.one[:0]
		rs.open[h] = struct{}{}
		rs.held = rs.held.plus(h.load)
	} else {
		r = new(reader)
	}
	*r = reader{of: rs, holding: h, control: http.NewResponseController(w)}
	h.readers = append(h.readers, r)
	return r
}

// makeRoom reports whether there is room for one more, and makes some by dropping
// readers who have fallen behind. If all of them are too few, it drops none.
func (rs *readers) makeRoom(address string, want load) bool {
	atAddress := func(h *holding) bool { return h.address == address }
	var here load
	for h := range rs.open {
		if atAddress(h) {
			here = here.plus(h.load)
		}
	}
	dropped, ok := rs.behind(here.lacks(want, shareOfAddress()), atAddress)
	if !ok {
		return false
	}
	held := rs.held
	for _, h := range dropped {
		held = held.minus(h.load)
	}
	more, ok := rs.behind(held.lacks(want, allHeld()), func(h *holding) bool { return !slices.Contains(dropped, h) })
	if !ok {
		return false
	}
	for _, h := range append(dropped, more...) {
		rs.drop(h)
	}
	return true
}

// behind chooses as many readers as it takes to drop, those who are furthest behind
// first; it is false if all of them are too few.
func (rs *readers) behind(lacking load, among func(*holding) bool) (list []*holding, ok bool) {
	if lacking == (load{}) {
		return nil, true
	}
	now := rs.now()
	for h := range rs.open {
		if among(h) && lacking.lessened(h.load) != lacking && h.lag(now) >= maxLag {
			list = append(list, h)
		}
	}
	slices.SortFunc(list, func(a, b *holding) int { return cmp.Compare(b.lag(now), a.lag(now)) })
	n := 0
	for ; n < len(list) && lacking != (load{}); n++ {
		lacking = lacking.lessened(list[n].load)
	}
	return list[:n], lacking == (load{})
}

// drop gives back what is held for readers and ends the writes that wait for them.
func (rs *readers) drop(h *holding) {
	rs.remove(h)
	for _, r := range h.readers {
		r.dropped = true
		_ = r.control.SetWriteDeadline(time.Unix(1, 0)) // without deadlines there is no waiting either
	}
}

// remove gives back what is held.
func (rs *readers) remove(h *holding) {
	delete(rs.open, h)
	delete(rs.bodies, h.body)
	rs.held = rs.held.minus(h.load)
	rs.wake()
}

// lag is how far the reader is behind who is least behind of all.
func (h *holding) lag(now time.Time) time.Duration {
	least := time.Duration(-1)
	for _, r := range h.readers {
		lag := r.lag
		if !r.since.IsZero() {
			lag += now.Sub(r.since)
		}
		if least < 0 || lag < least {
			least = lag
		}
	}
	return least
}

// errBehind ends a response whose reader had fallen behind when others needed what
// was held for him.
var errBehind = errors.New("the reader is too slow while others wait")

// controller returns what sets deadlines for the reader who w writes to.
func (r *reader) controller(w http.ResponseWriter) *http.ResponseController {
	if r == nil {
		return http.NewResponseController(w)
	}
	return r.control
}

// begin notes that a chunk is sent.
func (r *reader) begin() error {
	if r == nil {
		return nil
	}
	r.of.mu.Lock()
	defer r.of.mu.Unlock()
	if r.dropped {
		return errBehind
	}
	r.since = r.of.now()
	return nil
}

// took notes that so many bytes of a chunk were taken. Who was fast before may not
// be slow for it now: nobody gets ahead of minRate.
func (r *reader) took(n int) error {
	if r == nil {
		return nil
	}
	r.of.mu.Lock()
	defer r.of.mu.Unlock()
	if r.dropped {
		return errBehind
	}
	r.lag = max(0, r.lag+r.of.now().Sub(r.since)-time.Duration(n)*time.Second/minRate)
	r.since = time.Time{}
	return nil
}

// leave is called when a reader has everything, or went away.
func (r *reader) leave() {
	if r == nil {
		return
	}
	r.of.mu.Lock()
	defer r.of.mu.Unlock()
	if r.dropped {
		return
	}
	h := r.holding
	h.readers = slices.DeleteFunc(h.readers, func(other *reader) bool { return other == r })
	if len(h.readers) == 0 {
		r.of.remove(h)
	}
}
