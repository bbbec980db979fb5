package delivery

import (
	"context"
	"net/http/httptest"
	"time"

	"hachinohe.example/opendata/internal/cache"
)

// Unexported parts that tests look at by themselves.
var (
	ContentCoding = contentCoding
	CodingQuality = codingQuality
	AcceptQuality = acceptQuality

	CompressGzip   = compressGzip
	CompressBrotli = compressBrotli

	ErrBehind = errBehind
)

// Bounds that tests reach for.
const (
	EntryBytes    = entryBytes
	MaxHead       = maxHead
	MaxStreams    = maxStreams
	MaxLongBodies = maxLongBodies
	HeavyRows     = heavyRows
	MinRate       = minRate
	MaxLag        = maxLag
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

// Readers is a readers.
type Readers struct{ *readers }

// NewReaders returns one of whom nobody reads.
func NewReaders(now func() time.Time) Readers { return Readers{newReaders(now)} }

// Reader is a reader.
type Reader struct{ *reader }

// Stream admits a reader of a stream.
func (r Readers) Stream(ctx context.Context, address string, bytes int) (Reader, error) {
	to, err := r.stream(ctx, httptest.NewRecorder(), address, bytes)
	return Reader{to}, err
}

// Body admits a reader of a body.
func (r Readers) Body(address string, b *Body) (Reader, bool) {
	to, ok := r.body(httptest.NewRecorder(), address, b)
	return Reader{to}, ok
}

// Empty reports whether nothing is held.
func (r Readers) Empty() bool { return r.held == load{} && len(r.open) == 0 && len(r.bodies) == 0 }

// Begin is begin.
func (r Reader) Begin() error { return r.begin() }

// Took is took.
func (r Reader) Took(n int) error { return r.took(n) }

// Leave is leave.
func (r Reader) Leave() { r.leave() }

// Slots are slots.
type Slots struct{ *slots }

// NewSlots returns free slots.
func NewSlots(n int) Slots { return Slots{newSlots(n)} }

// Acquire is acquire.
func (s Slots) Acquire(ctx context.Context, address string) error { return s.acquire(ctx, address) }

// Release is release.
func (s Slots) Release() { s.release() }
