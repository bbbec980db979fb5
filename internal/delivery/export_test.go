package delivery

import (
	"context"

	"hachinohe.example/opendata/internal/cache"
)

// Unexported parts that tests look at by themselves.
var (
	ContentCoding = contentCoding
	CodingQuality = codingQuality
	AcceptQuality = acceptQuality

	CompressGzip   = compressGzip
	CompressBrotli = compressBrotli
)

// Bounds that tests reach for.
const (
	EntryBytes = entryBytes
	MaxHead    = maxHead
	MaxStreams = maxStreams
	HeavyRows  = heavyRows
)

// Bodies is a cache of bodies.
type Bodies struct{ *cache.Memo[*Body] }

// NewBodies returns an empty cache of bodies.
func NewBodies(limit int) Bodies { return Bodies{newBodies(limit)} }

// Compute is Compute of bytes.
func (b Bodies) Compute(key string, build func() ([]byte, error)) ([]byte, error) {
	body, err := b.Memo.Compute(key, func() (*Body, error) {
		data, err := build()
		return NewBody(data), err
	})
	if err != nil {
		return nil, err
	}
	return body.Bytes(), nil
}

// Used returns how many bytes are counted.
func (b Bodies) Used() int {
	_, size := b.Memo.Used()
	return size
}

// Has reports whether a key is kept, and uses it.
func (b Bodies) Has(key string) bool {
	_, ok := b.Get(key)
	return ok
}

// InFlight reports how many of n bodies of a size can be sent at once, each to
// two readers, whether short ones can at the same time, and whether all can when
// their readers are gone.
func InFlight(n, size int) (sent int, short, freed bool) {
	var f inFlight
	var taken []*Body
	for range n {
		b := NewBody(make([]byte, size))
		if first, second := f.add(b), f.add(b); first && second {
			taken = append(taken, b)
		}
	}
	short = f.add(NewBody(make([]byte, ChunkBytes))) && f.add(NewBody(nil))
	page := NewBody(make([]byte, longBody))
	short = short && f.add(page)
	f.remove(page)
	for _, b := range append(taken, taken...) {
		f.remove(b)
	}
	return len(taken), short, f.bytes == 0 && len(f.readers) == 0 && f.add(NewBody(make([]byte, maxLongInFlight)))
}

// MemoryBudget is a memoryBudget.
type MemoryBudget struct{ *memoryBudget }

// NewMemoryBudget returns an unused budget.
func NewMemoryBudget(limit int) MemoryBudget { return MemoryBudget{newMemoryBudget(limit)} }

// Acquire is acquire.
func (m MemoryBudget) Acquire(ctx context.Context, n int) error { return m.acquire(ctx, n) }

// Release is release.
func (m MemoryBudget) Release(n int) { m.release(n) }
