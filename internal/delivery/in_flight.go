package delivery

import "sync"

// inFlight counts the bytes of the bodies that are being sent, each body once
// however many read it: readers may be slow, and what the cache has dropped since
// is still in memory for them.
type inFlight struct {
	mu      sync.Mutex
	bytes   int
	readers map[*Body]int
}

// counts reports whether a body is counted. What is held anyway costs nothing,
// and short ones are always sent: connections cost as much.
func (f *inFlight) counts(b *Body) bool { return !b.shared && len(b.data) > ChunkBytes }

// add counts one more reader of a body, unless there are too many bytes in
// flight.
func (f *inFlight) add(b *Body) bool {
	if !f.counts(b) {
		return true
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.readers == nil {
		f.readers = make(map[*Body]int)
	}
	if f.readers[b] == 0 {
		limit := maxInFlight
		if len(b.data) > longBody {
			limit = maxLongInFlight
		}
		if f.bytes+len(b.data) > limit {
			return false
		}
		f.bytes += len(b.data)
	}
	f.readers[b]++
	return true
}

// remove is called when a reader has the body, or went away.
func (f *inFlight) remove(b *Body) {
	if !f.counts(b) {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.readers[b]--; f.readers[b] == 0 {
		delete(f.readers, b)
		f.bytes -= len(b.data)
	}
}
