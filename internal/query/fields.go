package query

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/param"
)

// fields reads which columns to return, in which order: of the rows, or of the
// groups.
func (in *parser) fields() {
	text, ok := param.Names(in.asks.Fields)
	switch {
	case in.unknownColumns:
		return
	case !ok:
		in.Fields = in.all()
		return
	}
	in.Fields = make([]int, 0, strings.Count(text, ",")+1)
	for name := range strings.SplitSeq(text, ",") {
		in.Fields = append(in.Fields, in.column("fields", name, in.Fields))
	}
	if len(in.Fields) != in.width() || !slices.IsSorted(in.Fields) { // not all of them, as they stand
		in.Given["fields"] = text
	}
}

// all returns every column of what is returned.
func (in *parser) all() []int {
	columns := make([]int, in.width())
	for i := range columns {
		columns[i] = i
	}
	return columns
}

func (in *parser) width() int {
	if in.Group != nil {
		return len(in.grouped)
	}
	return in.Set.Table.Columns()
}
