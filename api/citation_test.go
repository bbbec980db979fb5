package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
)

// examplesOf lists every address of the document with the examples of its
// parameters, together and one by one.
func examplesOf(t *testing.T, h http.Handler) []string {
	t.Helper()
	return contract(t, h).Addresses()
}

// Who cites an answer must be able to rely on it: whatever is released
// afterwards, the address of the citation gives the same bytes.
func TestACitedAnswerStaysAsItWas(t *testing.T) {
	tl := newTimeline(t)
	type cited struct {
		target, address string
		*httptest.ResponseRecorder
	}
	var answers []cited
	for _, target := range examplesOf(t, tl) {
		w := ask(t, tl, target)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", target, w.Code, w.Body)
		}
		var addresses []string
		for _, l := range parseLinks(t, strings.Join(w.Header().Values("Link"), ", ")) {
			if l.values["rel"] == "cite-as" {
				addresses = append(addresses, l.target)
			}
		}
		if strings.HasPrefix(w.Body.String(), `{"metadata":`) {
			got := into[struct{ Metadata catalog.Metadata }](t, w).Metadata.Citation
			if got.URL == "" || !strings.Contains(got.Text, got.URL) || !strings.Contains(got.TextEn, got.URL) || !strings.Contains(got.BibTeX, "url = {"+got.URL+"}") {
				t.Errorf("%s: the citation is %+v", target, got)
			}
			addresses = append(addresses, got.URL)
		}
		for _, address := range slices.Compact(addresses) {
			answers = append(answers, cited{target, local(t, address), w})
		}
	}
	tl.publish(release.Correction, "", edit{"goals", goalTitle, newTitle}, edit{"observations", firstRow, secondRow})
	tl.publish(release.NewData, "", edit{"observations", "source\n", "source\n" + addedRow})
	tl.publish(release.Correction, "", edit{"initiatives", initiativeTitle, "データの公開"}, edit{"policies", "デジタル", "電子"}, edit{"indicators", "枚数", "件数"})
	same, other := 0, 0
	for _, a := range answers {
		if changes(a.target) {
			other++
			continue
		}
		w := ask(t, tl, a.address, "Accept", a.Header().Get("Content-Type"))
		if w.Code != http.StatusOK || w.Body.String() != a.Body.String() || w.Header().Get("ETag") != a.Header().Get("ETag") {
			t.Errorf("%s, cited as %s: %d %.300s", a.target, a.address, w.Code, w.Body)
		}
		same++
	}
	t.Logf("%d citations give the same bytes, %d are of what goes on", same, other)
	if same < 60 {
		t.Errorf("only %d citations", same)
	}
}

// changes reports whether an answer is about all releases, of which there are
// more now: what is cited is the list, or the page of a release beside others.
func changes(target string) bool { return strings.HasPrefix(target, "/api/v1/releases") }

func TestACitationInFull(t *testing.T) {
	got := into[struct{ Metadata catalog.Metadata }](t, ask(t, service(t), "/api/v1/goals?fields=title,id&limit=2")).Metadata.Citation
	key := "hachinohe_goals_r1_647f2825"
	want := citation.Citation{
		URL:    testBase + "/api/v1/goals?fields=title%2Cid&limit=2&release=1",
		Text:   "八戸市「基本目標」第2期八戸市デジタル推進計画 オープンデータ、第1回公表（2026-11-22）、CC BY 4.0、" + testBase + "/api/v1/goals?fields=title%2Cid&limit=2&release=1",
		TextEn: "Hachinohe City, “Goals”, open data of the Second Hachinohe City Digital Promotion Plan, release 1 (2026-11-22), CC BY 4.0, " + testBase + "/api/v1/goals?fields=title%2Cid&limit=2&release=1",
		BibTeX: "@misc{" + key + ",\n  author = {{八戸市}},\n  title = {基本目標},\n  year = {2026},\n  note = {Release 1, 2026-11-22, CC BY 4.0},\n  url = {" + testBase + "/api/v1/goals?fields=title%2Cid&limit=2&release=1}\n}",
		RIS: "TY  - DATA\r\nID  - " + key + "\r\nAU  - 八戸市\r\nTI  - 基本目標\r\nDB  - 第2期八戸市デジタル推進計画 オープンデータ\r\nPY  - 2026\r\nDA  - 2026/11/22\r\nPB  - 八戸市\r\n" +
			"ET  - 1\r\nLA  - ja\r\nN1  - Release 1, 2026-11-22, CC BY 4.0\r\nUR  - " + testBase + "/api/v1/goals?fields=title%2Cid&limit=2&release=1\r\nER  - \r\n",
		CSL: citation.CSL{
			ID: key, Type: "dataset", Author: [1]citation.CSLName{{Literal: "八戸市"}}, Title: "基本目標", ContainerTitle: "第2期八戸市デジタル推進計画 オープンデータ",
			Issued: citation.CSLDate{DateParts: [1][3]int{{2026, 11, 22}}}, Publisher: "八戸市", Version: "1", Language: "ja",
			Note: "Release 1, 2026-11-22, CC BY 4.0", URL: testBase + "/api/v1/goals?fields=title%2Cid&limit=2&release=1",
		},
	}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// What is cited is called by its name: a series by its indicator and its areas, a
// record by its title, rows by their dataset. No two of them share a key.
func TestACitationNamesTheThing(t *testing.T) {
	h, keys := service(t), make(map[string]string)
	for target, want := range map[string]string{
		"/api/v1/goals": "基本目標",
		"/api/v1/indicators/ind-1/observations?area_code=022039":                      "マイナンバーカード交付枚数（八戸市）",
		"/api/v1/indicators/ind-1/observations?area_code.in=022039":                   "マイナンバーカード交付枚数（八戸市）",
		"/api/v1/indicators/ind-1/observations?include_history=true&area_code=022039": "マイナンバーカード交付枚数（八戸市）",
		"/api/v1/indicators/ind-1/observations?area_code=999999":                      "マイナンバーカード交付枚数（999999）",
		"/api/v1/indicators/ind-1":                                                    "マイナンバーカード交付枚数",
		"/api/v1/initiatives/72":                                                      "オープンデータの推進",
	} {
		got := into[struct{ Metadata catalog.Metadata }](t, ask(t, h, target)).Metadata.Citation
		if got.CSL.Title != want || !strings.Contains(got.Text, "「"+want+"」") || !strings.Contains(got.BibTeX, "{"+want+"}") || !strings.Contains(got.RIS, "TI  - "+want+"\r\n") {
			t.Errorf("%s is cited as %+v", target, got)
		}
		if other, taken := keys[got.CSL.ID]; taken && !strings.Contains(target, "area_code") {
			t.Errorf("%s and %s are both %s", target, other, got.CSL.ID)
		}
		keys[got.CSL.ID] = target
	}
}

// The city's own data is cited as the city's, and its words stay inside what they
// are written in, whatever they are.
func TestADatasetOfTheCitysOwnIsCitedAsItIs(t *testing.T) {
	schema := `{"title":"公園}{100%","license":{"name":"X","title":"条件}, url = {x","path":"https://x.example/規約"},"primaryKey":["id"],"fields":[{"name":"id"}]}`
	rel := ledgertest.Built(t, fstest.MapFS{"parks.csv": {Data: []byte("id\n1\n")}, "parks.schema.json": {Data: []byte(schema)}})
	h, err := api.New(testConfig(io.Discard), fixed(t, rel))
	if err != nil {
		t.Fatal(err)
	}
	w := ask(t, h, "/api/v1/datasets/parks/records")
	got := into[struct{ Metadata catalog.Metadata }](t, w).Metadata.Citation
	address := testBase + "/api/v1/datasets/parks/records?release=1"
	if want := "八戸市「公園}{100%」八戸市オープンデータ、第1回公表（2026-11-22）、条件}, url = {x、" + address; got.Text != want {
		t.Errorf("got  %s\nwant %s", got.Text, want)
	}
	if want := `title = {公園\textbraceright{}\textbraceleft{}100\%},` + "\n"; !strings.Contains(got.BibTeX, want) || strings.Count(got.BibTeX, " = {") != 5 {
		t.Errorf("got %s", got.BibTeX)
	}
	if links := strings.Join(w.Header().Values("Link"), ", "); !strings.Contains(links, `<https://x.example/%E8%A6%8F%E7%B4%84>; rel="license"`) {
		t.Errorf("got %s", links)
	}
}
