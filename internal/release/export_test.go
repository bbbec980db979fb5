package release

import (
	"maps"
	"slices"
)

// Soon is the delay of a release that is to be current as soon as may be.
const Soon = soon

// Noticing is how long what is to happen is known after the log was read.
const Noticing = noticing

// MaxShelvedBytes bounds the past releases that a shelf keeps.
const MaxShelvedBytes = maxShelvedBytes

// Kept shelves releases of these sizes, numbered from 1, one after the other,
// the last one as the current release, and returns the numbers of those that
// are still there.
func Kept(sizes ...int) []int {
	s := &Shelf{loaded: make(map[int]*Release), ahead: []int{len(sizes)}}
	for i, size := range sizes {
		s.keep(i+1, &Release{Sets: []Set{{CSVFile: File{Bytes: size}}}})
	}
	return slices.Sorted(maps.Keys(s.loaded))
}
