package param_test

import (
	"slices"
	"testing"

	"hachinohe.example/opendata/internal/param"
)

// No column may have the name of a parameter that a list has in addition to its columns; the
// names follow from the declarations, so a new parameter is reserved at once.
func TestReservedNamesFollowFromTheDeclarations(t *testing.T) {
	for _, name := range param.Compile[param.Series]().Names() {
		if !param.IsReserved(name) {
			t.Errorf("%s is not reserved", name)
		}
	}
	want := []string{
		"aggregate", "as_of", "bom", "cursor", "distinct", "expand", "facets", "fields", "format", "group_by", "header", "include_history", "lang", "limit",
		"offset", "or", "q", "release", "since", "sort", "until",
	}
	got := param.Reserved()
	slices.Sort(got)
	if !slices.Equal(got, want) || param.IsReserved("mark") {
		t.Errorf("%v", got)
	}
	got[0] = "changed"
	if param.IsReserved("changed") {
		t.Error("the list can be changed from outside")
	}
}

// What a pattern reads is declared, and left to the pattern.
func TestWhatAPatternReadsIsOnlyDeclared(t *testing.T) {
	p := param.New(map[string][]string{"or": {"a=1|b=2"}})
	if asks := param.Compile[param.Rows]().Read(p); asks.Or != nil {
		t.Error("it was read")
	}
	if err := p.Done(); err == nil {
		t.Error("nobody else asked for it, and it is no error")
	}
}
