package param_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
)

// dotted is the parameters with a dot in their names.
type dotted struct{}

func (dotted) Match(name string) bool { return strings.Contains(name, ".") }
func (dotted) Shown() lang.Text       { return lang.T("列名.演算子=値", "column.operator=value") }
func (dotted) Near() []string         { return []string{"mark"} }

// Repeated knows what to write instead of two parameters of one name, but c.x.
func (dotted) Repeated(name string, texts []string) lang.Text {
	if name == "c.x" {
		return lang.Text{}
	}
	both := name + "=" + strings.Join(texts, "+")
	return lang.T(both+" と書いてください", "write "+both)
}

// ask reads a query string as a service would that knows limit, order and bom.
func ask(t *testing.T, raw string) error {
	t.Helper()
	given, err := param.Read(raw)
	if err != nil {
		return err
	}
	p := param.New(given, "release")
	p.Integer("limit", 100, 1, 1000)
	p.Choice("order", "up", "up", "down")
	p.Boolean("bom", false)
	p.Each(dotted{})
	return p.Done()
}

func TestWhatIsWrongIsSaid(t *testing.T) {
	usable := lang.T("使えるパラメータ: release, limit, order, bom, 列名.演算子=値", "parameters that can be used here: release, limit, order, bom, column.operator=value")
	for _, c := range []struct {
		name, raw string
		want      []fault.Field
	}{
		{"a number out of bounds", "limit=0", []fault.Field{{Place: "limit", Message: lang.T("1 から 1000 までの整数にしてください（例 limit=100）", "must be an integer from 1 to 1000, such as limit=100")}}},
		{"a number in another notation", "limit=010", []fault.Field{{Place: "limit", Message: lang.T("1 から 1000 までの整数にしてください（例 limit=100）", "must be an integer from 1 to 1000, such as limit=100")}}},
		{"another choice", "order=left", []fault.Field{{Place: "order", Message: lang.T("次のいずれかにしてください: up, down", "must be one of: up, down")}}},
		{"neither true nor false", "bom=1", []fault.Field{{Place: "bom", Message: lang.T("次のいずれかにしてください: true, false", "must be one of: true, false")}}},
		{"a mistyped parameter", "limt=5", []fault.Field{{Place: "limt", Message: lang.T("このパラメータはありません。limit のことですか", "unknown parameter; did you mean limit?")}}},
		{"a mistyped parameter of a pattern", "makr=5", []fault.Field{{Place: "makr", Message: lang.T("このパラメータはありません。mark のことですか", "unknown parameter; did you mean mark?")}}},
		{"a parameter that resembles none", "x=5", []fault.Field{{Place: "x", Message: lang.T("このパラメータはありません", "unknown parameter")}}},
		{"what other services call limit and offset", "page=2&per_page=5", []fault.Field{
			{Place: "page", Message: lang.T("このパラメータはありません。代わりに limit を使ってください", "unknown parameter; use limit instead")},
			{Place: "per_page", Message: lang.T("このパラメータはありません。代わりに limit を使ってください", "unknown parameter; use limit instead")},
		}},
		{"what other services call q, which is not here", "search=x", []fault.Field{{Place: "search", Message: lang.T("このパラメータはありません", "unknown parameter")}}},
		{"parameters given twice", "limit=5&limit=6&c.x=1&c.x=2&a.b=1&a.b=2&a.a=1&a.a=1", []fault.Field{
			{Place: "limit", Message: lang.T("1度だけ書いてください", "may be given only once")},
			{Place: "a.a", Message: lang.T("a.a=1+1 と書いてください", "write a.a=1+1")},
			{Place: "a.b", Message: lang.T("a.b=1+2 と書いてください", "write a.b=1+2")},
			{Place: "c.x", Message: lang.T("1度だけ書いてください", "may be given only once")},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			err, ok := errors.AsType[*fault.Error](ask(t, c.raw))
			if !ok || err.Kind != fault.Invalid || err.Message != lang.T("パラメータに誤りがあります", "the parameters are not right") ||
				!slices.Equal(err.Fields, c.want) || !slices.Equal(err.Fixes, []lang.Text{usable}) {
				t.Errorf("got %v\nwant %v", err, c.want)
			}
		})
	}
}

func TestWhatIsRightIsHandedOut(t *testing.T) {
	given, err := param.Read("limit=5&order=down&bom=true&q=%E5%85%AB%E6%88%B8&b.x=2&a.x=1&release=1")
	if err != nil {
		t.Fatal(err)
	}
	p := param.New(given, "release")
	text, ok := p.Text("q")
	_, other := p.Text("other")
	got := fmt.Sprintln(p.Integer("limit", 100, 1, 1000), p.Integer("offset", 7, 1, 9), p.Choice("order", "up", "up", "down"), p.Choice("by", "a", "a", "b"),
		p.Boolean("bom", false), p.Boolean("old", true), text, ok, other, p.Has("q"), p.Has("other"),
		p.Above("limit", 4), p.Above("limit", 5), p.Above("order", 0), p.Above("other", 0), p.Wrong(), p.Each(dotted{}), p.Done())
	if want := "5 7 down a true true 八戸 true false true false true false false false false [{a.x 1} {b.x 2}] <nil>\n"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A parameter that was asked for by name is not handed out by a pattern again.
func TestPatternLeavesWhatWasAskedFor(t *testing.T) {
	p := param.New(map[string][]string{"a.x": {"1"}, "b.x": {"2"}, "c.x": {"3"}}, "c.x")
	p.Text("a.x")
	if got, want := p.Each(dotted{}), []param.Named{{Name: "b.x", Text: "2"}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := p.Each(dotted{}); got != nil {
		t.Errorf("and then %v", got)
	}
}

func TestAShortCallGetsNoLongAnswer(t *testing.T) {
	var names []string
	for i := range 100 {
		names = append(names, fmt.Sprintf("unknown%02d=1", i))
	}
	err, _ := errors.AsType[*fault.Error](ask(t, strings.Join(names, "&")))
	if n := len(err.Fields); n != 21 || err.Fields[20].Message.En != "further faults are left out" {
		t.Errorf("%d faults are listed, the last is %v", n, err.Fields[n-1])
	}
}

func TestQueryStringsThatCannotBeRead(t *testing.T) {
	for name, raw := range map[string]string{"a % alone": "a=%zz", "a semicolon": "a;b", "too long": strings.Repeat("x", 8<<10+1)} {
		if _, err := param.Read(raw); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := param.Read(strings.Repeat("x", 8<<10)); err != nil {
		t.Errorf("as long as may be: %v", err)
	}
}

// What cannot be answered is said only if the parameters are right.
func TestRefusal(t *testing.T) {
	refused := errors.New("not in this format")
	p := param.New(nil)
	p.Refuse(refused)
	if err := p.Done(); !errors.Is(err, refused) {
		t.Errorf("got %v", err)
	}
	p = param.New(map[string][]string{"x": {"1"}})
	p.Refuse(refused)
	err, _ := errors.AsType[*fault.Error](p.Done())
	if want := lang.T("ここではパラメータを使えません。? 以降を取り除いてください", "no parameters can be used here; remove everything from ? on"); err == nil || len(err.Fixes) != 1 || err.Fixes[0] != want {
		t.Errorf("got %v", err)
	}
}

func TestNearest(t *testing.T) {
	known := []string{"limit", "offset", "title", "title_en", "q", "or", "eq"}
	for _, c := range []struct {
		name, word string
		want       []string
	}{
		{"a letter left out", "limt", []string{"limit"}},
		{"capital letters", "LIMIT", []string{"limit"}},
		{"the most alike first", "titl_en", []string{"title_en"}},
		{"two letters swapped", "offest", []string{"offset"}},
		{"a short word has no letter in common", "x", nil},
		{"a short word with one slip", "ew", []string{"eq"}},
		{"nothing alike", "department", nil},
	} {
		if got := param.Nearest(c.word, known, 1); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}
