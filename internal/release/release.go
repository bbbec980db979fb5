// Package release says what a release is, how one is built out of checked
// sources, and how two differ.
//
// It promises that equal sources and equal meta data give equal bytes, whatever
// machine, time zone or scheduling made them; that a release never changes; and
// that a comparison names every difference. It refuses to read the clock and
// knows no store and no log: internal/ledger publishes releases,
// internal/releasecache serves them.
package release

import (
	"fmt"
	"slices"
	"time"
)

// Meta says which release it is. Times are whole seconds; they are written in
// Japan Standard Time.
type Meta struct {
	Number    int
	Issued    time.Time // when it was made
	Effective time.Time // from when it is current
	Reason    Reason
	Note      string
	Previous  string // sha256 of the manifest before it; empty for the first
	Attempt   string // random, of publishing it; empty for the embedded one
	Preview   bool   // published by nobody: its number may stand for other bytes tomorrow
}

// File is a canonical file of a release: bytes that stay the same for ever.
type File struct {
	Dataset string `json:"dataset"`
	Path    string `json:"path"`
	Bytes   int    `json:"bytes"`
	SHA256  string `json:"sha256"`
	data    []byte
}

// NewFile makes a canonical file of a dataset out of its bytes.
func NewFile(id, path string, data []byte) File {
	return File{Dataset: id, Path: path, Bytes: len(data), SHA256: Checksum(data), data: data}
}

// Data returns the bytes of the file, nil if only its line in a manifest was
// read. They must not be changed.
func (f File) Data() []byte { return f.data }

// WithData returns the file with the bytes that its line in a manifest speaks
// of. Whoever read them has checked that they have its sha256.
func (f File) WithData(data []byte) (File, error) {
	if len(data) != f.Bytes {
		return f, fmt.Errorf("%s has %d bytes, the manifest says %d", f.Path, len(data), f.Bytes)
	}
	f.data = data
	return f, nil
}

// Release is one immutable state of everything published.
type Release struct {
	Meta
	Sets     []Set
	Manifest []byte // lists every canonical file with its sha256
	Hash     string // sha256 of Manifest, hexadecimal: the identity of the release
	// Losses are the files that were withdrawn, in the order of the manifest.
	// Their datasets are not among Sets.
	Losses []Loss
	// Remains are the other files of those datasets: the schema of a CSV that is
	// gone is as public as it was.
	Remains []File
}

// Withdrawal says why published bytes are gone. It is the one exception to
// "published bytes stay", and only the law is a reason for it.
type Withdrawal struct {
	SHA256    string `json:"sha256"`
	Path      string `json:"path"`
	Withdrawn string `json:"withdrawn"` // when
	Note      string `json:"note"`      // why, without repeating what must not stay
}

// Loss is a file of a release that was withdrawn, and why.
type Loss struct {
	File File
	Why  Withdrawal
}

// Withdrawn returns why a dataset is not among the sets of the release: its CSV,
// its schema or both were withdrawn. It returns false if that is not so.
func (r *Release) Withdrawn(id string) (Withdrawal, bool) {
	i := slices.IndexFunc(r.Losses, func(l Loss) bool { return l.File.Dataset == id })
	if i < 0 {
		return Withdrawal{}, false
	}
	return r.Losses[i].Why, true
}

// Listed returns the datasets that lists of datasets have: all but the fictional
// sample.
func (r *Release) Listed() []Set {
	if !r.HoldsSample() {
		return r.Sets
	}
	return slices.DeleteFunc(slices.Clone(r.Sets), func(s Set) bool { return s.Sample })
}

// HoldsSample reports whether there are datasets of the fictional sample.
func (r *Release) HoldsSample() bool {
	return slices.ContainsFunc(r.Sets, func(s Set) bool { return s.Sample })
}

// Set returns the dataset with that id.
func (r *Release) Set(id string) (*Set, bool) {
	i := slices.IndexFunc(r.Sets, func(s Set) bool { return s.ID == id })
	if i < 0 {
		return nil, false
	}
	return &r.Sets[i], true
}
