package releasecache

import (
	"maps"
	"slices"

	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// MaxPastBytes bounds the past releases that a cache keeps.
const MaxPastBytes = maxPastBytes

// Kept caches releases of these sizes, numbered from 1, one after the other,
// the last one as the current release, and returns the numbers of those that
// are still there.
func Kept(sizes ...int) []int {
	c := &Cache{loaded: make(map[int]*release.Release), pinned: []int{len(sizes)}}
	for i, size := range sizes {
		c.add(i+1, &release.Release{Sets: []release.Set{{CSVFile: release.File{Bytes: size}, Table: new(table.Table)}}})
	}
	return slices.Sorted(maps.Keys(c.loaded))
}
