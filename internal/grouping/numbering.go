package grouping

import (
	"math/bits"
	"slices"
)

// numbering numbers different keys as they come, from zero on.
type numbering struct {
	slots []slot // a power of two; a key stands in the first free one behind its hash
	shift int    // of a hash, so that the rest is a slot
	count int
	read  uint32 // of all slots that were read beforehand: it says nothing
}

type slot struct {
	key    uint64
	number uint32 // plus one; 0 = free
}

const (
	firstSlots = 1 << 10
	slotBytes  = 16
	// A slot in so many is free at least, after growing to twice as many.
	freeSlots = 3
)

// of returns the number of a key.
func (n *numbering) of(key uint64) uint32 {
	if n.count >= len(n.slots)-len(n.slots)/freeSlots {
		n.grow()
	}
	s := n.find(key)
	if s.number == 0 {
		n.count++
		*s = slot{key, uint32(n.count)} //nolint:gosec // no more than rows
	}
	return s.number - 1
}

// place returns where a key stands, unless others took that before.
func (n *numbering) place(key uint64) uint64 {
	const odd = 0x9E3779B97F4A7C15 // 2⁶⁴ by the golden ratio: neighbours are dealt far apart
	return (key ^ key>>32) * odd >> n.shift
}

// find returns the slot that a key has or would have.
func (n *numbering) find(key uint64) *slot {
	mask := uint64(len(n.slots) - 1) //nolint:gosec // there are some
	for at := n.place(key); ; at++ {
		if s := &n.slots[at&mask]; s.number == 0 || s.key == key {
			return s
		}
	}
}

func (n *numbering) grow() {
	old := n.slots
	n.slots = make([]slot, max(firstSlots, 2*len(old))) //nolint:mnd // twice
	n.shift = 64 - bits.TrailingZeros(uint(len(n.slots)))
	for _, s := range old {
		if s.number != 0 {
			*n.find(s.key) = s
		}
	}
}

// replace writes the numbers of keys in their place. Like addEach it reads first
// what it needs.
func (n *numbering) replace(keys []uint64) {
	for some := range slices.Chunk(keys, fetched) {
		if len(n.slots) > 0 {
			for _, key := range some {
				n.read |= n.slots[n.place(key)].number
			}
		}
		for i, key := range some {
			some[i] = uint64(n.of(key))
		}
	}
}

// bytes is what the numbering holds, and held while it grew; nothing if nil.
func (n *numbering) bytes() int {
	if n == nil {
		return 0
	}
	return len(n.slots) * slotBytes * 3 / 2 //nolint:mnd // the half that was there before
}
