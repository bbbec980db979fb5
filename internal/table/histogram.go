package table

import (
	"math/bits"

	"hachinohe.example/opendata/internal/columnar"
)

// histogram counts rows by the leading bits of their code in the first column
// to sort by.
type histogram struct {
	key     key
	shift   int
	counts  [bucketCount]int // the last bucket is that of the missing value
	partial *partialCounts   // counts of few buckets while rows are counted; nil for many
}

// partialCounts counts few buckets. Rows next to each other are often in one
// bucket, and a processor cannot add to a number that it is adding to already, so
// every fourth row has counts of its own.
type partialCounts [4][fewBuckets]uint32

const fewBuckets = 256

func newHistogram(k key) *histogram {
	h := &histogram{key: k, shift: shiftFor(k.column.Size)}
	if k.column.Size>>h.shift < fewBuckets {
		h.partial = new(partialCounts)
	}
	return h
}

const missingBucket = bucketCount - 1

// tally counts the n marked rows of a block.
func (h *histogram) tally(m *columnar.Mask, n, base, end int) {
	c := h.key.column
	v := &c.Cells
	switch {
	case v.U8 != nil:
		tallyIn(h, v.U8[base:end], m, n)
	case v.U16 != nil:
		tallyIn(h, v.U16[base:end], m, n)
	case v.U32 != nil:
		tallyIn(h, v.U32[base:end], m, n)
	default:
		tallyIn(h, v.U64[base:end], m, n)
	}
	if c.AnyMissing { // they were counted with the greatest values
		var absent columnar.Mask
		p := columnar.Predicate{Column: c, Set: columnar.Range(c.MissingCode(), c.MissingCode()+1)}
		p.Mark(&absent, base, end)
		absent.And(m)
		n := absent.Count()
		h.counts[c.Size>>h.shift] -= n
		h.counts[missingBucket] += n
	}
}

// sparse is the part of a block's rows below which single rows are counted
// faster than all with a weight.
const sparse = 8

func tallyIn[T columnar.Unsigned](h *histogram, codes []T, m *columnar.Mask, n int) {
	counts, shift := &h.counts, h.shift
	if n < len(codes)/sparse {
		for w, word := range m {
			for ; word != 0; word &= word - 1 {
				counts[codes[w*columnar.WordRows+bits.TrailingZeros64(word)]>>shift]++
			}
		}
		return
	}
	for w := 0; len(codes) > 0; w++ {
		chunk, word := codes[:min(columnar.WordRows, len(codes))], m[w]
		if h.partial != nil && len(chunk) == columnar.WordRows {
			tallyFew(h.partial, chunk, word, shift)
		} else {
			for i, code := range chunk {
				counts[code>>shift] += int(word >> (i & (columnar.WordRows - 1)) & 1)
			}
		}
		codes = codes[len(chunk):]
	}
}

// tallyFew counts the marked rows of a word.
func tallyFew[T columnar.Unsigned](l *partialCounts, codes []T, word uint64, shift int) {
	for ; len(codes) >= len(l); codes = codes[len(l):] {
		l[0][uint8(codes[0]>>shift)] += uint32(word & 1)
		l[1][uint8(codes[1]>>shift)] += uint32(word >> 1 & 1)
		l[2][uint8(codes[2]>>shift)] += uint32(word >> 2 & 1)
		l[3][uint8(codes[3]>>shift)] += uint32(word >> 3 & 1)
		word >>= len(l)
	}
}

// addPartial adds the partial counts, when all rows were.
func (h *histogram) addPartial() {
	if h.partial == nil {
		return
	}
	for _, counts := range h.partial {
		for bucket, n := range counts {
			h.counts[bucket] += int(n)
		}
	}
	h.partial = nil
}

// touched returns the codes of the buckets that hold the places w, or, behind a
// row, as many as can be needed to find them there; and the places counted from
// the first of these buckets.
func (h *histogram) touched(after *int, w window) ([]columnar.Span, window) {
	order := h.order()
	first, passed := 0, 0
	if after != nil {
		for h.bucketOf(*after) != order[first] {
			first++
		}
		passed = -h.counts[order[first]] // what of it comes before the row is not known
	} else {
		for first < len(order)-1 && passed+h.counts[order[first]] <= w.from {
			passed += h.counts[order[first]]
			first++
		}
		w = window{w.from - passed, w.to - passed}
		passed = 0
	}
	var spans []columnar.Span
	for _, b := range order[first:] {
		spans = append(spans, h.span(b))
		if passed += h.counts[b]; passed >= w.to {
			break
		}
	}
	return columnar.Union(spans), w
}

// order lists the buckets in the order of the rows.
func (h *histogram) order() []int {
	buckets := make([]int, 0, bucketCount)
	last := int(h.key.column.Size >> h.shift) //nolint:gosec // less than bucketCount
	for i := range last + 1 {
		if h.key.descending {
			i = last - i
		}
		buckets = append(buckets, i)
	}
	return append(buckets, missingBucket)
}

func (h *histogram) bucketOf(row int) int {
	code := h.key.column.Cells.At(row)
	if code == h.key.column.MissingCode() {
		return missingBucket
	}
	return int(code >> h.shift) //nolint:gosec // less than bucketCount
}

func (h *histogram) span(bucket int) columnar.Span {
	c := h.key.column
	if bucket == missingBucket {
		return columnar.Span{Lo: c.MissingCode(), Hi: c.MissingCode() + 1}
	}
	b := uint64(bucket) //nolint:gosec // never negative
	return columnar.Span{Lo: b << h.shift, Hi: min((b+1)<<h.shift, c.Size)}
}
