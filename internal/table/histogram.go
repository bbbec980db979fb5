package table

import "math/bits"

// histogram counts rows by the leading bits of their code in the first column
// to sort by.
type histogram struct {
	key    key
	shift  int
	counts [bucketCount]int // the last bucket is that of the missing value
}

func newHistogram(k key) *histogram {
	return &histogram{key: k, shift: shiftFor(k.column.size)}
}

const missingBucket = bucketCount - 1

// tally counts the n marked rows of a block.
func (h *histogram) tally(m *mask, n, base, end int) {
	c := h.key.column
	v := &c.codes
	switch {
	case v.u8 != nil:
		tallyIn(&h.counts, v.u8[base:end], m, h.shift, n)
	case v.u16 != nil:
		tallyIn(&h.counts, v.u16[base:end], m, h.shift, n)
	case v.u32 != nil:
		tallyIn(&h.counts, v.u32[base:end], m, h.shift, n)
	default:
		tallyIn(&h.counts, v.u64[base:end], m, h.shift, n)
	}
	if c.missing { // they were counted with the greatest values
		var absent mask
		p := predicate{column: c, codeSet: one(c.none(), c.none()+1)}
		p.mark(&absent, base, end)
		absent.and(m)
		n := absent.count()
		h.counts[c.size>>h.shift] -= n
		h.counts[missingBucket] += n
	}
}

// sparse is the part of a block's rows below which single rows are counted
// faster than all with a weight.
const sparse = 8

func tallyIn[T unsigned](counts *[bucketCount]int, codes []T, m *mask, shift, n int) {
	if n < len(codes)/sparse {
		for w, word := range m {
			for ; word != 0; word &= word - 1 {
				counts[codes[w*wordRows+bits.TrailingZeros64(word)]>>shift]++
			}
		}
		return
	}
	for w := 0; len(codes) > 0; w++ {
		chunk, word := codes[:min(wordRows, len(codes))], m[w]
		for i, code := range chunk {
			counts[code>>shift] += int(word >> (i & (wordRows - 1)) & 1)
		}
		codes = codes[len(chunk):]
	}
}

// touched returns the codes of the buckets that hold the places w, or, behind a
// row, as many as can be needed to find them there; and the places counted from
// the first of these buckets.
func (h *histogram) touched(after *int, w window) ([]span, window) {
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
	var spans []span
	for _, b := range order[first:] {
		spans = append(spans, h.span(b))
		if passed += h.counts[b]; passed >= w.to {
			break
		}
	}
	return joined(spans), w
}

// order lists the buckets in the order of the rows.
func (h *histogram) order() []int {
	buckets := make([]int, 0, bucketCount)
	last := int(h.key.column.size >> h.shift) //nolint:gosec // less than bucketCount
	for i := range last + 1 {
		if h.key.descending {
			i = last - i
		}
		buckets = append(buckets, i)
	}
	return append(buckets, missingBucket)
}

func (h *histogram) bucketOf(row int) int {
	code := h.key.column.codes.at(row)
	if code == h.key.column.none() {
		return missingBucket
	}
	return int(code >> h.shift) //nolint:gosec // less than bucketCount
}

func (h *histogram) span(bucket int) span {
	c := h.key.column
	if bucket == missingBucket {
		return span{c.none(), c.none() + 1}
	}
	b := uint64(bucket) //nolint:gosec // never negative
	return span{b << h.shift, min((b+1)<<h.shift, c.size)}
}
