package releasecache

import (
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// MaxPastBytes bounds the datasets of past releases that a cache keeps.
const MaxPastBytes = maxPastBytes

// Kept keeps datasets with these names, one after the other, of sizes that are
// given with what the cache counts beside the files, and returns those that are
// still there.
func Kept(current string, names []string, sizes map[string]int) []string {
	part := func(name string) ledger.Part {
		return ledger.Part{CSV: release.File{Path: name, Bytes: sizes[name] - sizeOfPart(partKey{}, ledger.Part{})}}
	}
	c := &Cache{loaded: map[int]*whole{1: {parts: []ledger.Part{part(current)}}}, past: newPast(), current: 1}
	for _, name := range names {
		c.remember([]ledger.Part{part(name)})
	}
	c.loaded = nil
	var kept []string
	seen := make(map[string]bool)
	for _, name := range names {
		if _, ok := c.partOf(part(name).CSV, part(name).Schema); ok && !seen[name] {
			kept = append(kept, name)
		}
		seen[name] = true
	}
	return kept
}
