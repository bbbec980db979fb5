package columnar

import (
	"context"
	"slices"

	"hachinohe.example/opendata/internal/fold"
)

// folded is the texts of a column as they are searched, made when they are
// searched first. Every distinct text is looked at: over the texts of a plan
// that takes microseconds.
type folded struct {
	Lazy
	texts []string // as many as are made: a request that ends leaves them to the next
	bytes int      // of those that are not the texts themselves
}

// Folded returns the texts of a column as they are searched. The error is
// that of ctx.
func (c *Column) Folded(ctx context.Context) ([]string, error) {
	f := c.folded
	err := f.Make(ctx, func() error {
		f.texts = slices.Grow(f.texts, len(c.Texts)-len(f.texts))
		left := Poll(0)
		for _, text := range c.Texts[len(f.texts):] {
			if left.Ended(ctx, text) {
				return ctx.Err()
			}
			other := fold.Text(text)
			if f.texts = append(f.texts, other); other != text {
				f.bytes += len(other)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err // another request may be at them
	}
	return f.texts, nil
}

// headerBytes is what a text takes beside its letters.
const headerBytes = 16

// FoldedBytes returns what the texts as they are searched take in memory: nothing
// as long as they are not made.
func (c *Column) FoldedBytes() int {
	if c.folded == nil || !c.folded.Ready() {
		return 0
	}
	return c.folded.bytes + headerBytes*len(c.folded.texts)
}

// TextBytes returns how long the different texts are together.
func (c *Column) TextBytes() int {
	sum := 0
	for _, text := range c.Texts {
		sum += len(text)
	}
	return sum
}

// pollBytes is after how many bytes of text a query looks whether it is still
// wanted; a text counts some bytes more than it has, for what it takes to find it.
const (
	pollBytes = 64 << 10
	textBytes = 64
)

// Poll tells a loop over texts when to look whether the result is still wanted.
type Poll int

// Ended reports whether a context ended, as far as it was looked at.
func (p *Poll) Ended(ctx context.Context, text string) bool {
	if *p -= Poll(len(text) + textBytes); *p > 0 {
		return false
	}
	*p = pollBytes
	return ctx.Err() != nil
}

// Accepting returns the codes of the listed texts that a function accepts.
func (c *Column) Accepting(ctx context.Context, accept func(text string) bool) Set {
	flags := make([]uint8, c.Size+1)
	found, left := false, Poll(0)
	for code := range c.Size {
		text := c.Values[code].Text
		if left.Ended(ctx, text) {
			break // the query ends before anything is made of it
		}
		if accept(text) {
			flags[code], found = 1, true
		}
	}
	if !found {
		return Set{}
	}
	return Set{Flags: flags}
}
