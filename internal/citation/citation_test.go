package citation_test

import (
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
		BibTeX: "@misc{hachinohe_goals_r12,\n  author = {{八戸市}},\n  title = {基本目標 \\textbraceleft{}A\\_1\\textbraceright{} 50\\%},\n  year = {2027},\n  note = {Release 12, 2027-03-02, CC BY 4.0},\n  url = {https://x.example/}\n}",
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
