package portal_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/portal"
)

var update = flag.Bool("update", false, "write the golden files anew")

func newPortal(t *testing.T) *portal.Portal {
	t.Helper()
	p, err := portal.New()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func release() portal.Release {
	return portal.Release{Number: 3, Issued: "2026-11-20T10:00:00+09:00", Effective: "2026-11-20T16:30:00Z"}
}

func home() portal.Home {
	lost := []portal.Withdrawn{{Release: 3, Path: "022039_digital_events.csv", At: "2026-12-24T10:00:00+09:00", Note: "<個人>の情報"}}
	return portal.Home{BaseURL: "https://opendata.example", Release: release(), Plan: plan.State{Edition: lang.T("素案", "Draft")}, Lost: lost, Datasets: []portal.Dataset{
		{
			ID: "initiatives", Title: "取組", TitleEn: "Initiatives",
			Description: "計画の79の取組と、第1期計画から削除された27の取組。", DescriptionEn: "The 79 initiatives of the plan and the 27 dropped.",
			Category: "行財政", Licence: "CC BY 4.0", LicenceURL: "https://creativecommons.org/licenses/by/4.0/", Frequency: "計画の改定時",
			Records: 1106, Columns: 12,
			RecordsURL: "/api/v1/datasets/initiatives/records", SchemaURL: "/api/v1/datasets/initiatives/schema", MetadataURL: "/api/v1/datasets/initiatives",
			Files: []portal.File{
				{Label: "CSV（Excel用）", Format: "csv", URL: "/files/022039_digital_initiatives.csv", Bytes: 18_432},
				{Label: "CSV（英数字の見出し）", Format: "csv", URL: "/files/022039_digital_initiatives.csv?bom=false&header=ascii", Bytes: 999},
				{Label: "一覧", Format: "json", URL: "/files/022039_digital_initiatives.json", Bytes: 1_500_000},
			},
		},
		{ID: "initiative_progress", Title: "取組の進捗", Description: "まだ値はない。", Licence: "CC BY 4.0", Columns: 6},
	}}
}

func reference(t *testing.T) portal.Reference {
	t.Helper()
	spec, err := os.ReadFile(filepath.Join("testdata", "openapi.json"))
	if err != nil {
		t.Fatal(err)
	}
	examples := []portal.DatasetExamples{{ID: "goals", Title: "基本目標", TitleEn: "Goals", Examples: []portal.Example{
		{URL: "/api/v1/datasets/goals/records?q=%26%E5%B8%82", Query: "q=%26市", Meaning: "どの列かに語を含む", MeaningEn: "has a word in any column"},
	}}}
	return portal.Reference{Release: release(), Spec: spec, Datasets: examples, Problems: []portal.Problem{
		{Slug: "method-not-allowed", Status: 405, Title: "このアドレスではその操作はできません", TitleEn: "Method not allowed"},
		{Slug: "range-not-satisfiable", Status: 416, Title: "求められた範囲はファイルの外です", TitleEn: "Range not satisfiable"},
		{Slug: "invalid-parameter", Status: 400, Title: "パラメータの誤り", TitleEn: "Invalid parameter"},
		{Slug: "not-found", Status: 404, Title: "見つかりません", TitleEn: "Not found"},
		{Slug: "gone", Status: 410, Title: "取り下げられました", TitleEn: "Gone"},
		{Slug: "not-acceptable", Status: 406, Title: "その形式では提供していません", TitleEn: "Not acceptable"},
		{Slug: "too-large", Status: 413, Title: "大きすぎます", TitleEn: "Too large"},
		{Slug: "unavailable", Status: 503, Title: "一時的に利用できません", TitleEn: "Temporarily unavailable"},
		{Slug: "internal", Status: 500, Title: "サーバー内部の障害", TitleEn: "Internal error"},
		{Slug: "teapot", Status: 418, Title: "急須です", TitleEn: "Teapot"},
	}}
}

func releases() portal.Releases {
	return portal.Releases{
		Release: release(),
		Releases: []portal.ReleaseLine{
			{Number: 3, Current: true, Effective: "2026-11-20T16:30:00Z", Reason: "誤りの訂正", Note: "<1件>の訂正"},
			{Number: 1, Effective: "2026-11-01T00:00:00+09:00", Reason: "最初の公表"},
		},
		Calendar: []portal.CalendarLine{
			{Number: 8, Effective: "2026-12-01T00:00:00+09:00", SHA256: strings.Repeat("4a", 32)},
			{Number: 7, Effective: "2026-11-29T10:00:00+09:00", SHA256: strings.Repeat("5c", 32), Cancels: 6},
			{Number: 6, Effective: "2026-11-30T00:00:00+09:00", SHA256: strings.Repeat("6d", 32), CancelledBy: 7},
			{Number: 5, Effective: "2026-11-28T10:00:00+09:00", SHA256: strings.Repeat("7e", 32), Cancels: 2, Note: "<集計>の遅れ"},
			{Number: 2, Effective: "2026-11-30T00:00:00+09:00", SHA256: strings.Repeat("2b", 32), CancelledBy: 5},
		},
	}
}

func releasePage() portal.ReleasePage {
	return portal.ReleasePage{
		Release: release(), Newest: 6, Previous: 1, Next: 6, DiffURL: "/api/v1/diff?from=1&to=3",
		Lost: []portal.Withdrawn{{Release: 1, Path: "022039_digital_events.csv", At: "2026-12-24T10:00:00+09:00", Note: "<個人>の情報"}},
		Line: portal.ReleaseLine{
			Number: 3, Issued: "2026-11-20T10:00:00+09:00", Effective: "2026-11-20T16:30:00Z", Reason: "誤りの訂正", Note: "<1件>の訂正", SHA256: strings.Repeat("3c", 32),
		},
		Files: []portal.ReleaseFile{
			{Path: "022039_digital_goals.csv", URL: "/releases/3/files/022039_digital_goals.csv", SHA256: strings.Repeat("5d", 32), Bytes: 1234},
			{Path: "022039_digital_events.csv", URL: "/releases/3/files/022039_digital_events.csv", SHA256: strings.Repeat("6e", 32), Bytes: 56, Withdrawn: "2026-12-24T10:00:00+09:00"},
		},
		Changes: []portal.DatasetChange{
			{ID: "goals", Title: "基本目標", Count: 51, URL: "/api/v1/diff.csv?dataset=goals&from=1&to=3", Rows: []portal.ChangeLine{
				{Kind: "変更", Key: "g-1", Column: "題名", Old: "<b>前</b>", New: "後"}, {Kind: "追加", Key: "g-4"},
			}},
			{ID: "events", Title: "経緯", Count: 1, URL: "/api/v1/diff.csv?dataset=events&from=1&to=3", Rows: []portal.ChangeLine{{Kind: "削除", Key: "e-1"}}},
		},
		Citation: portal.Citation{Text: "八戸市「公表3」", TextEn: "Hachinohe City, release 3", BibTeX: "@misc{hachinohe_release_r3,\n  year = {2026}\n}"},
	}
}

// pages are all pages, made from the fixtures.
func pages(t *testing.T) map[string][]byte {
	t.Helper()
	p := newPortal(t)
	entrance, err := p.Home(home())
	if err != nil {
		t.Fatal(err)
	}
	docs, err := p.Reference(reference(t))
	if err != nil {
		t.Fatal(err)
	}
	list, err := p.Releases(releases())
	if err != nil {
		t.Fatal(err)
	}
	one, err := p.ReleasePage(releasePage())
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{"home": entrance, "reference": docs, "releases": list, "release": one}
}

func TestGolden(t *testing.T) {
	for name, got := range pages(t) {
		path := filepath.Join("testdata", name+".html")
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs from its golden file; look at the change and run the test with -update", name)
		}
	}
}

func TestSameInputGivesSameBytesAtOnceToo(t *testing.T) {
	p, want := newPortal(t), pages(t)
	docs := reference(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got, err := p.Reference(docs); err != nil || !bytes.Equal(got, want["reference"]) {
				t.Errorf("the reference differs (%v)", err)
			}
			if got, err := p.Home(home()); err != nil || !bytes.Equal(got, want["home"]) {
				t.Errorf("the entrance differs (%v)", err)
			}
		})
	}
	wg.Wait()
}

func TestEmptyPagesStillRender(t *testing.T) {
	p := newPortal(t)
	if _, err := p.Home(portal.Home{}); err != nil {
		t.Error(err)
	}
	if _, err := p.Reference(portal.Reference{Spec: []byte("{}")}); err != nil {
		t.Error(err)
	}
	if _, err := p.Releases(portal.Releases{}); err != nil {
		t.Error(err)
	}
	if _, err := p.ReleasePage(portal.ReleasePage{}); err != nil {
		t.Error(err)
	}
}

func TestTextIsEscaped(t *testing.T) {
	const evil = `<script>alert("x")</script>`
	p := newPortal(t)
	v := home()
	d := &v.Datasets[0]
	d.Title, d.TitleEn, d.Description, d.Files[0].Label, d.LicenceURL = evil, evil, evil, evil, "javascript:alert(1)"
	v.BaseURL = `https://x"><script>`
	r := reference(t)
	r.Problems[0].Title = evil
	quoted := strings.ReplaceAll(evil, `"`, `\"`)
	r.Spec = []byte(strings.NewReplacer("取組の一覧", quoted, "見本のAPI", quoted, "識別子または番号", quoted).Replace(string(r.Spec)))
	entrance, err := p.Home(v)
	if err != nil {
		t.Fatal(err)
	}
	docs, err := p.Reference(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{string(entrance), string(docs)} {
		if strings.Contains(page, "<script") || strings.Contains(page, `"javascript:`) {
			t.Error("text from the data became markup")
		}
		if !strings.Contains(page, "&lt;script&gt;") {
			t.Error("the text itself is missing")
		}
	}
}
