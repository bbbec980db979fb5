package columnar

import (
	"cmp"
	"slices"
)

// Set is the codes that satisfy an operator: the spans, or, where values are
// listed and the codes lie scattered, one flag per code.
type Set struct {
	Spans []Span  // in order, apart from each other
	Flags []uint8 // by code, that of the missing value included; 1 = satisfied
}

// Span is the codes from Lo up to but not including Hi.
type Span struct{ Lo, Hi uint64 }

// Range returns the codes from lo up to but not including hi.
func Range(lo, hi uint64) Set {
	if lo >= hi {
		return Set{}
	}
	return Set{Spans: []Span{{lo, hi}}}
}

// Empty reports whether no code satisfies.
func (s Set) Empty() bool { return len(s.Spans) == 0 && s.Flags == nil }

// Has reports whether a code satisfies.
func (s Set) Has(code uint64) bool {
	if s.Flags != nil {
		return s.Flags[code] == 1
	}
	_, found := slices.BinarySearchFunc(s.Spans, code, func(s Span, code uint64) int {
		switch {
		case s.Hi <= code:
			return -1
		case s.Lo > code:
			return 1
		}
		return 0
	})
	return found
}

// maxSpans is the number of spans up to which trying each is faster than
// looking a code up.
const maxSpans = 8

// Flagged returns scattered spans of a listed column as flags.
func (s Set) Flagged(c *Column) Set {
	if len(s.Spans) <= maxSpans || !c.Listed() {
		return s
	}
	flags := make([]uint8, c.Size+1)
	for _, sp := range s.Spans {
		for code := sp.Lo; code < sp.Hi; code++ {
			flags[code] = 1
		}
	}
	return Set{Flags: flags}
}

// Except returns all codes of values but those of the set.
func (s Set) Except(c *Column) Set {
	var out Set
	at := uint64(0)
	for _, sp := range s.Spans {
		if at < sp.Lo {
			out.Spans = append(out.Spans, Span{at, sp.Lo})
		}
		at = sp.Hi
	}
	if at < c.Size {
		out.Spans = append(out.Spans, Span{at, c.Size})
	}
	return out.Flagged(c)
}

// Union returns the union of spans, which may overlap and be in any order.
func Union(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Compare(a.Lo, b.Lo) })
	var out []Span
	for _, s := range spans {
		switch last := len(out) - 1; {
		case s.Lo >= s.Hi:
		case last >= 0 && s.Lo <= out[last].Hi:
			out[last].Hi = max(out[last].Hi, s.Hi)
		default:
			out = append(out, s)
		}
	}
	return out
}
