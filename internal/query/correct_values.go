package query

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/notation"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/table"
)

// candidate is an operator and its operand that may have been meant.
type candidate struct {
	op   table.Op
	text string
}

// valuesMeant are what may have been meant by an operand, the likeliest first.
func valuesMeant(c dataset.Column, op table.Op, text string) []candidate {
	list := []candidate{{op, text}}
	if op.Definition().Takes == table.YesOrNo {
		return append(list, candidate{op, lang.Truth(text)})
	}
	if inPart(op) {
		return append(list, candidate{op, lang.Escaped(text)})
	}
	if number, ok := lang.Ungrouped(text); ok {
		list = append(list, candidate{op, number})
	}
	var items []string
	for _, item := range param.Items(text) {
		if item == "" {
			continue
		}
		if meant := valueMeant(c, item); meant != "" && !slices.Contains(items, meant) {
			items = append(items, meant)
		}
	}
	switch {
	case len(items) == 0:
	case !single(op):
		list = append(list, candidate{op, param.Join(items)})
		slices.Reverse(items)
		list = append(list, candidate{op, param.Join(items)})
	case len(items) == 1:
		list = append(list, candidate{op, items[0]})
	case op == table.Eq:
		list = append(list, candidate{table.In, param.Join(items)})
	case op == table.Ne:
		list = append(list, candidate{table.NotIn, param.Join(items)})
	}
	if op == table.Eq {
		first, last := notation.DaysOfMonth(lang.Narrow(text))
		list = append(list, candidate{table.Between, first + "," + last})
	}
	return list
}

// valueMeant is the value of a column that was probably meant, the text itself if
// that is not known.
func valueMeant(c dataset.Column, text string) string {
	narrow := strings.TrimSpace(lang.Narrow(text))
	ways := []string{text, narrow, notation.Rewritten(narrow), lang.Truth(text), lang.Digits(narrow), strings.ToUpper(narrow)}
	if len(c.Codes) > 0 {
		ways = append(ways[:2], codeMeant(c, narrow))
	}
	for _, way := range ways {
		if _, _, wrong := operand(c, table.Eq, way); wrong.Empty() {
			return way
		}
	}
	return text
}

// codeMeant is the code with a label, or the one that resembles a text most.
func codeMeant(c dataset.Column, text string) string {
	var codes []string
	for _, code := range c.Codes {
		if code.Label.Ja == text || strings.EqualFold(code.Label.En, text) {
			return code.Value
		}
		codes = append(codes, code.Value)
	}
	return strings.Join(lang.Nearest(text, codes, 1), "")
}
