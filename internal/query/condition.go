package query

import (
	"fmt"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/table"
)

const maxConditions = 50

// condition is a filter of the subject's rows, or of rows that they refer to.
type condition struct {
	name, value string     // canonical
	via         []Relation // to follow to the rows that the filter is about
	filter      table.Filter
}

// filters reads the conditions that all hold: column=value and
// column.operator=value.
func (in *parser) filters() {
	for _, given := range in.Each(columnNamed{in}) {
		c, wrong := in.condition(given.Name, given.Text)
		if in.asked > maxConditions {
			break
		}
		if !wrong.Empty() {
			in.Fail(given.Name, wrong)
			continue
		}
		in.addSimplified(given.Name, c)
	}
	if in.asked > maxConditions {
		in.Fail("", lang.T(fmt.Sprintf("条件が多すぎます（%dまで）", maxConditions), fmt.Sprintf("too many conditions (at most %d)", maxConditions)))
	}
}

// columnNamed is the parameters that are conditions: everything with a dot,
// columns and relations, and what is one behind a relation.
type columnNamed struct{ *parser }

func (in columnNamed) Match(name string) bool {
	head, _, dotted := strings.Cut(name, ".")
	head, _, _ = comparison(head, "")
	if dotted || in.Set.Table.Index(head) >= 0 {
		return true
	}
	if _, ok := titled(in.Set, head); ok {
		return true
	}
	if _, ok := related(in.Set, in.In, head); ok {
		return true
	}
	return in.oneRelationAway(head)
}

func (in columnNamed) Shown() lang.Text {
	list := lang.Listed(columnNames(in.Set))
	return lang.T("列名.演算子=値（列名: "+list+"）", "column.operator=value (columns: "+list+")")
}

func (in columnNamed) Near() []string {
	return append(columnNames(in.Set), in.relationNames(in.Set)...)
}

// condition reads one condition, as it stands in a parameter or among
// alternatives. Those that are too many are counted alone.
func (in *parser) condition(name, text string) (condition, lang.Text) {
	if in.asked++; in.asked > maxConditions {
		return condition{}, lang.Text{}
	}
	at, wrong := in.resolve(name)
	if !wrong.Empty() {
		return condition{}, firstOf(in.comparisonSign(name, text), in.below(name), wrong)
	}
	column := at.compared()
	op, path := table.Op(table.Eq), name
	if at.rest != "" {
		path = strings.TrimSuffix(name, "."+at.rest)
		if op, wrong = in.operator(at, at.rest); !wrong.Empty() {
			return condition{}, firstOf(in.comparisonSign(name, text), wrong)
		}
	}
	if !inPart(op) {
		text = strings.TrimSpace(text) // no cell begins or ends with a space
	}
	if wrong := joined(column, path, op, text); !wrong.Empty() {
		return condition{}, wrong
	}
	values, canonical, wrong := operands(column, op, text)
	if !wrong.Empty() {
		if several := enumerated(column, path, op, text); !several.Empty() {
			return condition{}, several
		}
		return condition{}, in.exemplified(wrong, at, op, name, text)
	}
	if op != table.Eq {
		path += "." + op.String()
	}
	return condition{name: path, value: canonical, via: at.via, filter: table.Filter{Column: at.column, Bucket: at.part, Op: op, Values: values}}, lang.Text{}
}

// exemplified adds to what is wrong with the value of a condition what was probably
// meant, or else a value that the column has.
func (in *parser) exemplified(wrong lang.Text, at resolved, op table.Op, name, text string) lang.Text {
	if len(at.set.Table.Column(at.column).Codes) > 0 && exact(op) && wrong != noValue() {
		return wrong // it tells the codes
	}
	example := at.example(name, op)
	if hint, ok := in.correctionOf(name, text); ok {
		example = lang.T("（例 "+hint+"）", " (for example "+hint+")")
	}
	return lang.T(wrong.Ja+example.Ja, wrong.En+example.En)
}

// operator finds the operator with a name that a column can be asked, or says what
// is wrong with it.
func (s Subject) operator(at resolved, name string) (table.Op, lang.Text) {
	c := at.compared()
	op := table.Named(s.operators(), name)
	if op != nil && op.Applies(c.Type) {
		return op, lang.Text{}
	}
	usable := s.usable(c)
	list := strings.Join(usable, ", ")
	switch {
	case name == unsaid:
		return nil, lang.T(". の後に演算子を指定してください。使える演算子: "+list, "an operator is required after the dot: "+list)
	case op == nil:
		return nil, firstOf(otherOperator(c, name), lang.NotFound(lang.T("演算子", "operator"), name, "", append(usable, at.parts()...)))
	}
	return nil, lang.T(fmt.Sprintf("列 %s（%s 型）に %s は使えません。使える演算子: %s", c.Name, c.Type.Definition().Name, op, list),
		fmt.Sprintf("the operator %s cannot be used with the column %s of type %s; available operators: %s", op, c.Name, c.Type.Definition().Name, list))
}

// usable names the operators that a column can be asked.
func (s Subject) usable(c dataset.Column) []string {
	var names []string
	for _, o := range s.operators() {
		if o.Applies(c.Type) {
			names = append(names, o.String())
		}
	}
	return names
}
