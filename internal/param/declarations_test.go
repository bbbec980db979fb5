package param_test

import (
	"errors"
	"slices"
	"testing"

	"hachinohe.example/opendata/internal/fault"
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

// Without these a request has no meaning.
func TestWhatIsRequired(t *testing.T) {
	for _, c := range []struct {
		name string
		read func(*param.Values)
		want []string
	}{
		{"a comparison", func(v *param.Values) { param.Compile[param.Diff]().Read(v) }, []string{"from", "to"}},
		{"a search", func(v *param.Values) { param.Compile[param.Search]().Read(v) }, []string{"q"}},
		{"a time map", func(v *param.Values) { param.Compile[param.TimeMap]().Read(v) }, []string{"url"}},
		{"a list", func(v *param.Values) { param.Compile[param.List]().Read(v) }, nil},
		{"a series", func(v *param.Values) { param.Compile[param.Series]().Read(v) }, nil},
		{"a file", func(v *param.Values) { param.Compile[param.File]().Read(v) }, nil},
	} {
		v := param.New(nil)
		c.read(v)
		var got []string
		if e, ok := errors.AsType[*fault.Error](v.Done()); ok {
			for _, f := range e.Fields {
				got = append(got, f.Place)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// The least and the greatest number that a request may have.
func TestBoundsOfNumbers(t *testing.T) {
	const most = "1000000000"
	for _, c := range []struct {
		name        string
		read        func(*param.Values)
		parameter   string
		low, high   string
		below, over string
	}{
		{"rows", func(v *param.Values) { param.Compile[param.Rows]().Read(v) }, "limit", "1", most, "0", "1000000001"},
		{"rows", func(v *param.Values) { param.Compile[param.Rows]().Read(v) }, "offset", "0", most, "-1", "1000000001"},
		{"a page", func(v *param.Values) { param.Compile[param.Page]().Read(v) }, "limit", "1", "1000", "0", "1001"},
		{"a page", func(v *param.Values) { param.Compile[param.Page]().Read(v) }, "offset", "0", most, "-1", "1000000001"},
		{"a time", func(v *param.Values) { param.Compile[param.Time]().Read(v) }, "release", "1", most, "0", "1000000001"},
	} {
		for text, right := range map[string]bool{c.low: true, c.high: true, c.below: false, c.over: false} {
			v := param.New(map[string][]string{c.parameter: {text}})
			c.read(v)
			if err := v.Done(); (err == nil) != right {
				t.Errorf("%s: %s=%s: %v", c.name, c.parameter, text, err)
			}
		}
	}
}
