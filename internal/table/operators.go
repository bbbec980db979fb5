package table

import (
	"slices"

	"hachinohe.example/opendata/dataset"
)

// Op names an operator, as it is written in a request.
type Op string

// The operators.
const (
	Eq         Op = "eq"          // equal; of a list: one of its items is equal
	Ne         Op = "ne"          // not equal; of a list: none of its items is
	Lt         Op = "lt"          // less, or earlier
	Le         Op = "le"          // less or equal
	Gt         Op = "gt"          // greater, or later
	Ge         Op = "ge"          // greater or equal
	Between    Op = "between"     // from the first operand to the second, both included
	In         Op = "in"          // equal to one of the operands
	NotIn      Op = "not_in"      // equal to none of the operands
	Like       Op = "like"        // matches a pattern: * any text, ? any character
	Contains   Op = "contains"    // contains a text, letter by letter
	StartsWith Op = "starts_with" // begins with a text, letter by letter
	IsNull     Op = "is_null"     // has no value (true), or has one (false)
)

// operator is the definition of an operator.
type operator struct {
	name        Op
	types       []dataset.Type // that it applies to; none = every type
	least, most int            // operands; most 0 = any number
	codes       func(c *column, operands []dataset.Value) codeSet
}

// operators lists every operator. A new one is a function that says which codes
// satisfy it, in a file of its own, and a line here.
func operators() []operator {
	ordered := []dataset.Type{dataset.String, dataset.Integer, dataset.Number, dataset.DateType, dataset.MonthType}
	written := []dataset.Type{dataset.String, dataset.ListType}
	return []operator{
		{Eq, nil, 1, 1, equal},
		{Ne, nil, 1, 1, notEqual},
		{Lt, ordered, 1, 1, less},
		{Le, ordered, 1, 1, lessOrEqual},
		{Gt, ordered, 1, 1, greater},
		{Ge, ordered, 1, 1, greaterOrEqual},
		{Between, ordered, 2, 2, between},
		{In, nil, 1, 0, equal},
		{NotIn, nil, 1, 0, notEqual},
		{Like, written, 1, 1, like},
		{Contains, written, 1, 1, contains},
		{StartsWith, written, 1, 1, startsWith},
		{IsNull, nil, 1, 1, isNull},
	}
}

// Ops lists the operators.
func Ops() []Op {
	var names []Op
	for _, o := range operators() {
		names = append(names, o.name)
	}
	return names
}

// Applies reports whether the operator can be asked of a column of type t.
func (o Op) Applies(t dataset.Type) bool {
	types := o.definition().types
	return types == nil || slices.Contains(types, t)
}

// Operands returns how many values the operator takes; most is 0 where any
// number may be given.
func (o Op) Operands() (least, most int) {
	d := o.definition()
	return d.least, d.most
}

// definition returns what an operator is; of an unknown name, one that nothing
// satisfies.
func (o Op) definition() operator {
	all := operators()
	if i := slices.IndexFunc(all, func(d operator) bool { return d.name == o }); i >= 0 {
		return all[i]
	}
	return operator{name: o, types: []dataset.Type{}, codes: func(*column, []dataset.Value) codeSet { return codeSet{} }}
}
