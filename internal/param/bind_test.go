package param_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/param"
)

type paging struct {
	// rows to return
	Limit *int `form:"limit" minimum:"1" maximum:"1000" example:"10"`
}

type declared struct {
	paging

	Name   *string `form:"name" example:"goals" validate:"required"`
	Header *string `form:"header" enums:"ja,ascii"`
	BOM    *bool   `form:"bom"`
	Other  string  // no parameter
}

// text shows what was read.
func (d declared) text() string {
	var b strings.Builder
	if d.Limit != nil {
		b.WriteString("limit=" + strconv.Itoa(*d.Limit) + " ")
	}
	if d.Name != nil {
		b.WriteString("name=" + *d.Name + " ")
	}
	if d.Header != nil {
		b.WriteString("header=" + *d.Header + " ")
	}
	if d.BOM != nil {
		b.WriteString("bom=" + strconv.FormatBool(*d.BOM) + " ")
	}
	return strings.TrimSpace(b.String())
}

func TestAStructIsTheParser(t *testing.T) {
	reader := param.Compile[declared]()
	if names := reader.Names(); !slices.Equal(names, []string{"limit", "name", "header", "bom"}) {
		t.Errorf("%v", names)
	}
	for _, c := range []struct {
		name  string
		given map[string][]string
		want  string
		wrong string // parameter and message
	}{
		{"what is given", map[string][]string{"limit": {"5"}, "name": {"x"}, "header": {"ja"}, "bom": {"false"}}, "limit=5 name=x header=ja bom=false", ""},
		{"nothing but what is required", map[string][]string{"name": {""}}, "name=", ""},
		{"what is required is missing", nil, "", "name: required, such as name=goals"},
		{"too small", map[string][]string{"name": {"x"}, "limit": {"0"}}, "name=x", "limit: must be an integer from 1 to 1000, such as limit=10"},
		{"too large", map[string][]string{"name": {"x"}, "limit": {"1001"}}, "name=x", "limit: must be an integer from 1 to 1000, such as limit=10"},
		{"a leading zero", map[string][]string{"name": {"x"}, "limit": {"01"}}, "name=x", "limit: must be an integer from 1 to 1000, such as limit=10"},
		{"the least and the greatest", map[string][]string{"name": {"x"}, "limit": {"1"}}, "limit=1 name=x", ""},
		{"none of the options", map[string][]string{"name": {"x"}, "header": {"en"}}, "name=x", "header: must be one of: ja, ascii"},
		{"no boolean", map[string][]string{"name": {"x"}, "bom": {"1"}}, "name=x", "bom: must be one of: true, false"},
		{"unknown", map[string][]string{"name": {"x"}, "hedaer": {"ja"}}, "name=x", "hedaer: unknown parameter; did you mean header?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := param.New(c.given)
			got := reader.Read(v).text()
			err := v.Done()
			wrong := ""
			if e, ok := err.(*fault.Error); ok { //nolint:errorlint // Done returns it as it is
				wrong = e.Fields[0].Place + ": " + e.Fields[0].Message.En
			}
			if got != c.want || wrong != c.wrong {
				t.Errorf("read %q, wrong %q", got, wrong)
			}
		})
	}
}

// A declaration that cannot be meant is found when the program starts.
func TestDeclarationsThatCannotBeMeant(t *testing.T) {
	for name, compile := range map[string]func(){
		"twice": func() {
			param.Compile[struct {
				A *int `form:"a" minimum:"0" maximum:"1"`
				B *int `form:"a" minimum:"0" maximum:"1"`
			}]()
		},
		"without bounds": func() {
			param.Compile[struct {
				A *int `form:"a"`
			}]()
		},
		"no pointer": func() {
			param.Compile[struct {
				A string `form:"a"`
			}]()
		},
		"no such type": func() {
			param.Compile[struct {
				A *float64 `form:"a"`
			}]()
		},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it is accepted")
				}
			}()
			compile()
		})
	}
}

// A bound of one request is told, and what lies above it is left to who asks.
func TestBoundsOfOneRequest(t *testing.T) {
	reader := param.Compile[paging]()
	for text, want := range map[string]string{"0": "must be an integer from 1 to 50, such as limit=10", "51": "", "1001": "must be an integer from 1 to 50, such as limit=10"} {
		v := param.New(map[string][]string{"limit": {text}})
		asks := reader.Read(v, param.Most{Name: "limit", Value: 50})
		wrong := ""
		if e, ok := v.Done().(*fault.Error); ok { //nolint:errorlint // Done returns it as it is
			wrong = e.Fields[0].Message.En
		}
		if wrong != want || (asks.Limit == nil) != (want != "") {
			t.Errorf("%s: %q, %v", text, wrong, asks.Limit)
		}
	}
}
