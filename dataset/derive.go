package dataset

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// Coded is a field type whose values come from a code list.
type Coded interface {
	Codes() []Code
}

// SchemaOf derives the schema of a record type from its tags:
//
//	csv        ASCII name (also gocsv's); pointers add omitempty
//	ja, en     heading in Japanese and English
//	doc, doc_en meaning in both languages
//	unit       unit of a number
//	validate   rules of validator/v10; required, min, max, record_id and
//	           area_code also become rules of the schema
//	key        "1" for the columns of the primary key
//	ref        "dataset.column" that the cells refer to
//
// The leading columns of the municipal standard datasets come first. It panics
// on a record type that is not complete: that is a defect of the program and
// every test would show it, with all that recordFaults found.
func SchemaOf[T any](order ...string) Schema { return schemaOf(Types(), reflect.TypeFor[T](), order) }

func schemaOf(types []Type, t reflect.Type, order []string) Schema {
	s := Schema{Columns: leading()}
	for f := range t.Fields() {
		c := columnOf(types, f)
		s.Columns = append(s.Columns, c)
		if f.Tag.Get("key") == "1" {
			s.Key = append(s.Key, c.Name)
		}
		if ref := f.Tag.Get("ref"); ref != "" {
			target, column, _ := strings.Cut(ref, ".")
			s.References = append(s.References, Reference{Column: c.Name, Dataset: target, Target: column})
		}
	}
	s.Order = order
	if faults := recordFaults(types, t, s); len(faults) > 0 {
		panic(fmt.Sprintf("dataset: the record type %s is not usable:\n\t%s", t, strings.Join(faults, "\n\t")))
	}
	return s.totallyOrdered()
}

// totallyOrdered ends the order with the key, so that no two rows are equal in
// it.
func (s Schema) totallyOrdered() Schema {
	in := make(map[string]bool)
	for _, name := range s.Order {
		in[name] = true
	}
	for _, name := range s.Key {
		if !in[name] {
			s.Order = append(s.Order, name)
		}
	}
	return s
}

func columnOf(types []Type, f reflect.StructField) Column {
	name, _, _ := strings.Cut(f.Tag.Get("csv"), ",")
	c := Column{
		Name:    name,
		Title:   lang.T(f.Tag.Get("ja"), f.Tag.Get("en")),
		Meaning: lang.T(f.Tag.Get("doc"), f.Tag.Get("doc_en")),
		Unit:    f.Tag.Get("unit"),
	}
	base := f.Type
	if base.Kind() == reflect.Pointer {
		base = base.Elem()
	}
	c.Type = typeOfField(types, base)
	// A number that is not a pointer cannot be missing.
	c.Rules.Required = f.Type.Kind() == reflect.Int || f.Type.Kind() == reflect.Bool
	if coded, ok := reflect.TypeAssert[Coded](reflect.Zero(base)); ok {
		c.Codes = coded.Codes()
	}
	return withRules(c, f.Tag.Get("validate"))
}

// withRules adds the rules that a schema can state out of the validator
// tag, so that they are written once.
func withRules(c Column, tag string) Column {
	for rule := range strings.SplitSeq(tag, ",") {
		name, param, _ := strings.Cut(rule, "=")
		switch name {
		case "required":
			c.Rules.Required = true
		case "unique_column":
			c.Rules.Unique = true
		case "record_id":
			c.Rules.Pattern = recordIDPattern
		case "area_code":
			c.Rules.Pattern = areaCodePattern
		case "min", "max":
			c.Rules = c.Rules.bounded(name, param, c.Type)
		}
	}
	return c
}

// bounded adds a rule min or max, which for texts counts characters.
func (r Rules) bounded(name, param string, t Type) Rules {
	length, err := strconv.Atoi(param)
	characters := err == nil && t.Definition().SingleText()
	switch {
	case characters && name == "min":
		r.MinLength = length
	case characters:
		r.MaxLength = length
	case name == "min":
		r.Minimum = param
	default:
		r.Maximum = param
	}
	return r
}
