package query

import (
	"slices"
	"strings"
	"time"

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
	for _, item := range itemsOf(text) {
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
		list = append(list, candidate{table.Between, daysOfMonth(text)})
	}
	return list
}

// itemsOf takes values apart that are separated by something.
func itemsOf(text string) []string {
	items, wrong := param.Split(strings.NewReplacer("、", ",", "，", ",").Replace(text))
	if !wrong.Empty() {
		return nil
	}
	if len(items) == 1 && !strings.Contains(text, `"`) {
		items = strings.FieldsFunc(items[0], func(r rune) bool { return r == ';' || r == '；' || r == '|' })
	}
	for i, item := range items {
		items[i] = strings.TrimSpace(item)
	}
	return items
}

// valueMeant is the value of a column that was probably meant, the text itself if
// that is not known.
func valueMeant(c dataset.Column, text string) string {
	narrow := strings.TrimSpace(lang.Narrow(text))
	ways := []string{text, narrow, notation.Rewritten(narrow), lang.Truth(text), lang.Digits(narrow)}
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

// daysOfMonth are the first and the last day of a month, which a column of days
// may be compared with; empty for another text.
func daysOfMonth(text string) string {
	first, err := time.Parse("2006-01", notation.Rewritten(lang.Narrow(text)))
	if err != nil {
		return ""
	}
	return first.Format(time.DateOnly) + "," + first.AddDate(0, 1, -1).Format(time.DateOnly)
}
