package param

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// maxCall is how long a request may be that a message shows, in characters.
const maxCall = 500

// maxRounds is how often a request is corrected: what is wrong may hide what else is.
const maxRounds = 3

// Corrector changes parameters so that one which is wrong says what was probably
// meant. It reports false if that is not known.
type Corrector func(given map[string][]string, name string) bool

// CorrectBy adds who knows what was meant.
func (v *Values) CorrectBy(c Corrector) { v.correctors = append(v.correctors, c) }

// correction is the cause of a refusal of which it is known what was meant.
type correction struct{ given map[string][]string }

func (*correction) Error() string { return "what was meant is known" }

// Corrected adds to the refusal of a request at a path the same request as it was
// meant, if that is known and try accepts it.
func Corrected(err error, path string, try func(given map[string][]string) error) error {
	wrong, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err
	}
	cause := err
	for range maxRounds {
		meant, ok := errors.AsType[*correction](cause)
		if !ok {
			return err
		}
		if cause = try(maps.Clone(meant.given)); cause != nil {
			continue
		}
		call := call(path, meant.given)
		if utf8.RuneCountInString(call) > maxCall {
			return err
		}
		return wrong.Restated(wrong.Message, append([]lang.Text{lang.T("次のように指定してください: "+call, "use "+call)}, wrong.Fixes...)...)
	}
	return err
}

// call writes a request as it is typed.
func call(path string, given map[string][]string) string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(given)) {
		for _, text := range given[name] {
			list = append(list, strings.ReplaceAll(Typed(name), "=", "%3D")+"="+strings.ReplaceAll(Typed(text), " ", "%20"))
		}
	}
	if len(list) == 0 {
		return path
	}
	return path + "?" + strings.Join(list, "&")
}

// explained is what is wrong, with what was meant as its cause if that is known of
// all that is wrong.
func (v *Values) explained() error {
	given := make(map[string][]string, len(v.given))
	maps.Copy(given, v.given)
	for _, f := range v.wrong.Fields {
		_, left := given[f.Place]
		if gone := !left && v.Has(f.Place); gone { // with another one
			continue
		}
		known := f.Place != "" && v.correctedBy(given, f.Place)
		if !known && (f.Place == "" || !v.correct(given, f.Place)) {
			return v.wrong
		}
	}
	return v.wrong.Because(&correction{given})
}

// correctedBy asks who knows what was meant, the last who came first: who says why a
// parameter is wrong knows best.
func (v *Values) correctedBy(given map[string][]string, name string) bool {
	for _, c := range slices.Backward(v.correctors) {
		if c(given, name) {
			return true
		}
	}
	return false
}

// Without is the Corrector of a parameter that can only be left out.
func Without(wrong string) Corrector {
	return func(given map[string][]string, name string) bool {
		if name == wrong {
			delete(given, name)
		}
		return name == wrong
	}
}

// OneOf is the Corrector of a parameter that is the one of some options which
// resembles it.
func OneOf(wrong string, options []string) Corrector {
	return func(given map[string][]string, name string) bool {
		if name != wrong || len(given[name]) != 1 {
			return false
		}
		given[name] = lang.Nearest(given[name][0], options, 1)
		return len(given[name]) == 1
	}
}

// With is the Corrector of a parameter that needs another to have a value.
func With(wrong, other, value string) Corrector {
	return func(given map[string][]string, name string) bool {
		if name == wrong {
			given[other] = []string{value}
		}
		return name == wrong
	}
}

// correct corrects what every parameter can have wrong.
func (v *Values) correct(given map[string][]string, name string) bool {
	texts := slices.Compact(slices.Clone(given[name]))
	r := v.rule(name)
	switch {
	case r == nil:
		return !v.asked(name) && v.rename(given, name)
	case len(texts) > 1:
		return false
	case len(texts) == 0:
		texts = v.misnamed(given, name, r.example)
	case len(given[name]) == 1:
		texts[0] = r.meant(texts[0])
	}
	given[name] = texts
	return texts[0] != ""
}

// meant is the value of a parameter that was probably meant, empty if that is not
// known.
func (r *rule) meant(text string) string {
	switch {
	case r.kind == whole:
		if n, err := strconv.Atoi(strings.TrimSpace(lang.Narrow(text))); err == nil && n >= r.low {
			return strconv.Itoa(min(n, r.told))
		}
		return r.example
	case r.kind == boolean:
		return lang.Truth(text)
	case len(r.options) == 0 && text != "":
		return ""
	case len(r.options) == 1:
		return r.options[0]
	}
	near := lang.Nearest(text, r.options, 1)
	if len(near) == 0 {
		return r.example
	}
	return near[0]
}

// misnamed is a parameter that is missing: what is given under a name that means it,
// or else an example.
func (v *Values) misnamed(given map[string][]string, name, example string) []string {
	for _, other := range slices.Sorted(maps.Keys(given)) {
		if own := append(v.instead(other), v.near(other)...); !v.asked(other) && len(own) > 0 && own[0] == name {
			texts := given[other]
			delete(given, other)
			return texts
		}
	}
	return []string{example}
}

// rename gives a parameter that is unknown the name that it has here.
func (v *Values) rename(given map[string][]string, name string) bool {
	if name == "page" || name == "page_number" {
		return v.numberPage(given, name)
	}
	own := v.instead(name)
	if len(own) == 0 {
		own = v.near(name)
	}
	if len(own) == 0 || given[own[0]] != nil {
		return false
	}
	given[own[0]] = given[name]
	delete(given, name)
	return true
}

// numberPage writes the number of a page as a number of rows, if it is said how
// many rows a page has.
func (v *Values) numberPage(given map[string][]string, name string) bool {
	page, err := strconv.Atoi(strings.Join(given[name], ","))
	if err != nil || page < 1 || !slices.Contains(v.known, "offset") || given["offset"] != nil {
		return false
	}
	delete(given, name)
	if page == 1 {
		return true
	}
	for _, size := range []string{"limit", "per_page", "page_size", "size", "top"} {
		if n, err := strconv.Atoi(strings.Join(given[size], ",")); err == nil {
			delete(given, size)
			given["limit"], given["offset"] = []string{strconv.Itoa(n)}, []string{strconv.Itoa((page - 1) * n)}
			return true
		}
	}
	return false
}
