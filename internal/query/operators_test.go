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
	var got, want []string
	for _, row := range regexp.MustCompile(`(?m)^\| ([^|]+) \|`).FindAllStringSubmatch(section, -1) {
		for _, name := range regexp.MustCompile("`([a-z_]+)").FindAllStringSubmatch(row[1], -1) {
			got = append(got, name[1])
		}
	}
	for _, op := range table.Ops() {
		want = append(want, op.String())
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(slices.Compact(got), want) {
		t.Errorf("the guide lists %v, want %v", got, want)
	}
}
