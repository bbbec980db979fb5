package query

import (
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/release"
)

// Listing completes the query of a list that is not the rows of one dataset, such
// as the hits of a search in all: its Given decides what stands in the list, and
// scope tells it from other lists. Its cursors hold the place of a row in the
// list, where those of rows hold the row; so Offset is the place either way.
func Listing(p *param.Values, in *release.Release, scope string, q Query) Query {
	l := &parser{Values: p, Subject: Subject{In: in}, Query: q}
	l.bound = scope
	if l.from(); l.after != nil {
		l.Offset = l.after.Row + 1
	}
	return l.Query
}
