package query

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

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

// column finds a column of what is returned that was not named before.
func (in *parser) column(parameter, name string, before []int) int {
	i := in.indexOf(name)
	switch {
	case in.Full():
	case name == "":
		in.Fail(parameter, lang.T("列名を指定してください", "a column name is required"))
	case i < 0:
		in.Fail(parameter, in.absent(parameter, name))
	case parameter == "facets" && !in.countable(parameter, i).Empty():
		in.Fail(parameter, in.countable(parameter, i))
	case slices.Contains(before, i):
		in.Fail(parameter, lang.T("列 "+name+" が2回指定されています。1回だけにしてください", "column "+name+" is given twice: give it only once"))
	}
	return i
}

// absent says that what is returned has no such column.
func (in *parser) absent(parameter, name string) lang.Text {
	if wrong := in.directed(parameter, name); !wrong.Empty() {
		return wrong
	}
	if in.Group != nil {
		return lang.NotFound(lang.T("結果の列", "column of the result"), name, "", in.columnNames())
	}
	return firstOf(heading(in.Set, name), in.along(parameter, name), lang.NotFound(lang.T("列", "column"), name, "", in.columnNames()))
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
