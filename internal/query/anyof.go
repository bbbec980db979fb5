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
	write := func(op table.Op) string { return shorten(path + "." + string(op) + "=" + join(values)) }
	if op == table.Ne || op == table.NotIn {
		none := write(table.NotIn)
		return lang.T("どの値も持たない行は "+none+" で選べます", "rows with none of the values are "+none)
	}
	some := write(table.In)
	return lang.T("どれかの値を持つ行は "+some+" で選べます", "rows with any of the values are "+some)
}

// Repeated says how to ask for any of several values of a column.
func (in columnNamed) Repeated(name string, texts []string) lang.Text {
	at, wrong := in.find(name)
	if !wrong.Empty() || at.rest != "" && at.rest != string(table.Eq) {
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
	some := anyOf(strings.TrimSuffix(name, "."+string(table.Eq)), table.Eq, values)
	return lang.T("1度だけ書いてください。"+some.Ja, "may be given only once; "+some.En)
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
	return lang.T("ここに書ける値は1つです。"+some.Ja, "only one value can stand here; "+some.En)
}

// joined says how a list is asked for, whose cells join their items by a mark
// that stands in none of them.
func joined(c dataset.Column, path string, op table.Op, text string) lang.Text {
	if c.Type.Definition().Items == nil || !strings.Contains(text, dataset.ListSeparator) {
		return lang.Text{}
	}
	items := strings.Split(text, dataset.ListSeparator)
	some := anyOf(path, op, items)
	ja, en := "リストは項目ごとに比べます。"+some.Ja, "lists are compared item by item: "+some.En
	if op == table.Eq {
		for i, item := range items {
			items[i] = path + "=" + quote(item, separators)
		}
		all := shorten(alternatives + "=" + strings.Join(items, ","))
		ja, en = ja+"。すべてを持つ行は "+all+" です", en+"; rows with all of them are "+all
	}
	return lang.T(ja, en)
}
