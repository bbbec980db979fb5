package api

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

const (
	maxQuery  = 8 << 10 // bytes of a query string
	maxFaults = 20      // faults that are listed, lest a short call get a long answer
)

func badRequest() *fault.Error {
	return fault.New(fault.Invalid, lang.T("パラメータに誤りがあります", "the parameters are not right"))
}

// parseQuery reads a query string. What cannot be read or stands twice is an
// error, never a guess.
func parseQuery(raw string) (map[string][]string, error) {
	if len(raw) > maxQuery {
		return nil, badRequest().At("", lang.T("パラメータが長すぎます（8,192字まで）", "the query string is too long (at most 8,192 bytes)"))
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, badRequest().At("", lang.T("パラメータを読めません。& や % は %26 や %25 と書いてください", "the query string is not readable: write & and % inside values as %26 and %25")).Because(err)
	}
	return values, nil
}

// params hands out the parameters of one request and collects everything wrong
// with them, so that the caller learns of all faults at once.
type params struct {
	values  map[string][]string
	known   []string
	wrong   *fault.Error
	refused error // an Accept that cannot be met
}

func (r *request) query() *params {
	p := &params{values: r.params, wrong: badRequest()}
	if r.timed { // read by choose
		p.known = []string{"as_of", "release"}
	}
	return p
}

func (p *params) fail(name string, message lang.Text) {
	switch len(p.wrong.Fields) {
	case maxFaults + 1:
		return
	case maxFaults:
		name, message = "", lang.T("以下省略", "further faults are left out")
	}
	p.wrong.At(name, message)
}

// text returns a parameter, false if it is not given.
func (p *params) text(name string) (string, bool) {
	p.known = append(p.known, name)
	given := p.values[name]
	if len(given) > 1 {
		p.fail(name, lang.T("1度だけ書いてください", "may be given only once"))
	}
	if len(given) == 0 {
		return "", false
	}
	return given[0], true
}

// integer returns a whole number within bounds.
func (p *params) integer(name string, fallback, low, high int) int {
	text, ok := p.text(name)
	if !ok {
		return fallback
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high || strconv.Itoa(n) != text {
		example := max(fallback, low)
		p.fail(name, lang.T(fmt.Sprintf("%d から %d までの整数にしてください（例 %s=%d）", low, high, name, example),
			fmt.Sprintf("must be an integer from %d to %d, such as %s=%d", low, high, name, example)))
		return fallback
	}
	return n
}

// choice returns one of the options.
func (p *params) choice(name, fallback string, options ...string) string {
	text, ok := p.text(name)
	if !ok {
		return fallback
	}
	if !slices.Contains(options, text) {
		list := strings.Join(options, ", ")
		p.fail(name, lang.T("次のいずれかにしてください: "+list, "must be one of: "+list))
		return fallback
	}
	return text
}

// boolean returns true or false.
func (p *params) boolean(name string, fallback bool) bool {
	return p.choice(name, strconv.FormatBool(fallback), "true", "false") == "true"
}

// done reports everything that was wrong, unknown parameters included.
func (p *params) done() error {
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		if slices.Contains(p.known, name) || len(p.wrong.Fields) > maxFaults {
			continue
		}
		p.fail(name, unknownParameter(name, p.known))
	}
	if len(p.wrong.Fields) > 0 {
		p.wrong.Fixes = append(p.wrong.Fixes, p.usable())
		return p.wrong
	}
	return p.refused
}

func unknownParameter(name string, known []string) lang.Text {
	if near := nearest(name, known, 1); len(near) > 0 {
		return lang.T("このパラメータはありません。"+near[0]+" のことですか", "unknown parameter; did you mean "+near[0]+"?")
	}
	return lang.T("このパラメータはありません", "unknown parameter")
}

func (p *params) usable() lang.Text {
	if len(p.known) == 0 {
		return lang.T("ここではパラメータを使えません。? 以降を取り除いてください", "no parameters can be used here; remove everything from ? on")
	}
	names := strings.Join(p.known, ", ")
	return lang.T("使えるパラメータ: "+names, "parameters that can be used here: "+names)
}

// none is for routes without parameters.
func (r *request) none() error { return r.query().done() }
