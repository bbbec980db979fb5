package table

import (
	"context"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
	"hachinohe.example/opendata/internal/lang"
)

// Op is an operator. Its values are comparable; the package has those of [Ops],
// and whoever answers queries may know more.
type Op interface {
	// String is the name, as it is written in a request.
	String() string
	// Definition is everything that the operator is.
	Definition() Operator
	// Applies reports whether the operator can be asked of a column of a type.
	Applies(t dataset.Type) bool
	// Operands returns how many values the operator takes; most is 0 where any
	// number may be given.
	Operands() (least, most int)
}

// builtIn is an operator of this package.
type builtIn string

// Operator is everything that an operator is: requests are read, examples made
// and the reference written by it.
type Operator struct {
	Name    Op
	Meaning lang.Text
	Takes   Takes
	applies func(dataset.Type) bool
	// codes says what satisfies the operator; it may be incomplete if ctx ends.
	codes func(ctx context.Context, c *columnar.Column, operands []dataset.Value) columnar.Set
	// example makes operands of values that occur, of which one may be enough: but
	// not where the operator sets a value apart from all that is equal to it.
	example func(values []string) []string
	apart   bool
}

// Takes is what an operator is given to compare cells with.
type Takes int

// What operators take.
const (
	OneValue    Takes = iota // what cells are; of a coded column, a code
	OneBound                 // what cells need not be
	TwoEnds                  // the lower and the upper one
	ManyValues               // any number of what cells are
	TextPart                 // a piece of a text
	TextPattern              // what texts look like
	YesOrNo
)

// operators is where an operator is registered, and the order in which they are
// shown. Calling them costs nothing, unlike a map or a list of what they return.
func operators() []func() Operator {
	return []func() Operator{
		eq, ne, lt, le, gt, ge, betweenEnds, in, notIn, likePattern, containsPart, startsWithPart, isNullOrNot,
	}
}

// Ops lists the operators.
func Ops() []Op {
	var ops []Op
	for _, define := range operators() {
		ops = append(ops, define().Name)
	}
	return ops
}

// Named returns the operator with a name among some, nil if there is none.
func Named(ops []Op, name string) Op {
	for _, op := range ops {
		if op.String() == name {
			return op
		}
	}
	return nil
}

// String implements Op.
func (o builtIn) String() string { return string(o) }

// Definition implements Op.
func (o builtIn) Definition() Operator {
	for _, define := range operators() {
		if d := define(); d.Name == o {
			return d
		}
	}
	return Operator{Name: o, applies: func(dataset.Type) bool { return false }}
}

// Applies implements Op.
func (o builtIn) Applies(t dataset.Type) bool { return o.Definition().applies(t) }

// Operands implements Op.
func (o builtIn) Operands() (least, most int) { return o.Definition().Takes.operands() }

func (t Takes) operands() (least, most int) {
	switch t {
	case TwoEnds:
		return 2, 2
	case ManyValues:
		return 1, 0
	case OneValue, OneBound, TextPart, TextPattern, YesOrNo:
	}
	return 1, 1
}

// Example returns operands that some rows satisfy, made of values of a column,
// which are different and in order. There are none if it would take more.
func (o Operator) Example(values []string) []string {
	if len(values) == 0 || o.apart && len(values) == 1 {
		return nil
	}
	return o.example(values)
}

// The examples of what compares values.
func leastOf(values []string) []string { return values[:1] }

func greatestOf(values []string) []string { return values[len(values)-1:] }

func allOf(values []string) []string { return values }

func endsOf(values []string) []string { return []string{values[0], values[len(values)-1]} }

func anyType(dataset.Type) bool { return true }

// hasOrder reports whether one value of a type can be less than another in a way
// that says something.
func hasOrder(t dataset.Type) bool { return t.Definition().Ordered }

func isText(t dataset.Type) bool { return t.Definition().Text }

func isNumber(t dataset.Type) bool { return t.Definition().Number }
