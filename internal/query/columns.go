package query

import (
	"fmt"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/table"
)

const maxFacets = 10

// fields reads which columns to return, in which order: of the rows, or of the
// groups.
func (in *parser) fields() {
	text, ok := in.names("fields")
	switch {
	case in.unsettled:
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

func (in *parser) columnNames() []string {
	if in.Group == nil {
		return columnNames(in.Set)
	}
	var names []string
	for _, c := range in.grouped {
		names = append(names, c.Name)
	}
	return names
}

func (in *parser) indexOf(name string) int {
	if in.Group != nil {
		return slices.IndexFunc(in.grouped, func(c dataset.Column) bool { return c.Name == name })
	}
	return in.Set.Table.Index(name)
}

// order reads the columns to sort by.
func (in *parser) order() {
	text, ok := in.names("sort")
	if !ok || in.unsettled {
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

// column finds a column of what is returned that was not named before.
func (in *parser) column(parameter, name string, before []int) int {
	i := in.indexOf(name)
	switch {
	case in.Full():
	case name == "":
		in.Fail(parameter, lang.T("列名を書いてください", "give the name of a column"))
	case i < 0:
		in.Fail(parameter, in.absent(parameter, name))
	case parameter == "facets" && !in.countable(parameter, i).Empty():
		in.Fail(parameter, in.countable(parameter, i))
	case slices.Contains(before, i):
		in.Fail(parameter, lang.T("列 "+name+" が2回書かれています。1回だけにしてください", "column "+name+" is given twice: give it once"))
	}
	return i
}

// absent says that what is returned has no such column.
func (in *parser) absent(parameter, name string) lang.Text {
	if wrong := in.directed(parameter, name); !wrong.Empty() {
		return wrong
	}
	if in.Group != nil {
		return missing(lang.T("結果の列", "column of the result"), name, "", in.columnNames())
	}
	return firstOf(heading(in.Set, name), in.along(parameter, name), missing(lang.T("列", "column"), name, "", in.columnNames()))
}

// named lists columns of the subject by their names.
func (in *parser) named(columns []int) string {
	names := make([]string, 0, len(columns))
	for _, i := range columns {
		if i >= 0 {
			names = append(names, in.Set.Table.Column(i).Name)
		}
	}
	return strings.Join(names, ",")
}

// facets reads the columns whose values are to be counted.
func (in *parser) facets() {
	text, ok := in.names("facets")
	switch {
	case !ok:
		return
	case !in.options.Facets:
		in.Fail("facets", lang.T("facets は JSON の答えだけで使えます。format=json を選ぶか、取り除いてください", "facets can be used in JSON answers only: choose format=json, or leave it out"))
		return
	case in.Group != nil:
		in.together("facets", "group_by・aggregate・distinct ", "group_by, aggregate or distinct")
		return
	}
	for name := range strings.SplitSeq(text, ",") {
		in.Facets = append(in.Facets, in.column("facets", name, in.Facets))
	}
	if len(in.Facets) > maxFacets {
		in.Fail("facets", lang.T(fmt.Sprintf("列が多すぎます（%dまで）", maxFacets), fmt.Sprintf("too many columns (at most %d)", maxFacets)))
	}
	slices.Sort(in.Facets) // they are counted each for itself: their order says nothing
	in.Given["facets"] = in.named(in.Facets)
}
