package query

import (
	"slices"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/table"
)

const (
	maxValues  = 1000 // in one list
	maxPattern = 200  // bytes: what a pattern costs grows with its length
)

// operands reads the values of a condition and prints them canonically.
func operands(c dataset.Column, op table.Op, text string) ([]dataset.Value, string, lang.Text) {
	if op.Definition().Takes == table.YesOrNo {
		v, wrong := dataset.Boolean.Parse(text)
		if !wrong.Empty() {
			return nil, "", lang.T("true（値がない）か false（値がある）にしてください", "must be true (no value) or false (a value)")
		}
		return []dataset.Value{v}, text, lang.Text{}
	}
	if single(op) {
		v, canonical, wrong := operand(c, op, text)
		return []dataset.Value{v}, canonical, wrong
	}
	parts, wrong := param.Split(text)
	if !wrong.Empty() {
		return nil, "", wrong
	}
	if len(parts) > maxValues {
		return nil, "", lang.T("値が多すぎます（1,000個まで）", "too many values (at most 1,000)")
	}
	values := make([]dataset.Value, len(parts))
	for i, part := range parts {
		if values[i], _, wrong = operand(c, op, part); !wrong.Empty() {
			return nil, "", wrong
		}
	}
	return several(c, op, values)
}

// single reports whether an operator takes one value, as what most requests ask
// for does.
func single(op table.Op) bool {
	if op == table.Eq {
		return true
	}
	_, most := op.Operands()
	return most == 1
}

// several puts listed values into order, and holds the ends of a range to it.
func several(c dataset.Column, op table.Op, values []dataset.Value) ([]dataset.Value, string, lang.Text) {
	if least, most := op.Operands(); most == 2 {
		if len(values) != least {
			return nil, "", lang.T("下限と上限の2つの値をコンマで区切ってください", "give two values, the lower and the upper end, separated by a comma")
		}
		if c.Type.Compare(values[0], values[1]) > 0 {
			return nil, "", lang.T("下限が上限より大きくなっています。2つの値を入れ替えてください", "the lower end is above the upper one: swap the two values")
		}
	} else {
		slices.SortFunc(values, c.Type.Compare)
		values = slices.CompactFunc(values, func(a, b dataset.Value) bool { return c.Type.Compare(a, b) == 0 })
	}
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(c.Type.Append(nil, v))
	}
	return values, param.Join(texts), lang.Text{}
}

// operand reads the value that a column is compared with, and prints it. Text
// may be anything; the other types follow the column's notation.
func operand(c dataset.Column, op table.Op, text string) (dataset.Value, string, lang.Text) {
	written := c.Type.Definition().Text
	v := dataset.Value{Text: text}
	switch {
	case text == "":
		return v, "", noValue()
	case op.Definition().Takes == table.TextPattern && (len(text) > maxPattern || table.HasStrayEscape(text)):
		return v, "", wrongPattern(text)
	case len(c.Codes) > 0 && (exact(op) || written && !inPart(op)):
		return code(c, text)
	case written:
		return v, text, lang.Text{}
	}
	v, wrong := c.Parse(text)
	if !wrong.Empty() {
		return v, "", wrong
	}
	v = v.Shortest()
	return v, string(c.Type.Append(nil, v)), lang.Text{}
}

// wrongPattern says why a text is no pattern.
func wrongPattern(text string) lang.Text {
	if len(text) > maxPattern {
		return lang.T("パターンが長すぎます（200バイトまで）", "the pattern is too long (at most 200 bytes)")
	}
	return lang.T(`\ のあとに指定できるのは *、?、\ だけです。\ そのものは \\ と入力してください`, `only *, ? or \ may follow a \: write \\ for the character \ itself`)
}

func noValue() lang.Text { return lang.T("値を指定してください", "a value is required") }

// code reads a value of a coded column. Nothing but the codes will do, so that a
// misspelt one is not taken for an empty result.
func code(c dataset.Column, text string) (dataset.Value, string, lang.Text) {
	item := dataset.ItemType(c.Type)
	given, wrong := item.Parse(text)
	for _, code := range c.Codes {
		if v, _ := item.Parse(code.Value); wrong.Empty() && item.Compare(v, given) == 0 {
			return v, code.Value, lang.Text{}
		}
	}
	return given, "", wrongCode(c, text)
}

func wrongCode(c dataset.Column, text string) lang.Text {
	all := c.WrongCode(lang.Shorten(text))
	var codes []string
	for _, code := range c.Codes {
		codes = append(codes, code.Value)
	}
	if near := lang.Nearest(text, codes, 1); len(near) > 0 && !labelled(c, text) {
		return lang.T("もしかして: "+near[0]+"。"+all.Ja, "did you mean "+near[0]+"? "+all.En)
	}
	return all
}

// labelled reports whether a text is the meaning of a code, which is told then.
func labelled(c dataset.Column, text string) bool {
	return slices.ContainsFunc(c.Codes, func(code dataset.Code) bool { return code.Label.Ja == text || code.Label.En == text })
}

// exact reports whether an operator asks for equal values.
func exact(op table.Op) bool {
	takes := op.Definition().Takes
	return takes == table.OneValue || takes == table.ManyValues
}

// inPart reports whether an operator looks at a part of a text.
func inPart(op table.Op) bool {
	takes := op.Definition().Takes
	return takes == table.TextPart || takes == table.TextPattern
}
