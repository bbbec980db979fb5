package table

import (
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
	"hachinohe.example/opendata/internal/grouping"
	"hachinohe.example/opendata/internal/lang"
)

// function is the definition of a function of a group.
type function struct {
	label   lang.Text
	applies func(dataset.Type) bool
	of      func(t *grouping.Tally, groups []uint32) (columnar.Column, error)
}

// definition returns what a function is; of an unknown name, one that applies to
// nothing. A new one is a method that reads it off a grouping.Tally, a constant in
// group.go, and a line here.
func (f Func) definition() function {
	switch f {
	case Count:
		return function{lang.T("件数", "count"), anyType, (*grouping.Tally).Counts}
	case Sum:
		return function{lang.T("合計", "sum"), isNumber, (*grouping.Tally).Sums}
	case Avg:
		return function{lang.T("平均", "average"), isNumber, (*grouping.Tally).Averages}
	case Min:
		return function{lang.T("最小", "minimum"), hasOrder, (*grouping.Tally).Minima}
	case Max:
		return function{lang.T("最大", "maximum"), hasOrder, (*grouping.Tally).Maxima}
	case First:
		return function{lang.T("最初", "first"), anyType, (*grouping.Tally).Firsts}
	case Last:
		return function{lang.T("最後", "last"), anyType, (*grouping.Tally).Lasts}
	}
	return function{applies: func(dataset.Type) bool { return false }}
}

// Applies reports whether the function can be asked of a column of type t.
func (f Func) Applies(t dataset.Type) bool { return f.definition().applies(t) }

// named returns the definition of the column that an aggregate makes.
func (a Aggregate) named(t *Table) dataset.Column {
	d := a.Func.definition()
	if a.Column < 0 {
		return dataset.Column{
			Name: string(Count), Title: d.label, Type: dataset.Integer, Unit: "件",
			Meaning: lang.T("まとめた行の数", "Number of rows in the group"),
		}
	}
	c := t.columns[a.Column].Column
	out := dataset.Column{
		Name: c.Name + "_" + string(a.Func), Type: c.Type, Unit: c.Unit, Meaning: c.Meaning, Codes: c.Codes,
		Title: lang.T(c.Title.Ja+"（"+d.label.Ja+"）", c.Title.En+" ("+d.label.En+")"),
	}
	switch a.Func {
	case Count:
		out.Type, out.Unit, out.Codes = dataset.Integer, "件", nil
	case Avg:
		out.Type = dataset.Number
	case Sum, Min, Max, First, Last:
	}
	return out
}
