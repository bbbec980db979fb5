package query

import (
	"strings"

	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/table"
)

// order reads sort=a,-b: the columns to sort by, descending behind a minus.
func (in *parser) order() {
	text, ok := param.Names(in.asks.Sort)
	if !ok || in.unknownColumns {
		return
	}
	var before []int
	for name := range strings.SplitSeq(text, ",") {
		name, descending := strings.CutPrefix(name, "-")
		i := in.column("sort", name, before)
		before = append(before, i)
		in.sort = append(in.sort, table.SortKey{Column: i, Descending: descending})
	}
	in.Given["sort"] = text
}
