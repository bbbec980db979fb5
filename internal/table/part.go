package table

import (
	"context"
	"regexp"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
	"hachinohe.example/opendata/internal/lang"
)

// Compared returns the column that a condition on periods of another one compares:
// its values are written as groups by these periods have them.
func (b Bucket) Compared(c dataset.Column) dataset.Column {
	if b == "" {
		return c
	}
	out := b.named(c)
	out.Name = c.Name + "." + string(b)
	if b == Quarter {
		out.Type = quarterType{out.Type}
	}
	return out
}

// Holding returns the period that a value of a column of dates or months lies in.
func (b Bucket) Holding(t dataset.Type, v dataset.Value) dataset.Value {
	calendar, dated := t.(dataset.Calendar)
	if b == "" || !dated {
		return v
	}
	return b.of(calendar.Month(v))
}

// codes finds the dates of which the periods satisfy an operator. Dates are in
// order, so that those of one period are one span.
func (b Bucket) codes(ctx context.Context, c *columnar.Column, op Operator, operands []dataset.Value) columnar.Set {
	if b == "" {
		return op.codes(ctx, c, operands)
	}
	periods, place := b.bucketed(c)
	wanted := op.codes(ctx, &periods, operands)
	var out columnar.Set
	for code := range c.Size + 1 {
		switch last := len(out.Spans) - 1; {
		case !wanted.Has(uint64(place[code])):
		case last >= 0 && out.Spans[last].Hi == code:
			out.Spans[last].Hi++
		default:
			out.Spans = append(out.Spans, columnar.Span{Lo: code, Hi: code + 1})
		}
	}
	return out.Flagged(c)
}

// quarterType is the texts that are quarters. Conditions take no others, and no
// parts of them.
type quarterType struct{ dataset.Type }

var quarterNotation = regexp.MustCompile(`^\d{4}-Q[1-4]$`)

func (t quarterType) Definition() dataset.Definition {
	d := t.Type.Definition()
	d.Text = false
	return d
}

func (t quarterType) Parse(cell string) (dataset.Value, lang.Text) {
	if !quarterNotation.MatchString(cell) {
		return dataset.Value{}, lang.T("四半期を 2021-Q2 のように指定してください（暦年。Q1は1〜3月）", "must be a quarter of a calendar year, such as 2021-Q2 (Q1: January to March)")
	}
	return dataset.Value{Text: cell}, lang.Text{}
}
