package table

import (
	"context"

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
	applies     func(dataset.Type) bool
	least, most int                                                                    // operands; most 0 = any number
	codes       func(ctx context.Context, c *column, operands []dataset.Value) codeSet // may be incomplete if ctx ends
}

// Ops lists the operators.
func Ops() []Op {
	return []Op{Eq, Ne, Lt, Le, Gt, Ge, Between, In, NotIn, Like, Contains, StartsWith, IsNull}
}

// definition returns what an operator is; of an unknown name, one that applies
// to nothing. A new operator is a function that says which codes satisfy it, in
// a file of its own, a constant above, and a line here.
func (o Op) definition() operator {
	switch o {
	case Eq:
		return operator{anyType, 1, 1, equal}
	case Ne:
		return operator{anyType, 1, 1, notEqual}
	case Lt:
		return operator{hasOrder, 1, 1, less}
	case Le:
		return operator{hasOrder, 1, 1, lessOrEqual}
	case Gt:
		return operator{hasOrder, 1, 1, greater}
	case Ge:
		return operator{hasOrder, 1, 1, greaterOrEqual}
	case Between:
		return operator{hasOrder, 2, 2, between}
	case In:
		return operator{anyType, 1, 0, equal}
	case NotIn:
		return operator{anyType, 1, 0, notEqual}
	case Like:
		return operator{isText, 1, 1, like}
	case Contains:
		return operator{isText, 1, 1, contains}
	case StartsWith:
		return operator{isText, 1, 1, startsWith}
	case IsNull:
		return operator{anyType, 1, 1, isNull}
	}
	return operator{func(dataset.Type) bool { return false }, 0, 0, func(context.Context, *column, []dataset.Value) codeSet { return codeSet{} }}
}

func anyType(dataset.Type) bool { return true }

// hasOrder reports whether one value of a type can be less than another in a way
// that says something.
func hasOrder(t dataset.Type) bool { return t != dataset.Boolean && t != dataset.ListType }

func isText(t dataset.Type) bool { return t == dataset.String || t == dataset.ListType }

func isNumber(t dataset.Type) bool { return t == dataset.Integer || t == dataset.Number }

// Applies reports whether the operator can be asked of a column of type t.
func (o Op) Applies(t dataset.Type) bool { return o.definition().applies(t) }

// Operands returns how many values the operator takes; most is 0 where any
// number may be given.
func (o Op) Operands() (least, most int) {
	d := o.definition()
	return d.least, d.most
}
