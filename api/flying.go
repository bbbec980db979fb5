package api

import "sync"

// maxFlying bounds the bodies that are being sent, in bytes: readers may be slow,
// and what the cache has forgotten since is still in memory for them. Long ones
// leave room for all others, such as pages and the OpenAPI document.
const (
	maxFlying     = 128 << 20
	maxLongFlying = 96 << 20
	longBody      = 1 << 20
)

// flying counts the bodies that are being sent, each once however many read it.
type flying struct {
	mu      sync.Mutex
	bytes   int
	readers map[*payload]int
}

// counts reports whether a body is counted. What the release holds anyway costs
// nothing, and short ones are let through whatever the readers of long ones do:
// connections cost as much.
func (f *flying) counts(p *payload) bool { return !p.kept && len(p.body) > streamChunk }

// take counts one more reader of a body, unless there are too many bytes under
// way.
func (f *flying) take(p *payload) bool {
	if !f.counts(p) {
		return true
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.readers == nil {
		f.readers = make(map[*payload]int)
	}
	if f.readers[p] == 0 {
		most := maxFlying
		if len(p.body) > longBody {
			most = maxLongFlying
		}
		if f.bytes+len(p.body) > most {
			return false
		}
		f.bytes += len(p.body)
	}
	f.readers[p]++
	return true
}

// give is said when a reader has the body, or went away.
func (f *flying) give(p *payload) {
	if !f.counts(p) {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.readers[p]--; f.readers[p] == 0 {
		delete(f.readers, p)
		f.bytes -= len(p.body)
	}
}
