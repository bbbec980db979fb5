package dataset

import (
	"fmt"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

func (p schemaParser) column(place string, f field) Column {
	c := Column{
		Name: f.Name, Title: text(f.Title, f.TitleEn, f.Name), Meaning: text(f.Description, f.DescriptionEn, ""),
		Type: Type(f.Type), Unit: f.Unit, Constant: f.Constant,
	}
	switch {
	case f.Type == "":
		c.Type = String // the default of Table Schema
	case f.Type == "year":
		c.Type = Integer
	case !slices.Contains(Types(), c.Type):
		p.fail(place+".type", "型 "+f.Type+" は使えません。string integer number boolean date yearmonth year list のいずれかにしてください",
			"type "+f.Type+" is not supported: use string, integer, number, boolean, date, yearmonth, year or list")
		c.Type = String
	}
	if f.Format != "" && f.Format != "default" {
		p.fail(place+".format", "format は default だけです（日付は YYYY-MM-DD）", "only the default format is supported (dates as YYYY-MM-DD)")
	}
	if f.BareNumber != nil && !*f.BareNumber || f.GroupChar != "" || (f.DecimalChar != "" && f.DecimalChar != ".") {
		p.fail(place, "数値は単位・桁区切りなしで、小数点は . にしてください", "numbers must be bare, without group characters, with . as the decimal point")
	}
	if c.Type == ListType && ((f.Delimiter != "" && f.Delimiter != ListSeparator) || (f.ItemType != "" && f.ItemType != string(String))) {
		p.fail(place, "リストは string を ; で区切ったものだけです", "a list holds strings separated by ;")
	}
	p.cells(place, c.Title, c.Meaning, lang.T(c.Unit, c.Constant))
	if _, wrong := c.Parse(c.Constant); !wrong.Empty() {
		p.at(place+".constant", wrong)
	}
	p.rules(place, f, &c)
	if _, wrong := NewChecker(c); !wrong.Empty() {
		p.at(place+".constraints", wrong)
	}
	return c
}

func (p schemaParser) rules(place string, f field, c *Column) {
	for i, code := range f.Categories {
		p.code(fmt.Sprintf("%s.categories[%d]", place, i), c, code)
	}
	r := f.Constraints
	if r == nil {
		return
	}
	c.Rules = Rules{
		Required: r.Required, Unique: r.Unique, Pattern: r.Pattern,
		Minimum: boundText(r.Min), Maximum: boundText(r.Max), MinLength: r.MinLength, MaxLength: r.MaxLength,
	}
	if len(c.Codes) == 0 && c.Constant == "" {
		for i, value := range r.Enum {
			p.code(fmt.Sprintf("%s.constraints.enum[%d]", place, i), c, category{Value: value})
		}
	}
	if r.MinLength < 0 || r.MaxLength < 0 {
		p.fail(place+".constraints", "文字数の制限は0以上にしてください", "lengths cannot be negative")
	}
}

// code adds a permitted value. The data dictionary lists codes as
// "value=label;…", so each must be able to stand there.
func (p schemaParser) code(place string, c *Column, in category) {
	code := Code{Value: in.Value, Label: text(in.Label, in.LabelEn, in.Value)}
	if strings.Contains(code.Value+code.Label.Ja+code.Label.En, ListSeparator) {
		p.fail(place, "; は区切り文字なのでコードに使えません", "; separates lists and cannot be part of a code")
	}
	if code.Value == "" {
		p.fail(place, "コードの値が空です", "the value of the code is empty")
	} else if _, wrong := (Column{Type: c.Type}).Parse(code.Value); !wrong.Empty() {
		p.at(place, wrong)
	}
	p.cells(place, lang.T(code.Value+"="+code.Label.Ja, code.Label.En))
	c.Codes = append(c.Codes, code)
}

func boundText(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}
