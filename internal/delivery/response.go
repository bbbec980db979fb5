package delivery

import (
	"context"
	"io"
	"time"
)

// Response is what a handler returns: one of *Stored, *Page, *Stream and
// *Immediate. It says enough to know the ETag without making the body.
type Response interface {
	// About is what the response says of itself before its body.
	About() *Head
}

// Head is what is known of a response before its body.
type Head struct {
	ContentType string
	Filename    string      // to be saved under this name; empty: to be shown
	Links       []string    // Link values that do not depend on the body
	ByAccept    bool        // the header Accept chose among formats
	Cache       CachePolicy // how long it may be kept
	Origin      Origin      // what it comes from
	State       string      // as of Config: what it depends on beside the request; empty: on more than that
}

// About implements Response.
func (h *Head) About() *Head { return h }

// Origin is the state of the data that a response comes from. The zero Origin is
// none.
type Origin struct {
	Identity  string    // names the state: equal identity, equal data
	Effective time.Time // since when it is in effect
	ByTime    bool      // the request chose it by a time or a number (RFC 7089)
}

// Stored is a response of bytes that are there as long as what they come from.
type Stored struct {
	Head

	Key    string // names the response, with its bytes
	SHA256 string // of the bytes; it is the ETag
	Data   []byte
}

// Page is a response whose body is computed once and kept.
type Page struct {
	Head
	Work

	Key  string // what the body depends on, except Origin and program: the canonical request
	Make func(context.Context) (*Body, error)
}

// Stream is a response whose body may be too long to be kept: then it is sent
// while it is made.
type Stream struct {
	Head
	Work

	Key    string // as of a Page
	Write  Writing
	Memory int // bytes that writing holds in addition to a chunk
	// Measure measures the body, where that can be done beforehand; or nil.
	Measure func(context.Context) (Measure, error)
	// Compressed says that the body is compressed already, such as a ZIP.
	Compressed bool
}

// Measure is the size of a body and its sha256 in hexadecimal digits.
type Measure struct {
	Bytes  int
	SHA256 string
}

// Writing writes the body of a Stream. Once it knows that it can, it calls begin
// with the Link values that depend on the body, and writes to what that returns.
// It fails as others do until then, and with its reader afterwards.
type Writing func(ctx context.Context, begin func(links []string) io.Writer) error

// Immediate is a response for one request alone: it is neither kept nor tagged.
type Immediate struct {
	Head

	Status int
	Data   []byte
}

// Work is what computing a body takes.
type Work struct {
	// Rows returns how many rows may have to be looked at; nil: few.
	Rows func(context.Context) int
	// Before goes through the history before the body is made, admitted by itself;
	// nil: nothing does.
	Before func() error
}

// NewPage returns a Page that is shown, of light work.
func NewPage(contentType, key string, makeBody func(context.Context) (*Body, error)) *Page {
	return &Page{Head: Head{ContentType: contentType}, Key: key, Make: makeBody}
}
