package table

import (
	"cmp"
	"context"
	"slices"

	"hachinohe.example/opendata/dataset"
)

// Filter keeps the rows whose cell in a column satisfies an operator with its
// operands. A missing cell satisfies no operator but IsNull.
type Filter struct {
	Column int
	Op     Op
	Values []dataset.Value // as many as the operator takes, none of them missing
}

// Equal keeps the rows that have exactly this text in a column, or among the
// items of a list.
func Equal(column int, text string) Filter {
	return Filter{Column: column, Op: Eq, Values: []dataset.Value{{Text: text}}}
}

// codeSet is the codes that satisfy an operator: the spans, or, where values are
// listed and the codes lie scattered, one flag per code.
type codeSet struct {
	spans []span  // in order, apart from each other
	flags []uint8 // by code, that of the missing value included; 1 = satisfied
}

// span is the codes from lo up to but not including hi.
type span struct{ lo, hi uint64 }

func one(lo, hi uint64) codeSet {
	if lo >= hi {
		return codeSet{}
	}
	return codeSet{spans: []span{{lo, hi}}}
}

// empty reports whether no code satisfies.
func (s codeSet) empty() bool { return len(s.spans) == 0 && s.flags == nil }

// predicate is a filter made ready: what it asks of the codes of a column.
type predicate struct {
	column *column
	codeSet
}

// prepare makes a filter ready. Nothing satisfies an operator that cannot be
// asked of the column, or without a value to compare with.
func (t *Table) prepare(ctx context.Context, f Filter) predicate {
	c, op := &t.columns[f.Column], f.Op.Definition()
	least, _ := op.Takes.operands()
	if !op.applies(c.Type) || len(f.Values) < least || slices.ContainsFunc(f.Values, func(v dataset.Value) bool { return v.Missing }) {
		return predicate{column: c}
	}
	return predicate{column: c, codeSet: op.codes(ctx, c, f.Values)}
}

// maxSpans is the number of spans up to which trying each is faster than
// looking a code up.
const maxSpans = 8

// flagged turns scattered spans of a listed column into flags.
func (s codeSet) flagged(c *column) codeSet {
	if len(s.spans) <= maxSpans || !c.listed() {
		return s
	}
	flags := make([]uint8, c.size+1)
	for _, sp := range s.spans {
		for code := sp.lo; code < sp.hi; code++ {
			flags[code] = 1
		}
	}
	return codeSet{flags: flags}
}

// except returns all codes of values but those of the set.
func (s codeSet) except(c *column) codeSet {
	var out codeSet
	at := uint64(0)
	for _, sp := range s.spans {
		if at < sp.lo {
			out.spans = append(out.spans, span{at, sp.lo})
		}
		at = sp.hi
	}
	if at < c.size {
		out.spans = append(out.spans, span{at, c.size})
	}
	return out.flagged(c)
}

// joined returns the union of spans, which may overlap and be in any order.
func joined(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.lo, b.lo) })
	var out []span
	for _, s := range spans {
		switch last := len(out) - 1; {
		case s.lo >= s.hi:
		case last >= 0 && s.lo <= out[last].hi:
			out[last].hi = max(out[last].hi, s.hi)
		default:
			out = append(out, s)
		}
	}
	return out
}

// pollBytes is after how many bytes of text a query looks whether it is still
// wanted; a text counts some bytes more than it has, for the way to it.
const (
	pollBytes = 64 << 10
	textBytes = 64
)

// patience tells a walk through texts when to look whether it is still wanted.
type patience int

// ended reports whether a context ended, as far as it was looked at.
func (p *patience) ended(ctx context.Context, text string) bool {
	if *p -= patience(len(text) + textBytes); *p > 0 {
		return false
	}
	*p = pollBytes
	return ctx.Err() != nil
}

// accepting returns the codes of the listed texts that a function accepts.
func (c *column) accepting(ctx context.Context, accept func(text string) bool) codeSet {
	flags := make([]uint8, c.size+1)
	found, left := false, patience(0)
	for code := range c.size {
		text := c.values[code].Text
		if left.ended(ctx, text) {
			break // the query ends before anything is made of it
		}
		if accept(text) {
			flags[code], found = 1, true
		}
	}
	if !found {
		return codeSet{}
	}
	return codeSet{flags: flags}
}
