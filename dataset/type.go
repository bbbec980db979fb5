package dataset

import (
	"encoding/json"
	"reflect"

	"hachinohe.example/opendata/internal/lang"
)

// Type is what the cells of a column are. Each type is a constant of a Go type
// of its own, in a file of its own (type_….go), and is registered by its line in
// Types. Whoever needs to know something about a type asks it, its Definition,
// or whether it is a Scanner or a Calendar; nobody else lists the types. Types
// are comparable with ==.
type Type interface {
	// Definition returns everything about the type that needs no cell.
	Definition() Definition
	// Parse reads a cell that is not empty. The message says what would be right;
	// it is empty when the cell is. A value has one notation, but for the decimals
	// of numbers.
	Parse(cell string) (Value, lang.Text)
	// Append writes the canonical notation of a value that is not missing to dst.
	Append(dst []byte, v Value) []byte
	// Compare orders two values that are not missing. They are equal if and only if
	// their shortest values are.
	Compare(a, b Value) int
}

// Definition is what is the same for all cells of a type.
type Definition struct {
	Name     string       // as in Table Schema (Data Package v2), the dictionary and messages
	Field    reflect.Type // the Go type of the fields of records; nil = no record has it
	JSON     JSONType     // what a value is in JSON
	Format   string       // format of JSON Schema, if there is one
	Items    Type         // of a list: what its items are; nil = a cell holds one value
	Text     bool         // a value is Value.Text: words are looked for in it
	Number   bool         // a value is Value.Int with Value.Scale decimals: it can be summed
	Decimals bool         // a number may have decimals
	Ordered  bool         // less and greater say something about values
}

// SingleText reports whether a cell is one text, which patterns and limits of
// its length are for.
func (d Definition) SingleText() bool { return d.Text && d.Items == nil }

// Bounded reports whether a column may have a minimum and a maximum.
func (d Definition) Bounded() bool { return d.Ordered && !d.Text }

// Scanner is a type of numbers whose cells are read without making strings of
// them: large tables have millions. Scan reads what Parse would, with the same
// result, or returns false; who wants to know why asks Parse.
type Scanner interface {
	Scan(cell []byte) (Value, bool)
}

// Calendar is a type of days, or of longer periods.
type Calendar interface {
	Month(v Value) Value // the month that a value lies in, or begins in
}

// JSONType is a type of JSON, as JSON Schema calls it.
type JSONType string

// Numeric reports whether a value of the type is a JSON number.
func (t JSONType) Numeric() bool { return t == JSONInteger || t == JSONNumber }

// The types of JSON that values have.
const (
	JSONString  JSONType = "string"
	JSONInteger JSONType = "integer"
	JSONNumber  JSONType = "number"
	JSONBoolean JSONType = "boolean"
	JSONArray   JSONType = "array"
)

// Value returns what encoding/json writes as the value that has a notation; of
// a list, as one of its items.
func (t JSONType) Value(notation string) any {
	switch t {
	case JSONInteger, JSONNumber:
		return json.Number(notation)
	case JSONBoolean:
		return notation == "true"
	case JSONString, JSONArray:
	}
	return notation
}

// Types lists every column type. This is where a type is registered, and the
// order in which they are shown.
func Types() []Type {
	return []Type{String, Integer, Number, Boolean, DateType, MonthType, YearType, ListType}
}

// ItemType returns what one value of a type is: of a list, what its items are.
func ItemType(t Type) Type {
	if items := t.Definition().Items; items != nil {
		return items
	}
	return t
}

// typeNamed returns the type that Table Schema calls so, nil if there is none.
func typeNamed(types []Type, name string) Type {
	for _, t := range types {
		if t.Definition().Name == name {
			return t
		}
	}
	return nil
}

// typeOfField returns the type of the columns that fields of a Go type make, nil
// if there is none. A string, integer or boolean type of its own is what the one
// that it is made of is, unless it is registered itself.
func typeOfField(types []Type, field reflect.Type) Type {
	for _, t := range types {
		if t.Definition().Field == field {
			return t
		}
	}
	for _, t := range types {
		if own := t.Definition().Field; own != nil && own.PkgPath() == "" && own.Kind() == field.Kind() {
			return t
		}
	}
	return nil
}

// namesOf lists the names of types that satisfy a condition.
func namesOf(types []Type, satisfies func(Definition) bool) []string {
	var names []string
	for _, t := range types {
		if d := t.Definition(); satisfies(d) {
			names = append(names, d.Name)
		}
	}
	return names
}
