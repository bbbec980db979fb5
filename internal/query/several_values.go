package query

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/table"
)

// Several values are written behind in and not_in. The functions of this file
// say so to whoever writes them in another place; the text is empty for others.

// anyOf says how rows with any of several values are asked for, or those with
// none of them.
func anyOf(path string, op table.Op, values []string) lang.Text {
	write := func(op table.Op) string { return lang.Shorten(path + "." + op.String() + "=" + join(values)) }
	if op == table.Ne || op == table.NotIn {
		none := write(table.NotIn)
		return lang.T("どの値も持たない行は "+none+" で抽出できます", "for rows with none of the values use "+none)
	}
	some := write(table.In)
	return lang.T("いずれかの値を持つ行は "+some+" で抽出できます", "for rows with any of the values use "+some)
}

// Repeated says how to ask for any of several values of a column.
func (in columnNamed) Repeated(name string, texts []string) lang.Text {
	at, wrong := in.resolve(name)
	if !wrong.Empty() || at.rest != "" && at.rest != table.Eq.String() {
		return lang.Text{}
	}
	var values []string
	for _, text := range texts {
		if !slices.Contains(values, text) {
			values = append(values, text)
		}
	}
	if len(values) == 1 {
		return lang.Text{}
	}
	some := anyOf(strings.TrimSuffix(name, "."+table.Eq.String()), table.Eq, values)
	return lang.T("一度だけ指定してください。"+some.Ja, "can be given only once; "+some.En)
}

// enumerated says how any of several values are asked for, to who lists them
// behind an operator that takes one.
func enumerated(c dataset.Column, path string, op table.Op, text string) lang.Text {
	values, wrong := split(text)
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
			items[i] = path + "=" + quote(item, separators)
		}
		all := lang.Shorten(alternatives + "=" + strings.Join(items, ","))
		ja, en = ja+"。すべての値を持つ行は "+all+" で抽出できます", en+"; for rows with all of them use "+all
	}
	return lang.T(ja, en)
}
