package dataset

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

func (p schemaParser) column(place string, f field) Column {
	c := Column{
		Name: f.Name, Title: text(f.Title, f.TitleEn, f.Name), Meaning: text(f.Description, f.DescriptionEn, ""),
		Type: String /* the default of Table Schema */, Unit: f.Unit, Constant: f.Constant,
	}
	if known := typeNamed(p.types, f.Type); known != nil {
		c.Type = known
	} else if f.Type != "" {
		names := namesOf(p.types, func(Definition) bool { return true })
		p.fail(place+".type", "型 "+f.Type+" は使えません。"+strings.Join(names, " ")+" のいずれかにしてください",
			"type "+f.Type+" is not supported: use "+anyOf(names))
	}
	if f.Format != "" && f.Format != "default" {
		p.fail(place+".format", "format は default だけです（日付は YYYY-MM-DD）", "only the default format is supported (dates as YYYY-MM-DD)")
	}
	if f.BareNumber != nil && !*f.BareNumber || f.GroupChar != "" || (f.DecimalChar != "" && f.DecimalChar != ".") {
		p.fail(place, "数値は単位・桁区切りなしで、小数点は . にしてください", "numbers must be bare, without group characters, with . as the decimal point")
	}
	if items := c.Type.Definition().Items; items != nil && (cmp.Or(f.Delimiter, ListSeparator) != ListSeparator || typeNamed(p.types, cmp.Or(f.ItemType, items.Definition().Name)) != items) {
		p.fail(place, "リストは "+items.Definition().Name+" を ; で区切ったものだけです", "a list holds values of type "+items.Definition().Name+", separated by ;")
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
	p.fits(place+".constraints", c)
	p.enum(place+".constraints.enum", r.Enum, c)
	if r.MinLength < 0 || r.MaxLength < 0 {
		p.fail(place+".constraints", "文字数の制限は0以上にしてください", "lengths cannot be negative")
	}
}

// fits refuses constraints that Table Schema does not know for the type, or
// that mean something else for it.
func (p schemaParser) fits(place string, c *Column) {
	kind := c.Type.Definition()
	for _, rule := range []struct {
		name  string
		given bool
		fits  func(Definition) bool
	}{
		{"minimum", c.Rules.Minimum != "", Definition.Bounded},
		{"maximum", c.Rules.Maximum != "", Definition.Bounded},
		{"pattern", c.Rules.Pattern != "", Definition.SingleText},
		{"minLength", c.Rules.MinLength != 0, Definition.SingleText},
		{"maxLength", c.Rules.MaxLength != 0, Definition.SingleText},
	} {
		if !rule.given || rule.fits(kind) {
			continue
		}
		names := namesOf(p.types, rule.fits)
		p.fail(place+"."+rule.name, fmt.Sprintf("%s は %s の列だけに使えます（この列は %s）", rule.name, strings.Join(names, "・"), kind.Name),
			fmt.Sprintf("%s is for fields of type %s, not of type %s", rule.name, anyOf(names), kind.Name))
	}
	// What does not fit is reported once: it takes no part in the checks after.
	if !kind.Bounded() {
		c.Rules.Minimum, c.Rules.Maximum = "", ""
	}
	if !kind.SingleText() {
		c.Rules.Pattern = ""
	}
}

// enum adds the permitted values, unless the categories have given them.
func (p schemaParser) enum(place string, values []scalar, c *Column) {
	switch {
	case len(values) == 0:
	case c.Constant != "":
		if len(values) != 1 || string(values[0]) != c.Constant {
			p.fail(place, "一定の値の列の enum はその値だけにしてください", "the enum of a field with a constant is that value only")
		}
	case len(c.Codes) == 0:
		for i, value := range values {
			p.code(fmt.Sprintf("%s[%d]", place, i), c, category{Value: value})
		}
	default:
		same := len(values) == len(c.Codes)
		for _, value := range values {
			same = same && hasCode(c.Codes, string(value))
		}
		if !same {
			p.fail(place, "enum と categories の値を同じにしてください（どちらか一方でもかまいません）", "enum and categories must have the same values (one of them is enough)")
		}
	}
}

func hasCode(codes []Code, value string) bool {
	return slices.ContainsFunc(codes, func(c Code) bool { return c.Value == value })
}

// code adds a permitted value. The data dictionary lists codes as
// "value=label;…", so each must be able to stand there.
func (p schemaParser) code(place string, c *Column, in category) {
	code := Code{Value: string(in.Value), Label: text(in.Label, in.LabelEn, string(in.Value))}
	if code.Value == "" {
		p.fail(place, "コードの値が空です", "the value of the code is empty")
		return
	}
	if strings.Contains(code.Value+code.Label.Ja+code.Label.En, ListSeparator) {
		p.fail(place, "; は区切り文字なのでコードに使えません", "; separates lists and cannot be part of a code")
	}
	if hasCode(c.Codes, code.Value) {
		p.fail(place, "コード "+code.Value+" が2度あります", "the code "+code.Value+" is given twice")
	}
	if _, wrong := (Column{Type: c.Type}).Parse(code.Value); !wrong.Empty() {
		p.at(place, wrong)
	} else {
		p.cells(place, lang.T(code.Value+"="+code.Label.Ja, code.Label.En))
	}
	c.Codes = append(c.Codes, code)
}

// anyOf lists names as alternatives in English.
func anyOf(names []string) string {
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

func boundText(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}
