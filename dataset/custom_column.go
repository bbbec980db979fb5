package dataset

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

func (p schemaParser) column(place string, f field) Column {
	c := Column{
		Name: f.Name, Title: text(f.Title, f.TitleEn, f.Name), Meaning: text(f.Description, f.DescriptionEn, ""),
		Type: String /* the default of Table Schema */, Unit: f.Unit, Constant: f.Constant,
		InRank: f.InRank, Example: f.Example, RDFType: f.RDFType,
	}
	if known := typeNamed(p.types, f.Type); known != nil {
		c.Type = known
	} else if f.Type != "" {
		names := namesOf(p.types, func(Definition) bool { return true })
		p.fail(place+".type", "型 "+f.Type+" は使えません。"+strings.Join(names, " ")+" のいずれかにしてください",
			"type "+f.Type+" is not supported: use "+anyOf(names))
	}
	if f.Format != "" && f.Format != "default" {
		p.at(place+".format", wrongFormat(c.Type, f.Format))
	}
	if f.BareNumber != nil && !*f.BareNumber || f.GroupChar != "" || (f.DecimalChar != "" && f.DecimalChar != ".") {
		p.fail(place, "数値は単位・桁区切りなしで、小数点は . にしてください", "numbers must be bare, without group characters, with . as the decimal point")
	}
	p.list(place, f, c.Type.Definition().Items)
	p.cells(place, c.Title, c.Meaning, lang.T(c.Unit, c.Constant))
	if _, wrong := c.Parse(c.Constant); !wrong.Empty() {
		p.at(place+".constant", wrong)
	}
	if _, wrong := c.Parse(c.Example); !wrong.Empty() {
		p.at(place+".example", wrong)
	}
	p.rules(place, f, &c)
	checker, wrong := NewChecker(c)
	if !wrong.Empty() {
		p.at(place+".constraints", wrong)
	} else if checker.crossed() && !p.published {
		p.fail(place+".constraints", "下限が上限より大きいため、どの値も許されません。どちらかを修正してください", "the lower limit is above the upper one, so that no value is permitted: correct one of them")
	}
	return c
}

func wrongFormat(t Type, format string) lang.Text {
	if _, dated := t.(Calendar); dated {
		return lang.T("format は default だけです（日付は YYYY-MM-DD、年月は YYYY-MM）", "only the default format is supported (dates as YYYY-MM-DD, months as YYYY-MM)")
	}
	name := t.Definition().Name
	return lang.T(name+" の format "+format+" には対応していません。format を削除してください", "the format "+format+" of "+name+" is not supported: remove format")
}

// list refuses lists that are not read here. Their items are separated by a comma
// where a Table Schema does not say otherwise.
func (p schemaParser) list(place string, f field, items Type) {
	switch {
	case items == nil && f.Delimiter != "":
		p.fail(place+".delimiter", "delimiter は list の列だけに使えます。削除してください", "delimiter is for fields of type list: remove it")
	case items == nil && f.ItemType != "":
		p.fail(place+".itemType", "itemType は list の列だけに使えます。削除してください", "itemType is for fields of type list: remove it")
	case items == nil:
	case f.Delimiter == "":
		p.fail(place+".delimiter", `"delimiter": ";" を指定し、リストの項目を ; で区切ってください（指定がないと , で区切ることになります）`,
			`give "delimiter": ";" and separate the items of the list by ; (without it they would be separated by ,)`)
	case f.Delimiter != ListSeparator || typeNamed(p.types, cmp.Or(f.ItemType, items.Definition().Name)) != items:
		p.fail(place, "リストは "+items.Definition().Name+" を ; で区切ったものだけです。itemType と delimiter をそのように修正してください", "a list holds values of type "+items.Definition().Name+", separated by semicolons: correct itemType and delimiter")
	}
}

func (p schemaParser) rules(place string, f field, c *Column) {
	c.Codes = p.codes(place+".categories", *c, f.Categories)
	r := f.Constraints
	if r == nil {
		return
	}
	place += ".constraints"
	c.Rules = Rules{
		Required: r.Required, Unique: r.Unique, Pattern: r.Pattern, Minimum: p.text(place+".minimum", r.Min), Maximum: p.text(place+".maximum", r.Max),
		MinLength: p.length(place+".minLength", r.MinLength), MaxLength: p.length(place+".maxLength", r.MaxLength),
	}
	p.fits(place, c)
	if r.Enum != nil {
		p.enum(place+".enum", r.Enum, c)
	}
}

// length reads a limit of the characters of a text.
func (p schemaParser) length(place string, limit *int) int {
	if limit == nil {
		return 0
	}
	if *limit <= 0 {
		p.fail(place, "文字数の制限は1以上にしてください", "a limit of the length must be at least 1")
	}
	return *limit
}

// text reads a value that may be written as a text, a number or a boolean of
// JSON: it is then the text of that literal.
func (p schemaParser) text(place string, value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	p.fail(place, "文字列か数で指定してください", "must be a text or a number")
	return ""
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
		p.fail(place+"."+rule.name, fmt.Sprintf("%s は %s の列だけに使えます（この列は %s）。削除するか、列の型を変えてください", rule.name, strings.Join(names, "・"), kind.Name),
			fmt.Sprintf("%s is for fields of type %s, not of type %s: remove it, or change the type", rule.name, anyOf(names), kind.Name))
	}
	// What does not fit is reported once: it takes no part in the checks after.
	if !kind.Bounded() {
		c.Rules.Minimum, c.Rules.Maximum = "", ""
	}
	if !kind.SingleText() {
		c.Rules.Pattern = ""
	}
}

// enum sets the permitted values. Where there are categories, the values are some
// of them.
func (p schemaParser) enum(place string, values []any, c *Column) {
	list := make([]category, len(values))
	for i := range values {
		list[i].Value = values[i]
	}
	permitted, categories := p.codes(place, *c, list), c.Codes
	is := c.identities(permitted)
	switch {
	case c.Constant != "":
		if len(is) != 1 || !is[c.codeIdentity(c.Constant)] {
			p.fail(place, "一定の値の列の enum はその値だけにしてください", "the enum of a field with a constant is that value only")
		}
		return
	case categories == nil:
		c.Codes = permitted
		return
	}
	known := c.identities(categories)
	for _, code := range permitted {
		if !known[c.codeIdentity(code.Value)] {
			p.fail(place, "enum の値 "+code.Value+" が categories にありません。どちらかを修正してください", "the value "+code.Value+" of enum is not one of the categories: correct one of them")
		}
	}
	c.Codes = slices.DeleteFunc(slices.Clone(categories), func(code Code) bool { return !is[c.codeIdentity(code.Value)] })
	if len(c.Codes) < len(categories) {
		c.Categories = categories
	}
}

// codes reads the values of a column that a list has.
func (p schemaParser) codes(place string, c Column, list []category) []Code {
	var codes []Code
	seen := make(map[string]bool)
	for i, in := range list {
		at := fmt.Sprintf("%s[%d]", place, i)
		code, ok := p.code(at, c.Type, in)
		if !ok {
			continue
		}
		same := c.codeIdentity(code.Value)
		if seen[same] && !p.published {
			p.fail(at, "コード "+code.Value+" が2度あります。1つにしてください", "the code "+code.Value+" is given twice: give it once")
		}
		seen[same] = true
		codes = append(codes, code)
	}
	return codes
}

// code reads a value, false if there is none. The data dictionary lists codes as
// "value=label;…", so each must be able to stand there.
func (p schemaParser) code(place string, t Type, in category) (Code, bool) {
	before := len(p.wrong.Fields)
	value := p.text(place, in.Value)
	if value == "" {
		if len(p.wrong.Fields) == before {
			p.fail(place, "コードの値が空です。値を指定するか、削除してください", "the value of the code is empty: give one, or remove it")
		}
		return Code{}, false
	}
	code := Code{Value: value, Label: text(in.Label, in.LabelEn, value)}
	if strings.Contains(code.Value+code.Label.Ja+code.Label.En, ListSeparator) {
		p.fail(place, "; は区切り文字なのでコードに使えません。別の文字にしてください", "; separates lists and cannot be part of a code: use another character")
	}
	if _, wrong := (Column{Type: t}).Parse(code.Value); !wrong.Empty() {
		p.at(place, wrong)
	} else {
		p.cells(place, lang.T(code.Value+"="+code.Label.Ja, code.Label.En))
	}
	return code, true
}

// anyOf lists names as alternatives in English.
func anyOf(names []string) string {
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
