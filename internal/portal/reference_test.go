package portal_test

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/portal"
)

var (
	inlinePattern = regexp.MustCompile(`</?(?:a|b|code|span|strong)(?: [^>]*)?>`)
	markupPattern = regexp.MustCompile(`<[^>]*>`)
	typePattern   = regexp.MustCompile(`(?s)<p>型: (.*?)</section>`)
	spacePattern  = regexp.MustCompile(`\s+`)
)

// plain is what a reader sees of some markup.
func plain(markup string) string {
	text := inlinePattern.ReplaceAllString(markup, "")
	text = html.UnescapeString(markupPattern.ReplaceAllString(text, " "))
	return strings.TrimSpace(spacePattern.ReplaceAllString(text, " "))
}

func TestSchemaIsShownAs(t *testing.T) {
	for _, c := range []struct{ name, schema, want string }{
		{"a plain type", `{"type":"string"}`, "string"},
		{"a format", `{"type":"string","format":"date"}`, "string 形式: date"},
		{"null beside a type", `{"type":["number","null"]}`, "number | null"},
		{"null beside a reference", `{"anyOf":[{"$ref":"#/components/schemas/Other"},{"type":"null"}]}`, "Other | null"},
		{"alternatives", `{"oneOf":[{"type":"string"},{"type":"integer"}]}`, "string | integer"},
		{"a list of references", `{"type":"array","items":{"$ref":"#/components/schemas/Other"}}`, "array<Other>"},
		{"a list of anything", `{"type":"array"}`, "array"},
		{"a list with constraints on its elements", `{"type":"array","items":{"type":"integer","minimum":0}}`, "array<integer> 最小: 0"},
		{"a map", `{"type":"object","additionalProperties":{"type":"string"}}`, "map<string>"},
		{"a map of anything", `{"type":"object","additionalProperties":true}`, "map<any>"},
		{"an object that is closed", `{"type":"object","additionalProperties":false}`, "object"},
		{"no type at all", `{}`, "any"},
		{"a list of values with null and the empty string", `{"type":["string","null"],"enum":["a","",null]}`, `string | null 値: a "" null`},
		{"one value", `{"const":"x"}`, "any 値: x"},
		{"bounds", `{"type":"integer","minimum":1,"maximum":1000000,"default":0}`, "integer 最小: 1 最大: 1000000 既定値: 0"},
		{"open bounds", `{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1.5}`, "number より大きい: 0 より小さい: 1.5"},
		{"a pattern", `{"type":"string","pattern":"^<a>$"}`, "string パターン: ^<a>$"},
		{"a pattern of a part", `{"type":"string","pattern":"\\S"}`, "string"},
		{"a pattern that nobody reads", `{"type":"string","pattern":"^` + strings.Repeat("a", 60) + `$"}`, "string"},
		{"a reference that leads nowhere", `{"$ref":"#/components/schemas/Absent"}`, "Absent"},
		{
			"parts put together", `{"allOf":[{"$ref":"#/components/schemas/Other"},{"type":"object","properties":{"a":{"type":"string"}}}]}`,
			"Other & object 項目 型と制約 説明 a 省略あり string",
		},
		{
			"properties of properties", `{"type":"object","required":["a"],"properties":{"a":{"type":"array","items":{"type":"object","properties":{"b":{"type":"string"}}}}}}`,
			"object 項目 型と制約 説明 a array<object> a[].b 省略あり string",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			spec := `{"components":{"schemas":{"It":` + c.schema + `,"Other":{"type":"string"}}}}`
			page, err := newPortal(t).Reference(portal.Reference{Spec: []byte(spec)})
			if err != nil {
				t.Fatal(err)
			}
			if got := plain(typePattern.FindStringSubmatch(string(page))[1]); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestExamplesAreCallsThatWork(t *testing.T) {
	page := string(pages(t)["reference"])
	for _, want := range []string{
		`<a href="/api/v1/initiatives?limit=20">`,
		`<a href="/api/v1/initiatives?fields=id,title">`,
		`<a href="/api/v1/initiatives?q=%E7%AA%93%E5%8F%A3&#43;%26&#43;%E9%9B%BB%E5%AD%90%E7%94%B3%E8%AB%8B">`,
		`<a href="/api/v1/initiatives?number.ge=70&amp;number.lt=75"><code>number.ge=70&amp;number.lt=75</code></a>`,
		`<a href="/api/v1/initiatives?mark.in=new,revised"><code>mark.in=new,revised</code></a>`,
		`<a href="/api/v1/initiatives?sort=-number"><code>sort=-number</code></a>`,
		`<a href="/api/v1/initiatives/72">`,
		`<a href="/api/v1/initiatives/72?lang=en">`,
		`<a href="/api/v1/datasets/goals/records?q=%26%E5%B8%82"><code>q=%26市</code></a> どの列かに語を含む`,
		`<code>&#34;abc&#34;</code>`, // a header cannot be linked
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	if calls := strings.ReplaceAll(page, `href="/api/v1/datasets/goals/records?`, ""); strings.Contains(calls, `href="/api/v1/datasets/`) { // but for the dataset's own
		t.Error("a call was linked although its parameter has no example")
	}
}

func TestExamplesStayOnTheServiceThatServesThePage(t *testing.T) {
	const paths = `"paths":{"/a":{"get":{"responses":{}}}}`
	for server, want := range map[string]string{
		"":                            "/a",
		"/":                           "/a",
		"https://opendata.example":    "/a",
		"https://opendata.example/x/": "/x/a",
		"://":                         "/a",
	} {
		page, err := newPortal(t).Reference(portal.Reference{Spec: []byte(`{"servers":[{"url":"` + server + `"}],` + paths + `}`)})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(page), `<p>例: <a href="`+want+`">`) {
			t.Errorf("server %q: no link to %s", server, want)
		}
	}
}

func TestBodyWithoutNameShowsItsProperties(t *testing.T) {
	page := string(pages(t)["reference"])
	_, row, _ := strings.Cut(page, ` id="op-initiative-200"`)
	row, _, _ = strings.Cut(row, "</tr>")
	if want := "application/json: object results: array<Initiative>"; !strings.Contains(plain(row), want) {
		t.Errorf("got %q, want %q", plain(row), want)
	}
}

func TestReferenceKeepsTheOrderOfTheDocument(t *testing.T) {
	page := string(pages(t)["reference"])
	at := -1
	for _, id := range []string{
		"tag-plan", "op-initiatives", "op-initiatives-query-limit", "op-initiatives-query-format", "op-initiatives-200", "op-initiatives-400",
		"op-initiative", "tag-datasets", "op-dataset", "tag-その他", "schema-Page", "schema-Initiative", "schema-Mark", "problem-method-not-allowed",
	} {
		next := strings.Index(page, ` id="`+id+`"`)
		if next < at {
			t.Errorf("%s is missing or too early", id)
		}
		at = next
	}
	if strings.Contains(page, "headInitiatives") || !strings.Contains(page, "HEADも使えます") {
		t.Error("HEAD should be told with GET")
	}
}

func TestEveryKnownProblemIsExplained(t *testing.T) {
	page := string(pages(t)["reference"])
	for _, p := range reference(t).Problems {
		_, section, _ := strings.Cut(page, ` id="problem-`+p.Slug+`"`)
		section, _, _ = strings.Cut(section, "</section>")
		explained := strings.Contains(section, "対処方法") && strings.Contains(section, "What to do")
		if explained != (p.Slug != "teapot") {
			t.Errorf("%s: explained is %t", p.Slug, explained)
		}
		if !strings.Contains(section, p.Title) || !strings.Contains(section, p.TitleEn) {
			t.Errorf("%s: its title is missing", p.Slug)
		}
	}
}

func TestBrokenDocumentIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ spec, want string }{
		"no JSON":                    {`{`, "reading the OpenAPI document"},
		"a list of paths":            {`{"paths":[]}`, "in place of an object"},
		"a path that is wrong":       {`{"paths":{"/x":{"get":{"parameters":1}}}}`, "/x: "},
		"a parameter that is absent": {`{"paths":{"/x":{"get":{"parameters":[{"$ref":"#/components/parameters/no"}]}}}}`, "unresolved reference #/components/parameters/no"},
		"a response that is absent":  {`{"paths":{"/x":{"get":{"responses":{"200":{"$ref":"#/components/responses/no"}}}}}}`, "unresolved reference #/components/responses/no"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := newPortal(t).Reference(portal.Reference{Spec: []byte(c.spec)})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
