package query

import (
	"fmt"
	"strconv"

	"hachinohe.example/opendata/internal/fold"
	"hachinohe.example/opendata/internal/table"
)

// Parameters lists the parameters that are no conditions.
func Parameters() []string { return rows.Names() }

// Limits lists what is limited, as the guide says it.
func Limits() map[string]string {
	thousands := func(n int) string { return fmt.Sprintf("%d,%03d", n/1000, n%1000) }
	return map[string]string{
		"conditions, including those in `or`":          strconv.Itoa(maxConditions),
		"values in one list":                           thousands(maxValues),
		"groups of OR conditions":                      strconv.Itoa(maxGroups),
		"depth of relations, relations in `expand`":    fmt.Sprintf("%d, %d", MaxDepth, MaxExpanded),
		"columns of `facets`":                          strconv.Itoa(maxFacets),
		"words in `q`":                                 strconv.Itoa(fold.MaxTerms),
		"a pattern of `like`":                          fmt.Sprintf("%d B", maxPattern),
		"rows found by conditions on related records":  thousands(maxKeys),
		"groups, values of `distinct` in one response": thousands(table.MaxGroups),
	}
}
