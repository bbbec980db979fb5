package citation_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// source is a release that took effect on 2 March in Japan, on 1 March elsewhere.
func source() citation.Source {
	return citation.Source{BaseURL: "https://opendata.example", Release: &release.Release{Meta: release.Meta{Number: 12, Effective: time.Date(2027, 3, 1, 16, 0, 0, 0, time.UTC)}}}
}

func TestPermanentAddresses(t *testing.T) {
	given := map[string]string{"sort": "-id", "fields": "id,title"}
	for want, got := range map[string]string{
		"https://opendata.example/api/v1/goals?release=12":                            source().Permanent("/api/v1/goals", nil),
		"https://opendata.example/api/v1/goals?fields=id%2Ctitle&release=12&sort=-id": source().Permanent("/api/v1/goals", given),
	} {
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	if len(given) != 2 {
		t.Errorf("the caller's parameters became %v", given)
	}
}

func TestACitationIsInBothLanguagesAndForBibliographies(t *testing.T) {
	about := citation.Subject{Title: lang.T("基本目標 {A_1} 50%", "Goals"), Key: "goals", Licence: "CC BY 4.0", Part: lang.T("八戸市オープンデータ", "Hachinohe City open data")}
	want := citation.Citation{
		URL:    "https://x.example/",
		Text:   "八戸市「基本目標 {A_1} 50%」八戸市オープンデータ、第12回公表（2027-03-02）、CC BY 4.0、https://x.example/",
		TextEn: "Hachinohe City, “Goals”, Hachinohe City open data, release 12 (2027-03-02), CC BY 4.0, https://x.example/",
		BibTeX: "@misc{hachinohe_goals_r12_37714a19,\n  author = {{八戸市}},\n  title = {基本目標 \\textbraceleft{}A\\_1\\textbraceright{} 50\\%},\n  year = {2027},\n  note = {Release 12, 2027-03-02, CC BY 4.0},\n  url = {https://x.example/}\n}",
		RIS: "TY  - DATA\r\nID  - hachinohe_goals_r12_37714a19\r\nAU  - 八戸市\r\nTI  - 基本目標 {A_1} 50%\r\nDB  - 八戸市オープンデータ\r\nPY  - 2027\r\nDA  - 2027/03/02\r\n" +
			"PB  - 八戸市\r\nET  - 12\r\nLA  - ja\r\nN1  - Release 12, 2027-03-02, CC BY 4.0\r\nUR  - https://x.example/\r\nER  - \r\n",
		CSL: citation.CSL{
			ID: "hachinohe_goals_r12_37714a19", Type: "dataset", Author: [1]citation.CSLName{{Literal: "八戸市"}}, Title: "基本目標 {A_1} 50%",
			ContainerTitle: "八戸市オープンデータ", Issued: citation.CSLDate{DateParts: [1][3]int{{2027, 3, 2}}}, Publisher: "八戸市", Version: "12",
			Language: "ja", Note: "Release 12, 2027-03-02, CC BY 4.0", URL: "https://x.example/",
		},
	}
	if got := source().Cite(about, "https://x.example/"); got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	about.Title.En = ""
	if got := source().Cite(about, "").TextEn; !strings.HasPrefix(got, "Hachinohe City, “基本目標 {A_1} 50%”, ") {
		t.Errorf("without an English title: %s", got)
	}
}

func TestFactsOfWhatTravelsAlone(t *testing.T) {
	about := citation.Subject{Title: lang.T("基本目標", "Goals"), Key: "goals", Licence: "CC BY 4.0"}
	cited := source().Cite(about, "https://x.example/")
	var names, values []string
	for _, f := range source().Facts(about, "https://x.example/", dataset.Licence{Name: "CC BY 4.0", URL: "https://licence.example/"})() {
		names, values = append(names, f.Name.En), append(values, f.Value)
	}
	if got, want := strings.Join(names, "|"), "Title|Title (English)|Source|Licence|Licence URL|Citation|Citation (English)|Permanent URL|Release|Effective"; got != want {
		t.Errorf("got %s", got)
	}
	want := []string{"基本目標", "Goals", "八戸市", "CC BY 4.0", "https://licence.example/", cited.Text, cited.TextEn, "https://x.example/", "12", "2027-03-02T01:00:00+09:00"}
	if got := strings.Join(values, "|"); got != strings.Join(want, "|") {
		t.Errorf("got %s", got)
	}
}

func TestSubjects(t *testing.T) {
	plan, own := &release.Set{}, &release.Set{}
	plan.ID, plan.File, plan.Title, plan.Licence = "goals", "022039_digital_goals", lang.T("基本目標", "Goals"), dataset.CCBY()
	own.ID, own.File, own.Title, own.Licence = "halls", "022039_halls", lang.T("公共ホール", ""), dataset.Licence{Name: "PDL1.0"}
	ofPlan := lang.T("第2期八戸市デジタル推進計画 オープンデータ", "open data of the Second Hachinohe City Digital Promotion Plan")
	ofCity := lang.T("八戸市オープンデータ", "Hachinohe City open data")
	for name, c := range map[string]struct{ got, want citation.Subject }{
		"rows in an envelope": {
			citation.Rows(plan, "/goals", format.JSON()),
			citation.Subject{Title: plan.Title, Type: "goals", Key: "goals", Path: "/goals", Licence: "CC BY 4.0", Part: ofPlan},
		},
		"rows without one are cited with their extension": {
			citation.Rows(plan, "/goals", format.CSV()),
			citation.Subject{Title: plan.Title, Type: "goals", Key: "goals", Path: "/goals.csv", Licence: "CC BY 4.0", Part: ofPlan},
		},
		"a dataset of the city's own is no part of the plan": {
			citation.Of(own, "/halls"),
			citation.Subject{Title: own.Title, Type: "halls", Key: "halls", Path: "/halls", Licence: "PDL1.0", Part: ofCity},
		},
		"what is about no dataset": {
			citation.Site(lang.T("検索", "Search"), "search", "/search"),
			citation.Subject{Title: lang.T("検索", "Search"), Type: "search", Key: "search", Path: "/search", Licence: "CC BY 4.0", Part: ofCity},
		},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, c.got, c.want)
		}
	}
}

// Whatever is cited beside something else in one document has a key of its own,
// and the whole list of a name has the name alone.
func TestKeysAreDistinct(t *testing.T) {
	s, seen := source(), make(map[string]string)
	s.BaseURL = "https://opendata.example"
	for _, c := range []struct {
		key, path string
		given     map[string]string
	}{
		{"goals", "/api/v1/goals", nil},
		{"goals", "/api/v1/goals.csv", nil},
		{"goals", "/api/v1/goals/goal-1", nil},
		{"goals", "/api/v1/datasets/goals", nil},
		{"goals", "/api/v1/goals", map[string]string{"limit": "2"}},
		{"observations", "/api/v1/indicators/ind-1/observations", nil},
		{"observations", "/api/v1/indicators/ind-2/observations", nil},
		{"observations", "/api/v1/indicators/ind-1/observations", map[string]string{"area_code": "022039"}},
		{"observations", "/api/v1/indicators/ind-1/observations", map[string]string{"area_code": "022012"}},
	} {
		address := s.Permanent(c.path, c.given)
		key := s.Cite(citation.Subject{Title: lang.T("題名", ""), Key: c.key}, address).CSL.ID
		if other, taken := seen[key]; taken {
			t.Errorf("%s and %s are both %s", address, other, key)
		}
		if pattern := regexp.MustCompile(`^hachinohe_` + c.key + `_r12_[0-9a-f]{8}$`); !pattern.MatchString(key) && address != "https://opendata.example/api/v1/goals?release=12" {
			t.Errorf("%s is %s", address, key)
		}
		seen[key] = address
	}
	if seen["hachinohe_goals_r12"] != "https://opendata.example/api/v1/goals?release=12" {
		t.Errorf("the whole list has a digest: %v", seen)
	}
}

func TestACitationNamesTheSeries(t *testing.T) {
	cards, rate, city := lang.T("交付枚数", "Cards issued"), lang.T("交付率", "Rate"), lang.T("八戸市", "Hachinohe")
	aomori, goshogawara, code := lang.T("青森市", "Aomori"), lang.T("五所川原市", ""), lang.T("020001", "020001")
	for want, got := range map[lang.Text]lang.Text{
		lang.T("交付枚数（八戸市）", "Cards issued (Hachinohe)"):             citation.Series([]lang.Text{cards}, []lang.Text{city}),
		lang.T("交付枚数（青森市、八戸市）", "Cards issued (Aomori, Hachinohe)"): citation.Series([]lang.Text{cards}, []lang.Text{aomori, city}),
		lang.T("交付枚数（4地域）", "Cards issued (4 areas)"):               citation.Series([]lang.Text{cards}, []lang.Text{aomori, city, goshogawara, code}),
		lang.T("交付枚数、交付率（五所川原市）", "Cards issued, Rate (五所川原市)"):     citation.Series([]lang.Text{cards, rate}, []lang.Text{goshogawara}),
		lang.T("交付枚数", "Cards issued"):                              citation.Series([]lang.Text{cards}, nil),
		lang.T("4指標（八戸市）", "4 indicators (Hachinohe)"):              citation.Series([]lang.Text{cards, rate, cards, rate}, []lang.Text{city}),
	} {
		if got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	c := source().Cite(citation.Subject{Title: lang.T("指標の値", "Observations"), Name: lang.T("交付枚数（八戸市）", "Cards issued (Hachinohe)"), Key: "observations"}, "")
	for _, got := range []string{c.Text, c.BibTeX, c.RIS, c.CSL.Title} {
		if !strings.Contains(got, "交付枚数（八戸市）") || strings.Contains(got, "指標の値") {
			t.Errorf("got %s", got)
		}
	}
	if !strings.Contains(c.TextEn, "“Cards issued (Hachinohe)”") {
		t.Errorf("got %s", c.TextEn)
	}
}

// A preview is cited as one in every format.
func TestAPreviewIsCitedAsNotPublished(t *testing.T) {
	s := source()
	preview := *s.Release
	preview.Preview = true
	s.Release = &preview
	c := s.Cite(citation.Subject{Title: lang.T("基本目標", "Goals"), Key: "goals", Licence: "CC BY 4.0"}, "https://x.example/")
	for _, got := range []string{c.BibTeX, c.RIS, c.CSL.Note} {
		if !strings.Contains(got, "Preview, not published, 2027-03-02, CC BY 4.0") {
			t.Errorf("got %s", got)
		}
	}
	if c.CSL.Version != "Preview" || !strings.Contains(c.RIS, "ET  - Preview\r\n") {
		t.Errorf("got %s, %s", c.CSL.Version, c.RIS)
	}
}

func BenchmarkCite(b *testing.B) {
	s, about := source(), citation.Subject{
		Title: lang.T("指標の値", "Observations"), Key: "observations", Licence: "CC BY 4.0",
		Name: lang.T("マイナンバーカード交付枚数（八戸市）", "My Number cards issued (Hachinohe)"), Part: lang.T("八戸市オープンデータ", "Hachinohe City open data"),
	}
	b.ReportAllocs()
	for b.Loop() {
		s.Cite(about, "https://opendata.example/api/v1/indicators/ind-1/observations?area_code=022039&release=12")
	}
}
