package query

import (
	"fmt"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
)

// MaxFacets is how many columns may be counted at once.
const MaxFacets = 10

// facets reads the columns whose values are to be counted.
func (in *parser) facets() {
	text, ok := param.Names(in.asks.Facets)
	switch {
	case !ok:
		return
	case !in.options.Facets:
		in.Fail("facets", lang.T("facets は JSON の応答だけで使えます。format=json を指定するか、facets を削除してください", "facets are available in JSON responses only: use format=json, or remove facets"))
		return
	case in.Group != nil:
		in.together("facets", "group_by・aggregate・distinct ", "group_by, aggregate or distinct")
		return
	}
	for name := range strings.SplitSeq(text, ",") {
		in.Facets = append(in.Facets, in.column("facets", name, in.Facets))
	}
	if len(in.Facets) > MaxFacets {
		in.Fail("facets", lang.T(fmt.Sprintf("列が多すぎます（%dまで）", MaxFacets), fmt.Sprintf("too many columns (at most %d)", MaxFacets)))
	}
	slices.Sort(in.Facets) // they are counted each for itself: their order says nothing
	in.Given["facets"] = in.named(in.Facets)
}
