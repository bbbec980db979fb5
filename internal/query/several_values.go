package query

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/table"
)

// Several values are written behind in and not_in. The functions of this file
// say so to whoever writes them in another place; the text is empty for others.

// anyOf says how rows with any of several values are asked for, or those with
// none of them.
func anyOf(path string, op table.Op, values []string) lang.Text {
	own, ja, en := table.Op(table.In), "いずれかの値を持つ行", "rows with any of the values"
	if op == table.Ne || op == table.NotIn {
		own, ja, en = table.NotIn, "どの値も持たない行", "rows with none of the values"
	}
	name := path + "." + own.String()
	if shown, ok := param.Hint(name, param.Join(values)); ok {
		return lang.T(ja+"は "+shown+" で抽出できます", "for "+en+" use "+shown)
	}
	return lang.T(ja+"は "+name+" に値をコンマ区切りで指定して抽出できます", "for "+en+" use "+name+" with the values separated by commas")
}

// Repeated says how to ask for any of several values of a column, or for none of
// them.
func (in columnNamed) Repeated(name string, texts []string) lang.Text {
	at, wrong := in.resolve(name)
	if !wrong.Empty() {
		return lang.Text{}
	}
	op, path := table.Op(table.Eq), name
	if at.rest != "" {
		op, path = table.Named(in.operators(), at.rest), strings.TrimSuffix(name, "."+at.rest)
	}
	if op == nil || !exact(op) {
		return lang.Text{}
	}
	values := distinctValues(op, texts)
	column := at.compared()
	if _, _, wrong := operands(column, table.In, param.Join(values)); !wrong.Empty() || len(values) < 2 {
		return lang.Text{}
	}
	some := anyOf(path, op, values)
	return lang.T("一度だけ指定してください。"+some.Ja, "can be given only once; "+some.En)
}

// distinctValues are the values that several conditions of one operator name.
func distinctValues(op table.Op, texts []string) []string {
	var values []string
	for _, text := range texts {
		parts := []string{text}
		if !single(op) {
			parts, _ = param.Split(text)
		}
		for _, part := range parts {
			if !slices.Contains(values, part) {
				values = append(values, part)
			}
		}
	}
	return values
}

// enumerated says how any of several values are asked for, to who lists them
// behind an operator that takes one.
func enumerated(c dataset.Column, path string, op table.Op, text string) lang.Text {
	values, wrong := param.Split(text)
	if op != table.Eq && op != table.Ne || len(values) < 2 || !wrong.Empty() {
		return lang.Text{}
	}
	if _, _, wrong := operands(c, table.In, text); !wrong.Empty() {
		return lang.Text{}
	}
	some := anyOf(path, op, values)
	return lang.T("指定できる値は1つです。"+some.Ja, "only one value is allowed here; "+some.En)
}

// joined says how a list is asked for, whose cells join their items by a mark
// that stands in none of them.
func joined(c dataset.Column, path string, op table.Op, text string) lang.Text {
	if c.Type.Definition().Items == nil || !strings.Contains(text, dataset.ListSeparator) {
		return lang.Text{}
	}
	items := strings.Split(text, dataset.ListSeparator)
	some := anyOf(path, op, items)
	ja, en := "リストは項目ごとに比較します。"+some.Ja, "lists are compared item by item; "+some.En
	if op == table.Eq {
		for i, item := range items {
			items[i] = path + "=" + param.Quote(item, separators)
		}
		if all, ok := param.Hint(alternatives, strings.Join(items, ",")); ok {
			ja, en = ja+"。すべての値を持つ行は "+all+" で抽出できます", en+"; for rows with all of them use "+all
		}
	}
	return lang.T(ja, en)
}
