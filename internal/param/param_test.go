package param_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
)

var update = flag.Bool("update", false, "rewrite the golden files")

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

// asked reads what the service of these tests knows.
var asked = param.Compile[struct {
	Release *int    `form:"release" minimum:"1" maximum:"9"`
	Limit   *int    `form:"limit" minimum:"1" maximum:"1000" example:"100"`
	Order   *string `form:"order" enums:"up,down"`
	BOM     *bool   `form:"bom"`
}]()

// ask reads a query string as a service would that knows limit, order and bom.
func ask(t *testing.T, raw string) error {
	t.Helper()
	given, err := param.Read(raw)
	if err != nil {
		return err
	}
	p := param.New(given)
	asked.Read(p)
	p.Each(dotted{})
	return p.Done()
}

// Everything that parameters can have wrong, with the whole of what is said
// about it and of how to fix it.
func TestWhatIsWrongIsSaid(t *testing.T) {
	var b, many strings.Builder
	for i := range 100 {
		fmt.Fprintf(&many, "unknown%02d=1&", i)
	}
	for _, c := range []struct{ name, raw string }{
		{"a number out of bounds", "limit=0"},
		{"a number in another notation", "limit=010"},
		{"another choice", "order=left"},
		{"neither true nor false", "bom=1"},
		{"a mistyped parameter", "limt=5"},
		{"a mistyped parameter of a pattern", "makr=5"},
		{"a parameter that resembles none", "x=5"},
		{"what other services call limit and offset", "page=2&per_page=5"},
		{"what other services call q, which is not here", "search=x"},
		{"parameters given twice", "limit=5&limit=6&c.x=1&c.x=2&a.b=1&a.b=2&a.a=1&a.a=1"},
		{"more faults than are listed", many.String()},
		{"a % alone", "a=%zz"},
		{"a semicolon", "a=1;2"},
		{"Shift_JIS", "limit=%83f"},
		{"a name that is no text", "%ff=1"},
		{"too long", strings.Repeat("x", 8<<10+1)},
	} {
		fmt.Fprintf(&b, "# %s\n?%.80s\n", c.name, c.raw)
		b.WriteString(told(t, ask(t, c.raw)))
	}
	b.WriteString("# where there are no parameters\n?x=1\n")
	b.WriteString(told(t, param.New(map[string][]string{"x": {"1"}}).Done()))
	golden(t, "messages", b.String())
}

// told is all that an error says.
func told(t *testing.T, err error) string {
	t.Helper()
	wrong, ok := errors.AsType[*fault.Error](err)
	if !ok || wrong.Kind != fault.Invalid {
		t.Fatalf("got %v", err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "  %s\n  %s\n", wrong.Message.Ja, wrong.Message.En)
	for _, f := range wrong.Fields {
		fmt.Fprintf(&b, "  %s\n    %s\n    %s\n", f.Place, f.Message.Ja, f.Message.En)
	}
	for _, fix := range wrong.Fixes {
		fmt.Fprintf(&b, "  → %s\n    %s\n", fix.Ja, fix.En)
	}
	return b.String() + "\n"
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs:\n%s", path, got)
	}
}

func TestWhatIsRightIsHandedOut(t *testing.T) {
	given, err := param.Read("limit=5&order=down&bom=true&q=%E5%85%AB%E6%88%B8&b.x=2&a.x=1&release=1")
	if err != nil {
		t.Fatal(err)
	}
	p := param.New(given)
	text, ok := p.Text("q")
	_, other := p.Text("other")
	asks := asked.Read(p)
	got := fmt.Sprintln(*asks.Limit, *asks.Order, *asks.BOM, *asks.Release, text, ok, other, p.Has("q"), p.Has("other"), p.Wrong(), p.Each(dotted{}), p.Done())
	if want := "5 down true 1 八戸 true false true false false [{a.x 1} {b.x 2}] <nil>\n"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A parameter that was asked for by name is not handed out by a pattern again.
func TestPatternLeavesWhatWasAskedFor(t *testing.T) {
	p := param.New(map[string][]string{"a.x": {"1"}, "b.x": {"2"}, "c.x": {"3"}})
	p.Text("c.x")
	p.Text("a.x")
	if got, want := p.Each(dotted{}), []param.Named{{Name: "b.x", Text: "2"}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := p.Each(dotted{}); got != nil {
		t.Errorf("and then %v", got)
	}
}

func TestQueryStringAsLongAsMayBe(t *testing.T) {
	if _, err := param.Read(strings.Repeat("x", 8<<10)); err != nil {
		t.Error(err)
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
	if err := p.Done(); fault.KindOf(err) != fault.Invalid || errors.Is(err, refused) {
		t.Errorf("got %v", err)
	}
}

// A short call gets no long answer: after so many faults one line says that there
// are more.
func TestFaultsAreListedUpToALimit(t *testing.T) {
	const listed = 20
	for _, n := range []int{listed - 1, listed, listed + 1, 3 * listed} {
		p := param.New(nil)
		for i := range n {
			p.Fail("x", lang.T("誤り", strconv.Itoa(i)))
		}
		told, _ := errors.AsType[*fault.Error](p.Err())
		if len(told.Fields) != min(n, listed+1) || p.Full() != (n > listed) {
			t.Errorf("of %d faults %d are listed, full %v", n, len(told.Fields), p.Full())
		}
		if last := told.Fields[len(told.Fields)-1]; (last.Message.En == "further errors are not listed") != (n > listed) {
			t.Errorf("of %d faults the last is %+v", n, last)
		}
	}
}
