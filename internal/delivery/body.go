package delivery

import (
	"errors"
	"sync"
	"sync/atomic"

	"hachinohe.example/opendata/internal/cache"
)

// Body is the body of a response with its compressed forms, each made at most
// once, by the first request that wants it.
type Body struct {
	Links []string // Link values that depend on the body

	data   []byte
	shared bool // the bytes are held by what they come from, whatever their size
	// compressed says that another compression would make it no smaller.
	compressed bool
	// endless says that there is no body: it is too long to be kept and must be
	// sent while it is made.
	endless bool
	parts   bool          // of an endless one can be had
	coding  string        // of data, where that is not the body itself
	sent    atomic.Uint32 // before: a bit for each coding

	gzip, brotli coded
	digested     sync.Once // most bodies never are
	digest       string    // of the data
}

// coded is a body in a coding. Most bodies are never coded: this takes no memory
// until then.
type coded struct {
	once sync.Once
	data []byte
	err  error
}

// of returns data in the coding.
func (c *coded) of(data []byte, compress func([]byte) ([]byte, error)) ([]byte, error) {
	c.once.Do(func() {
		c.err = errNotCoded // if it panics
		c.data, c.err = compress(data)
	})
	return c.data, c.err
}

var errNotCoded = errors.New("compressing did not end")

// NewBody returns a body, which nobody may change from now on.
func NewBody(data []byte) *Body { return &Body{data: data} }

// NewCompressedBody returns a body that is compressed already, such as a ZIP: it
// goes out in no other coding.
func NewCompressedBody(data []byte) *Body { return &Body{data: data, compressed: true} }

// Bytes returns the body in no coding.
func (b *Body) Bytes() []byte { return b.data }

// long reports whether the body belongs to one response alone and is large: others
// are shared.
func (b *Body) long() bool { return len(b.data) > MaxKeptBody && !b.shared }

// in returns the body in a content coding, and the coding really used: small
// bodies are not worth compressing, and large ones, which are not kept, would be
// compressed again for every reader.
func (b *Body) in(coding string) (data []byte, used string, err error) {
	if b.coding != codingIdentity {
		return b.data, b.coding, nil
	}
	if b.compressed || len(b.data) < minCompressed || len(b.data) > MaxKeptBody {
		return b.data, codingIdentity, nil
	}
	switch coding {
	case codingGzip:
		data, err = b.gzip.of(b.data, compressGzip)
		return data, coding, err
	case codingBrotli:
		data, err = b.brotli.of(b.data, compressBrotli)
		return data, coding, err
	}
	return b.data, codingIdentity, nil
}

// sentIn notes that the body is sent in a coding, and reports whether it was before.
func (b *Body) sentIn(coding string) bool {
	bit := uint32(1)
	switch coding {
	case codingGzip:
		bit = 2
	case codingBrotli:
		bit = 4
	}
	return b.sent.Or(bit)&bit != 0
}

// digestIn returns the digest of the body in a coding, which is data. Compressed
// bodies are kept as they are sent, and uncompressed ones cut into ranges.
func (b *Body) digestIn(coding string, data []byte) string {
	if coding == codingIdentity {
		b.digested.Do(func() { b.digest = digestOf(data) })
		return b.digest
	}
	return digestOf(data)
}

// newBodies returns the cache of bodies.
func newBodies(limit int) *cache.Memo[*Body] {
	return cache.NewMemo(cache.Options[string, *Body]{
		Limit: limit, Size: sizeOfBody,
		Keep: func(b *Body) bool { return len(b.data) <= MaxKeptBody && sizeOfBody("", b) <= limit },
	})
}

// sizeOfBody is how many bytes a body takes with its key. Text compresses to less
// than half, so twice the body covers both codings.
func sizeOfBody(key string, b *Body) int {
	size := 2*len(b.data) + len(key) + entryBytes
	for _, link := range b.Links {
		size += len(link)
	}
	return size
}
