package param

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// Reader reads the parameters that a struct declares, so that the documented
// struct is the parser. Each field with a form tag is a parameter:
//
//	// rows to return
//	Limit *int `form:"limit" minimum:"1" maximum:"1000" example:"10"`
//
// A field is a *string, *int or *bool, nil where the parameter is not given. The
// tags minimum, maximum and enums bound it, example shows it in messages, and
// validate:"required" demands it, list:"true" says that it holds items separated
// by commas. What a [Pattern] reads is only declared, with
// read:"pattern". Fields of embedded structs are parameters, too.
// The OpenAPI document is made from the same declarations.
type Reader[T any] struct{ rules []rule }

// rule is one parameter.
type rule struct {
	name      string
	path      []int // of the field
	kind      kind
	low, high int
	told      int // the greatest value that a message tells
	options   []string
	example   string
	required  bool
	list      bool // of items, separated by commas
	pattern   bool // read by a Pattern, and only declared here
}

// kind is the type of a parameter.
type kind int

const (
	textual kind = iota
	whole
	boolean
)

// Compile reads the declarations of a struct. Like [regexp.MustCompile] it panics
// if they cannot be meant: that is a mistake in the program.
func Compile[T any]() *Reader[T] {
	r := &Reader[T]{rules: rulesOf(reflect.TypeFor[T](), nil)}
	names := r.Names()
	slices.Sort(names)
	if len(slices.Compact(names)) != len(r.rules) {
		panic(fmt.Sprintf("param: %v declares a parameter twice", reflect.TypeFor[T]()))
	}
	return r
}

func rulesOf(t reflect.Type, path []int) []rule {
	var rules []rule
	for i := range t.NumField() {
		f := t.Field(i)
		here := append(slices.Clone(path), i)
		if f.Anonymous {
			rules = append(rules, rulesOf(f.Type, here)...)
			continue
		}
		if name := f.Tag.Get("form"); name != "" {
			rules = append(rules, ruleOf(f, name, here))
		}
	}
	return rules
}

func ruleOf(f reflect.StructField, name string, path []int) rule {
	r := rule{name: name, path: path, example: f.Tag.Get("example"), required: f.Tag.Get("validate") == "required", list: f.Tag.Get("list") == "true", pattern: f.Tag.Get("read") == "pattern"}
	switch f.Type {
	case reflect.TypeFor[*string]():
		if options := f.Tag.Get("enums"); options != "" {
			r.options = strings.Split(options, ",")
		}
	case reflect.TypeFor[*int]():
		r.kind, r.low, r.high = whole, bound(f, "minimum"), bound(f, "maximum")
		r.told = r.high
	case reflect.TypeFor[*bool]():
		r.kind, r.options = boolean, []string{"true", "false"}
	default:
		panic("param: the field of " + name + " is no *string, *int or *bool")
	}
	return r
}

func bound(f reflect.StructField, tag string) int {
	n, err := strconv.Atoi(f.Tag.Get(tag))
	if err != nil {
		panic("param: " + f.Name + " needs a " + tag)
	}
	return n
}

// Names lists the parameters in the order of their fields.
func (r *Reader[T]) Names() []string {
	names := make([]string, 0, len(r.rules))
	for _, rule := range r.rules {
		names = append(names, rule.name)
	}
	return names
}

// Most is the greatest value that a number may have in one request, which is said
// of values that are wrong anyway. What lies above it is left to who asks: there
// is more to say of it.
type Most struct {
	Name  string
	Value int
}

// Read reads the parameters. What is wrong goes to v, whose Done reports it; the
// field of a parameter that is wrong is nil.
func (r *Reader[T]) Read(v *Values, bounds ...Most) *T {
	into := new(T)
	v.declared = append(v.declared, declared{r.rules, bounds})
	fields := reflect.ValueOf(into).Elem()
	for i := range r.rules {
		rule := &r.rules[i]
		if rule.pattern {
			continue
		}
		text, ok := v.text(rule.name, rule.list)
		if !ok {
			if rule.required {
				v.Fail(rule.name, rule.missing())
			}
			continue
		}
		if value, ok := rule.within(bounds).read(v, text); ok {
			fields.FieldByIndex(rule.path).Set(value)
		}
	}
	return into
}

// declared is parameters that one Reader read, with the bounds of one request.
type declared struct {
	rules  []rule
	bounds []Most
}

// rule is the rule of a parameter that was read, nil if there is none.
func (v *Values) rule(name string) *rule {
	for _, d := range v.declared {
		if i := slices.IndexFunc(d.rules, func(r rule) bool { return r.name == name && !r.pattern }); i >= 0 {
			return d.rules[i].within(d.bounds)
		}
	}
	return nil
}

// within is the rule with the bounds of one request.
func (r *rule) within(bounds []Most) *rule {
	for _, b := range bounds {
		if b.Name == r.name {
			bounded := *r
			bounded.told = b.Value
			return &bounded
		}
	}
	return r
}

// read converts the text of a parameter to the value of its field.
func (r *rule) read(v *Values, text string) (reflect.Value, bool) {
	switch r.kind {
	case whole:
		n, ok := r.integer(v, text)
		return reflect.ValueOf(&n), ok
	case boolean:
		on := text == "true"
		return reflect.ValueOf(&on), v.choice(r.name, text, r.options)
	case textual:
	}
	return reflect.ValueOf(&text), len(r.options) == 0 || v.choice(r.name, text, r.options)
}

func (r *rule) missing() lang.Text {
	if r.example == "" {
		return lang.T("指定してください", "required")
	}
	return lang.T("指定してください（例 "+r.name+"="+r.example+"）", "required, such as "+r.name+"="+r.example)
}

// integer reads a whole number within bounds.
func (r *rule) integer(v *Values, text string) (int, bool) {
	n, err := strconv.Atoi(text)
	if err != nil || n < r.low || n > r.high || strconv.Itoa(n) != text {
		v.Fail(r.name, lang.T(fmt.Sprintf("%d から %d までの整数を指定してください（例 %s=%s）", r.low, r.told, r.name, r.example),
			fmt.Sprintf("must be an integer from %d to %d, such as %s=%s", r.low, r.told, r.name, r.example)))
		return 0, false
	}
	return n, true
}

// choice reports whether a text is one of the options.
func (v *Values) choice(name, text string, options []string) bool {
	if slices.Contains(options, text) {
		return true
	}
	list := strings.Join(options, ", ")
	v.Fail(name, lang.T("次のいずれかを指定してください: "+list, "must be one of: "+list))
	return false
}
