package dataset

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
)

// tagNames are the struct tags that say something about a column.
func tagNames() []string {
	return []string{"csv", "ja", "en", "doc", "doc_en", "unit", "validate", "key", "ref"}
}

// fieldTypes lists the Go types of columns for a message.
func fieldTypes(types []Type) string {
	var names []string
	for _, t := range types {
		if field := t.Definition().Field; field != nil {
			names = append(names, field.String())
		}
	}
	return strings.Join(names, ", ") + ", *int, or a string type with a method Codes() []Code"
}

var (
	fieldRules   = regexp.MustCompile(`(?:^|,)(on_or_after|[a-z]+field|(?:required|excluded)_(?:if|unless))=(\w+)`)
	refPattern   = regexp.MustCompile(`^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$`)
	boundPattern = regexp.MustCompile(`(?:^|,)(?:min|max)=`)
)

// recordFaults finds everything that is wrong with a record type and its
// schema. A city's own Table Schema is held to the same rules.
func recordFaults(types []Type, t reflect.Type, s Schema) []string {
	var faults []string
	names := make(map[string]bool)
	for _, c := range leading() {
		names[c.Name], names[c.Title.Ja] = true, true
	}
	for f := range t.Fields() {
		for _, wrong := range fieldFaults(types, t, f) {
			faults = append(faults, f.Name+": "+wrong)
		}
		name, _, _ := strings.Cut(f.Tag.Get("csv"), ",")
		for _, heading := range []string{name, f.Tag.Get("ja")} {
			if heading != "" && names[heading] {
				faults = append(faults, f.Name+": the heading "+heading+" is taken by an earlier column")
			}
		}
		names[name], names[f.Tag.Get("ja")] = true, true
	}
	if len(s.Key) == 0 {
		faults = append(faults, `no field has key:"1"`)
	}
	for _, name := range s.Order {
		if s.Index(name) < 0 {
			faults = append(faults, "ordered by "+name+", which is no column")
		}
	}
	return faults
}

func fieldFaults(types []Type, t reflect.Type, f reflect.StructField) []string {
	if !f.IsExported() || f.Anonymous {
		return []string{"a column is an exported field of its own"}
	}
	faults := tagFaults(f)
	name, option, _ := strings.Cut(f.Tag.Get("csv"), ",")
	switch {
	case name == "": // reported as missing
	case !namePattern.MatchString(name):
		faults = append(faults, fmt.Sprintf("the csv name %q is not ASCII snake_case", name))
	case param.IsReserved(name):
		faults = append(faults, name+" is reserved by the API and cannot name a column")
	}
	base := f.Type
	if base.Kind() == reflect.Pointer {
		base = base.Elem()
		if option != "omitempty" {
			faults = append(faults, "an optional number needs omitempty in its csv tag, or gocsv reads an empty cell as zero")
		}
	}
	if typeOfField(types, base) == nil || base != f.Type && base.Kind() == reflect.String {
		return append(faults, fmt.Sprintf("the type %s is not supported: use %s", f.Type, fieldTypes(types)))
	}
	return append(faults, ruleFaults(t, f, base)...)
}

func tagFaults(f reflect.StructField) []string {
	names, rest := namesOfTags(string(f.Tag))
	var faults []string
	for _, name := range names {
		if slices.Contains(tagNames(), name) {
			continue
		}
		wrong := "unknown tag " + name
		if near := lang.Nearest(name, tagNames(), 1); len(near) > 0 {
			wrong += ": did you mean " + near[0] + "?"
		}
		faults = append(faults, wrong+" (tags: "+strings.Join(tagNames(), ", ")+")")
	}
	if rest != "" {
		faults = append(faults, "the tag is not written as name:\"value\": "+rest)
	}
	for _, tag := range []string{"csv", "ja", "en", "doc", "doc_en"} {
		if f.Tag.Get(tag) == "" {
			faults = append(faults, "has no "+tag)
		}
	}
	if key, ok := f.Tag.Lookup("key"); ok && key != "1" {
		faults = append(faults, fmt.Sprintf("key must be \"1\", not %q", key))
	}
	if ref, ok := f.Tag.Lookup("ref"); ok && !refPattern.MatchString(ref) {
		faults = append(faults, fmt.Sprintf("ref must be \"dataset.column\", not %q", ref))
	}
	return faults
}

// namesOfTags lists the names of a struct tag, and what is left of it where it
// is not one: package reflect silently stops there.
func namesOfTags(tag string) (names []string, rest string) {
	for tag = strings.TrimSpace(tag); tag != ""; tag = strings.TrimSpace(tag) {
		name, value, ok := strings.Cut(tag, ":")
		quoted, err := strconv.QuotedPrefix(value)
		if !ok || err != nil || name == "" || quoted[0] != '"' {
			return names, tag
		}
		names, tag = append(names, name), value[len(quoted):]
	}
	return names, ""
}

// ruleFaults finds rules of the validator that could not be meant: it would
// panic, or always or never complain, when the first row is read.
func ruleFaults(t reflect.Type, f reflect.StructField, base reflect.Type) []string {
	var faults []string
	tag := f.Tag.Get("validate")
	for _, rule := range fieldRules.FindAllStringSubmatch(tag, -1) {
		if _, ok := t.FieldByName(rule[2]); !ok {
			faults = append(faults, fmt.Sprintf("%s=%s: there is no field %s", rule[1], rule[2], rule[2]))
		}
	}
	rules := strings.Split(tag, ",")
	coded, ok := reflect.TypeAssert[Coded](reflect.Zero(base))
	switch checked := slices.Contains(rules, "code"); {
	case checked && !ok:
		faults = append(faults, "the rule code needs a type with a method Codes() []Code")
	case ok && !checked:
		faults = append(faults, "a code list needs the rule code in its validate tag, or any value would pass")
	case ok && len(coded.Codes()) == 0:
		faults = append(faults, "the code list is empty")
	}
	if base.Kind() == reflect.Bool && slices.Contains(rules, "required") {
		faults = append(faults, "required refuses the value false; a bool is never missing anyway")
	}
	if boundPattern.MatchString(tag) && base.Kind() != reflect.Int && base != reflect.TypeFor[string]() {
		faults = append(faults, "min and max are for int and string; of other types the validator would count the characters")
	}
	return faults
}
