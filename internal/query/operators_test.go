package query_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/table"
)

// Every operator has a place in the guide's table, and nothing else has.
func TestGuideListsTheOperators(t *testing.T) {
	_, section, _ := strings.Cut(guide(t), "| 演算子 / operator |")
	section, _, _ = strings.Cut(section, "\n\n")
	var got []table.Op
	for _, row := range regexp.MustCompile(`(?m)^\| ([^|]+) \|`).FindAllStringSubmatch(section, -1) {
		for _, name := range regexp.MustCompile("`([a-z_]+)").FindAllStringSubmatch(row[1], -1) {
			got = append(got, table.Op(name[1]))
		}
	}
	slices.Sort(got)
	if want := slices.Sorted(slices.Values(table.Ops())); !slices.Equal(slices.Compact(got), want) {
		t.Errorf("the guide lists %v, want %v", got, want)
	}
}
