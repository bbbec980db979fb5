// Package citation says how an answer is cited, and the permanent address at
// which others find exactly it.
//
// It promises that a permanent address names the release, and one address for
// parameters given in any order. It refuses HTTP and knows no route: the caller
// says what an answer is about and where it is. The packages that describe or
// write what is cited import it.
package citation

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
)

// Citation says how to cite an answer so that others find exactly it.
//
//	@Description	引用の記載例。urlは、法令により取り下げたものを除き、将来も同じ内容を返す。 / How to cite the response; its url always returns the same content, unless it was withdrawn by law.
type Citation struct {
	URL    string `json:"url"`
	Text   string `json:"text"`
	TextEn string `json:"text_en"`
	BibTeX string `json:"bibtex"`
	RIS    string `json:"ris"`
	CSL    CSL    `json:"csl"`
}

// Subject is what an answer is about, for its metadata and citation.
type Subject struct {
	Title   lang.Text
	Name    lang.Text // what is cited; empty: the title
	Type    string    // metadata.type
	Key     string    // of the citation
	Path    string    // of the answer, with an extension if it has no envelope
	Licence string
	Part    lang.Text // what it is a part of
}

// Of is the subject of a dataset, at a path.
func Of(set *release.Set, path string) Subject {
	return Subject{Title: set.Title, Type: set.ID, Key: set.ID, Path: path, Licence: set.Licence.Name, Part: set.Collection()}
}

// Site is the subject of what is about no single dataset, at a path.
func Site(title lang.Text, kind, path string) Subject {
	return Subject{Title: title, Type: kind, Key: kind, Path: path, Licence: dataset.CCBY().Name, Part: dataset.CityData()}
}

// Rows is the subject of rows of a dataset at a path, in a format.
func Rows(set *release.Set, path string, f format.Format) Subject {
	if !f.Envelope {
		path += f.Suffix()
	}
	return Of(set, path)
}

// Source is the release that is cited, and the base URL at which it is served.
type Source struct {
	BaseURL string // absolute, without a trailing slash
	Release *release.Release
}

// Permanent is the address at which an answer stays as it is for ever.
func (s Source) Permanent(path string, given map[string]string) string {
	if len(given) == 0 { // most addresses
		return s.BaseURL + path + "?release=" + strconv.Itoa(s.Release.Number)
	}
	pinned := make(map[string]string, len(given)+1)
	maps.Copy(pinned, given)
	pinned["release"] = strconv.Itoa(s.Release.Number)
	return s.BaseURL + path + "?" + query.Query{Given: pinned}.String()
}

// Cite says in both languages, and for bibliographies, how to cite what is found
// at a URL.
func (s Source) Cite(about Subject, url string) Citation {
	r, title := s.refer(about, url), about.cited()
	state := lang.Textf("第%d回公表（%s）", "release %d (%s)", s.Release.Number, r.day)
	if s.Release.Preview {
		state = lang.Textf("未公表のプレビュー（%s）", "preview, not published (%s)", r.day)
	}
	return Citation{
		URL: url,
		Text: fmt.Sprintf("%s「%s」%s、%s、%s、%s",
			dataset.CityName, inner(title.Ja), about.Part.Ja, state.Ja, line(about.Licence), url),
		TextEn: fmt.Sprintf("Hachinohe City, “%s”, %s, %s, %s, %s",
			inner(englishOr(title)), about.Part.En, state.En, line(about.Licence), url),
		BibTeX: r.bibTeX(), RIS: r.ris(), CSL: r.csl(),
	}
}

// Facts are what a document that travels alone says of itself; url is where it is
// found.
func (s Source) Facts(about Subject, url string, licence dataset.Licence) func() []format.Fact {
	return func() []format.Fact {
		c := s.Cite(about, url)
		return []format.Fact{
			{Name: lang.T("題名", "Title"), Value: about.Title.Ja},
			{Name: lang.T("題名（英語）", "Title (English)"), Value: about.Title.En},
			{Name: lang.T("公表者", "Source"), Value: dataset.CityName},
			{Name: lang.T("ライセンス", "Licence"), Value: licence.Name},
			{Name: lang.T("ライセンスのURL", "Licence URL"), Value: licence.URL},
			{Name: lang.T("引用", "Citation"), Value: c.Text},
			{Name: lang.T("引用（英語）", "Citation (English)"), Value: c.TextEn},
			{Name: lang.T("恒久的なURL", "Permanent URL"), Value: c.URL},
			{Name: lang.T("公表番号", "Release"), Value: strconv.Itoa(s.Release.Number)},
			{Name: lang.T("公開日時", "Effective"), Value: s.Release.Effective.In(release.Japan()).Format(time.RFC3339)},
		}
	}
}

// cited is what a citation calls a subject.
func (s Subject) cited() lang.Text {
	if s.Name.Empty() {
		return s.Title
	}
	return s.Name
}

// englishOr falls back to Japanese where a city's own dataset has no English.
func englishOr(t lang.Text) string {
	if t.En == "" {
		return t.Ja
	}
	return t.En
}

// inner is a title as it stands between quotation marks: its own become those of
// the next level.
func inner(title string) string {
	title = line(title)
	if !strings.ContainsAny(title, "「」“”") {
		return title // nearly every title
	}
	return strings.NewReplacer("「", "『", "」", "』", "“", "‘", "”", "’").Replace(title)
}
