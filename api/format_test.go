package api_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/problems"
	"hachinohe.example/opendata/internal/release"
)

// bars is a format that nobody has: cells between bars.
func bars() format.Format {
	return format.Format{
		Name: "pipes", ContentType: "text/x-pipes; charset=utf-8; bars=yes", Title: lang.T("縦棒", "Bars"),
		Carries: format.Lists | format.Groups | format.Items | format.Files | format.Differences,
		Options: format.Options{Header: true},
		Profiles: []format.Profile{
			{Layout: format.Layout{Japanese: true}, Title: lang.T("縦棒で区切る", "Between bars")}, {Title: lang.Text{}},
		},
		New: func(s format.Subject) (format.Writer, error) { return barred{s}, nil },
	}
}

type barred struct{ format.Subject }

func (b barred) line(dst []byte, cell func(i int) string) []byte {
	for _, i := range b.Shape.Columns {
		dst = append(append(dst, '|'), cell(i)...)
	}
	return append(dst, "|\n"...)
}

func (b barred) Begin(dst []byte, _ int) ([]byte, error) {
	return b.line(dst, func(i int) string {
		if b.Layout.Japanese {
			return b.Shape.Table.Column(i).Title.Ja
		}
		return b.Shape.Table.Column(i).Name
	}), nil
}

func (b barred) Rows(ctx context.Context, dst []byte, rows []int) ([]byte, error) {
	for _, row := range rows {
		dst = b.line(dst, func(i int) string { return b.Shape.Table.Text(i, row) })
	}
	return dst, ctx.Err()
}

func (b barred) Cells(dst []byte, cells []string) ([]byte, error) {
	return b.line(dst, func(i int) string { return cells[i] }), nil
}

func (b barred) End(dst []byte) ([]byte, error) { return append(dst, "=\n"...), nil }

// withPipes serves five releases in every format and one more.
func withPipes(t *testing.T) (http.Handler, *release.Release) {
	t.Helper()
	tl := storied(t)
	cfg := testConfig(io.Discard)
	cfg.Now, cfg.Formats = tl.now, append(format.All(), bars())
	h, err := api.New(cfg, tl.cache)
	if err != nil {
		t.Fatal(err)
	}
	rel, err := tl.cache.At(t.Context(), tl.now())
	if err != nil {
		t.Fatal(err)
	}
	return h, rel
}

// TestEveryFormatIsWhereItSaysThatItIs: all that a format declares is there, and
// what it does not declare is refused.
func TestEveryFormatIsWhereItSaysThatItIs(t *testing.T) {
	h, rel := withPipes(t)
	for _, f := range append(format.All(), bars()) {
		t.Run(f.Name, func(t *testing.T) {
			for _, place := range []struct {
				content format.Content
				path    string
				query   string
			}{
				{format.Lists, "/api/v1/goals", ""},
				{format.Lists, "/api/v1/datasets/goals/records", "limit=2"},
				{format.Groups, "/api/v1/initiatives", "group_by=mark&aggregate=count"},
				{format.OneRelated, "/api/v1/initiatives", "expand=policy"},
				{format.ManyRelated, "/api/v1/initiatives", "expand=relisted_policies"},
				{format.Items, "/api/v1/goals/g-1", ""},
				{format.Differences, "/api/v1/diff", "from=1&to=5"},
			} {
				isServed(t, h, f, f.Can(place.content), place.path+f.Suffix()+"?"+place.query)
				isServed(t, h, f, f.Can(place.content), place.path+"?format="+f.Name+"&"+place.query)
				if f.Can(place.content) || f.Name == "pipes" {
					isServed(t, h, f, f.Can(place.content), place.path+"?"+place.query, "Accept", f.Media())
				}
			}
			goals, _ := rel.Set("goals")
			isServed(t, h, f, f.Can(format.Files), "/files/"+goals.File+f.Suffix())
			isServed(t, h, f, f.Can(format.Files), "/releases/1/files/"+goals.File+f.Suffix())
		})
	}
}

// isServed asks for something in a format, or for the refusal of it.
func isServed(t *testing.T, h http.Handler, f format.Format, want bool, target string, headers ...string) {
	t.Helper()
	w := ask(t, h, target, headers...)
	switch {
	case !want && (w.Code < http.StatusBadRequest || w.Code >= http.StatusInternalServerError):
		t.Errorf("%s %v: %d, though it cannot be", target, headers, w.Code)
	case want && (w.Code != http.StatusOK || w.Header().Get("Content-Type") != f.ContentType):
		t.Errorf("%s %v: %d %s %.200s", target, headers, w.Code, w.Header().Get("Content-Type"), w.Body)
	case want && !looksLike(f, w.Body.Bytes()):
		t.Errorf("%s %v: it is no %s: %.200s", target, headers, f.Name, w.Body)
	}
}

// looksLike tells the formats apart by their bytes; that these are right is a
// matter of package format.
func looksLike(f format.Format, body []byte) bool {
	first, _, _ := bytes.Cut(body, []byte("\n"))
	switch f.Name {
	case "json":
		return json.Valid(body)
	case "ndjson":
		return json.Valid(first)
	case "csv":
		return bytes.HasSuffix(first, []byte("\r")) && bytes.Count(first, []byte(",")) > 0
	case "tsv":
		return !bytes.HasSuffix(first, []byte("\r")) && bytes.Count(first, []byte("\t")) > 0
	case "xlsx":
		return bytes.HasPrefix(body, []byte("PK\x03\x04"))
	case "pipes":
		return bytes.HasPrefix(first, []byte("|")) && bytes.HasSuffix(body, []byte("|\n=\n"))
	}
	return false
}

// TestMetadataTellsOfEveryFile: sizes and sha256 are those of the bytes, at both
// addresses of each variant.
func TestMetadataTellsOfEveryFile(t *testing.T) {
	h, _ := withPipes(t)
	info := into[api.DatasetsAnswer](t, ask(t, h, "/api/v1/datasets/initiatives")).Results[0]
	listed := into[api.DatasetsAnswer](t, ask(t, h, "/api/v1/datasets")).Results
	seen := make(map[string]int)
	for _, file := range info.Files {
		seen[file.Format]++
		for _, url := range []string{file.URL, file.Permanent} {
			body := ask(t, h, strings.TrimPrefix(url, testBase)).Body.Bytes()
			sum := sha256.Sum256(body)
			if len(body) != file.Bytes || hex.EncodeToString(sum[:]) != file.SHA256 {
				t.Errorf("%s has %d bytes, want %d", url, len(body), file.Bytes)
			}
		}
	}
	for _, f := range append(format.All(), bars()) {
		if seen[f.Name] != len(f.Profiles) {
			t.Errorf("%s has %d files, want %d", f.Name, seen[f.Name], len(f.Profiles))
		}
		for _, file := range listed[0].Files {
			if file.Format == f.Name && (file.SHA256 == "") != f.Document {
				t.Errorf("the list says of %s: %+v", f.Name, file)
			}
		}
	}
}

// TestTheDocumentAndThePagesNameEveryFormat: the OpenAPI document, and the buttons
// of the first page.
func TestTheDocumentAndThePagesNameEveryFormat(t *testing.T) {
	h, _ := withPipes(t)
	doc := contract(t, h)
	page := ask(t, h, "/").Body.String()
	for _, f := range append(format.All(), bars()) {
		for path, content := range map[string]format.Content{
			"/api/v1/goals": format.Lists, "/api/v1/indicators/{id}/observations": format.Lists, "/api/v1/datasets/{id}/records": format.Lists,
			"/api/v1/goals/{id}": format.Items, "/api/v1/diff": format.Differences,
			"/files/{name}": format.Files, "/releases/{number}/files/{name}": format.Files,
		} {
			op := doc.Paths[path].Get
			if got := op.Responses["200"].Content[f.Media()] != nil; got != f.Can(content) {
				t.Errorf("%s: %s is an answer: %t", path, f.Media(), got)
			}
			if p := op.Query("format"); p != nil && slices.Contains(p.Schema.Enum, any(f.Name)) != f.Can(content) {
				t.Errorf("%s: format can be %v", path, p.Schema.Enum)
			}
		}
		for _, profile := range f.Profiles {
			if !profile.Title.Empty() && !strings.Contains(page, profile.Title.Ja) {
				t.Errorf("no button says %s", profile.Title.Ja)
			}
		}
	}
	if !strings.Contains(page, `href="/files/022039_digital_goals-ja.pipes"`) {
		t.Error("no link to the made-up format")
	}
}

// TestPagesOfRowsLeadOn: links to other pages keep the format.
func TestPagesOfRowsLeadOn(t *testing.T) {
	h, _ := withPipes(t)
	for _, f := range append(format.All(), bars()).With(format.Lists) {
		links := strings.Join(ask(t, h, "/api/v1/initiatives?limit=2&format="+f.Name).Header().Values("Link"), "\n")
		if !strings.Contains(links, "/api/v1/initiatives"+f.Suffix()+"?cursor=") || !strings.Contains(links, `rel="next"`) {
			t.Errorf("%s: %s", f.Name, links)
		}
	}
}

// TestAFormatIsRefusedWhatItHasNot: parameters of other formats.
func TestAFormatIsRefusedWhatItHasNot(t *testing.T) {
	h, _ := withPipes(t)
	headed := those(func(f format.Format) bool { return f.Options.Header }, func(f format.Format) string { return f.Name })
	marked := those(func(f format.Format) bool { return f.Options.BOM }, func(f format.Format) string { return f.Name })
	title := func(f format.Format) string { return f.Title.En }
	one := those(func(f format.Format) bool { return f.Can(format.OneRelated) }, title)
	many := those(func(f format.Format) bool { return f.Can(format.ManyRelated) }, title)
	for target, want := range map[string]string{
		"/api/v1/goals.ndjson?header=ja":                    "header applies only to these formats: " + headed + ". Use one of them (format), or remove header",
		"/api/v1/goals.pipes?bom=true":                      "bom applies only to these formats: " + marked + ". Use one of them (format), or remove bom",
		"/files/022039_digital_goals.tsv?bom=true":          "bom applies only to these formats: " + marked + ". Use one of them (format), or remove bom",
		"/api/v1/initiatives.pipes?expand=policy":           "Bars cannot represent related records: use one of " + one,
		"/api/v1/initiatives.xlsx?expand=relisted_policies": "XLSX cannot represent relations to several records: use one of " + many,
	} {
		var p problems.Problem
		if err := json.Unmarshal(ask(t, h, target).Body.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		if p.Status != http.StatusBadRequest || len(p.Errors) != 1 || p.Errors[0].DetailEn != want {
			t.Errorf("%s: %+v", target, p)
		}
	}
}

// those lists the formats that have something, as messages do.
func those(have func(format.Format) bool, called func(format.Format) string) string {
	var names []string
	for _, f := range append(format.All(), bars()) {
		if have(f) {
			names = append(names, called(f))
		}
	}
	return strings.Join(names, ", ")
}

// TestAWorkbookIsAFileLikeOthers: in ranges, by its tag, and in no coding, since it
// is compressed already.
func TestAWorkbookIsAFileLikeOthers(t *testing.T) {
	h := service(t)
	const target = "/files/022039_digital_initiatives.xlsx"
	whole := ask(t, h, target, "Accept-Encoding", "gzip, br")
	if whole.Header().Get("Content-Encoding") != "" || whole.Header().Get("Etag") == "" {
		t.Errorf("%v", whole.Header())
	}
	if w := ask(t, h, target, "Range", "bytes=0-3"); w.Code != http.StatusPartialContent || w.Body.String() != "PK\x03\x04" {
		t.Errorf("a range: %d %q", w.Code, w.Body)
	}
	if w := ask(t, h, target, "Accept-Encoding", "gzip, br", "If-None-Match", whole.Header().Get("Etag")); w.Code != http.StatusNotModified {
		t.Errorf("its own tag: %d", w.Code)
	}
}
