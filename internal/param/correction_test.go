package param_test

import (
	"errors"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
)

// request is what the tests read.
type request struct {
	Limit  *int    `form:"limit" minimum:"1" maximum:"100" example:"10"`
	Offset *int    `form:"offset" minimum:"0" maximum:"1000" example:"0"`
	Q      *string `form:"q" validate:"required" example:"市"`
	Header *string `form:"header" enums:"ja,ascii"`
	BOM    *bool   `form:"bom"`
}

func TestWhatWasMeantIsTold(t *testing.T) {
	read := func(given map[string][]string) error {
		p := param.New(given)
		asks := param.Compile[request]().Read(p, param.Most{Name: "limit", Value: 50})
		if asks.Limit != nil && *asks.Limit == 13 {
			p.Fail("limit", lang.T("不吉", "not 13"))
		}
		if asks.BOM != nil && asks.Header == nil {
			p.CorrectBy(param.With("bom", "header", "ja"))
			p.Fail("bom", lang.T("header が必要です", "needs header"))
		}
		return p.Done()
	}
	for _, c := range []struct{ raw, want string }{
		{"", "/x?q=市"},
		{"query=a%26b c", "/x?q=a%26b%20c"},
		{"q=a&limit=5000", "/x?limit=50&q=a"},
		{"q=a&limit=all", "/x?limit=10&q=a"},
		{"q=a&limit=１２", "/x?limit=12&q=a"},
		{"q=a&q=a", "/x?q=a"},
		{"q=a&q=b", ""},
		{"q=a&header=JA&bom=はい", "/x?bom=true&header=ja&q=a"},
		{"q=a&header=greek", ""},
		{"q=a&page=3&per_page=20", "/x?limit=20&offset=40&q=a"},
		{"q=a&page=1", "/x?q=a"},
		{"q=a&page=2", ""},
		{"q=a&limti=5&lmit=6", ""},
		{"q=a&colour=red", ""},
		{"q=a&limit=13", ""},                          // what is meant is refused, too
		{"q=a&bom=yes", "/x?bom=true&header=ja&q=a"},  // one hides the other
		{"limit=0&q=" + strings.Repeat("a", 500), ""}, // too long to be shown
	} {
		given, err := param.Read(c.raw)
		if err != nil {
			t.Fatal(err)
		}
		wrong, ok := errors.AsType[*fault.Error](param.Corrected(read(given), "/x", read))
		if !ok {
			t.Errorf("%s is accepted", c.raw)
			continue
		}
		got, told := strings.CutPrefix(wrong.Fixes[0].En, "use ")
		if told != (c.want != "") || told && (got != c.want || wrong.Fixes[0].Ja != "次のように指定してください: "+got) || len(wrong.Fixes) > 1 != told {
			t.Errorf("%.100s is told %v, want %q", c.raw, wrong.Fixes, c.want)
		}
	}
	if err := errors.New("broken"); !errors.Is(param.Corrected(err, "/x", read), err) {
		t.Error("another error is not passed on")
	}
}
