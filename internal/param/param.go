// Package param reads the named parameters of one request and collects
// everything wrong with them, so that the caller learns of all faults at once.
//
// It promises that an unknown or repeated parameter is an error and never a
// guess, that a mistyped name is answered with the one that was probably meant,
// and that a short call does not get a long answer. It refuses to know what a
// parameter is about, and HTTP. It builds on lang and fault alone; query and api
// use it.
package param

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

const (
	maxQuery  = 8 << 10 // bytes of a query string
	maxFaults = 20      // faults that are listed
	usual     = 20      // parameters that a caller asks for
)

func badRequest() *fault.Error {
	return fault.New(fault.Invalid, lang.T("パラメータに誤りがあります", "invalid parameters"))
}

// Read takes a query string apart. What cannot be read is an error.
func Read(raw string) (map[string][]string, error) {
	if len(raw) > maxQuery {
		return nil, badRequest().At("", lang.T("パラメータが長すぎます（URLの ? より後で8,192バイトまで）。条件や値を減らしてください", "the query string is too long (at most 8,192 bytes): give fewer conditions or values"))
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, badRequest().At("", lang.T("パラメータを読めません。値の中の & と % と ; は、%26 と %25 と %3B と指定してください", "the query string cannot be read: write &, % and ; inside values as %26, %25 and %3B")).Because(err)
	}
	for name, list := range values {
		if !utf8.ValidString(name) || slices.ContainsFunc(list, func(text string) bool { return !utf8.ValidString(text) }) {
			return nil, badRequest().At("", lang.T("パラメータがUTF-8ではありません（Shift_JISかもしれません）。UTF-8で %E3%83%87 のように指定してください", "the query string is not UTF-8 (perhaps Shift_JIS): write it in UTF-8, such as %E3%83%87"))
		}
	}
	return values, nil
}

// Values hands out the parameters of one request, each to whoever asks for it
// by name. Those that nobody asked for are unknown.
type Values struct {
	given    map[string][]string
	known    []string // asked for by name
	taken    []string // asked for by a pattern
	patterns []Pattern
	wrong    *fault.Error
	helpless bool // whether nothing better is known than what there is
	refused  error

	declared   []declared // parameters that were read
	correctors []Corrector
}

// New makes Values of the parameters that a request gives.
func New(given map[string][]string) *Values {
	return &Values{
		given: given, known: make([]string, 0, usual), wrong: badRequest(),
		taken: make([]string, 0, len(given)), patterns: make([]Pattern, 0, 2),
	}
}

// Fail reports what is wrong with a parameter, or with all if name is empty.
func (v *Values) Fail(name string, message lang.Text) {
	switch len(v.wrong.Fields) {
	case maxFaults + 1:
		return
	case maxFaults:
		name, message = "", lang.T("以下省略", "further errors are not listed")
	}
	v.wrong.At(name, message)
}

// Refuse makes Done return err if nothing is wrong with the parameters
// themselves.
func (v *Values) Refuse(err error) { v.refused = err }

// Wrong reports whether anything was wrong so far.
func (v *Values) Wrong() bool { return len(v.wrong.Fields) > 0 }

// Full reports whether no more faults are listed: looking for others is of no
// use.
func (v *Values) Full() bool { return len(v.wrong.Fields) > maxFaults }

// Err returns what was wrong so far. Unknown parameters are not looked for.
func (v *Values) Err() error {
	if v.Wrong() {
		return v.explained()
	}
	return nil
}

// Has reports whether a parameter is given, without asking for it.
func (v *Values) Has(name string) bool { return len(v.given[name]) > 0 }

// Text returns a parameter, false if it is not given.
func (v *Values) Text(name string) (string, bool) { return v.text(name, false) }

// text is Text of a parameter that may hold a list.
func (v *Values) text(name string, list bool) (string, bool) {
	if !slices.Contains(v.known, name) {
		v.known = append(v.known, name)
	}
	given := v.given[name]
	switch {
	case len(given) > 1 && list:
		v.Fail(name, onceAsList())
	case len(given) > 1:
		v.Fail(name, once())
	}
	if len(given) == 0 {
		return "", false
	}
	return given[0], true
}

// Done reports everything that was wrong, unknown parameters included.
func (v *Values) Done() error {
	names := make([]string, 0, len(v.given))
	for name := range v.given {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if v.asked(name) || v.Full() {
			continue
		}
		v.Fail(name, v.unknown(name))
	}
	if v.Wrong() {
		v.wrong.Fixes = append(v.wrong.Fixes, v.fix())
		return v.explained()
	}
	return v.refused
}

// Knows reports whether a parameter was asked for by its name.
func (v *Values) Knows(name string) bool { return slices.Contains(v.known, name) }

func (v *Values) asked(name string) bool {
	return slices.Contains(v.known, name) || slices.Contains(v.taken, name)
}

func (v *Values) unknown(name string) lang.Text {
	if own := v.instead(name); len(own) > 0 {
		list := strings.Join(own, ", ")
		return lang.T("このパラメータはありません。代わりに "+list+" を使ってください", "unknown parameter; use "+list+" instead")
	}
	if near := v.near(name); len(near) > 0 {
		return lang.T("このパラメータはありません。もしかして: "+near[0]+"", "unknown parameter; did you mean "+near[0]+"?")
	}
	v.helpless = true
	return lang.T("このパラメータはありません", "unknown parameter")
}

// near is the parameter whose name resembles one most, none if none does.
func (v *Values) near(name string) []string {
	candidates := slices.Clone(v.known)
	for _, p := range v.patterns {
		candidates = append(candidates, p.Near()...)
	}
	return lang.Nearest(name, candidates, 1)
}

// fix says how to go on: everything that can be asked only where no fault says what
// to write instead.
func (v *Values) fix() lang.Text {
	if !v.helpless {
		return lang.T("errors に示したとおりに修正してください", "correct each parameter as errors says")
	}
	return v.usable()
}

func (v *Values) usable() lang.Text {
	ja, en := slices.Clone(v.known), slices.Clone(v.known)
	for _, p := range v.patterns {
		shown := p.Shown()
		ja, en = append(ja, shown.Ja), append(en, shown.En)
	}
	if len(ja) == 0 {
		return lang.T("ここではパラメータを使えません。? 以降を削除してください", "no parameters are available here; remove everything from ? on")
	}
	return lang.T("使えるパラメータ: "+strings.Join(ja, ", "), "available parameters: "+strings.Join(en, ", "))
}
