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
//	@Description	引用の記載例。urlは将来も同じ内容を返す。 / How to cite the response; its url always returns the same content.
type Citation struct {
	URL    string `json:"url"`
	Text   string `json:"text"`
	TextEn string `json:"text_en"`
	BibTeX string `json:"bibtex"`
}

// Subject is what an answer is about, for its metadata and citation.
type Subject struct {
	Title   lang.Text
	Type    string // metadata.type
	Key     string // of the citation
	Path    string // of the answer, with an extension if it has no envelope
	Licence string
}

// Rows is the subject of rows of a dataset at a path, in a format.
func Rows(set *release.Set, path string, f format.Format) Subject {
	if !f.Envelope {
		path += f.Suffix()
	}
	return Subject{Title: set.Title, Type: set.ID, Key: set.ID, Path: path, Licence: set.Licence.Name}
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
	day := s.Release.Effective.In(release.Japan()).Format(time.DateOnly)
	number := s.Release.Number
	return Citation{
		URL: url,
		Text: fmt.Sprintf("%s「%s」第2期八戸市デジタル推進計画 オープンデータ、第%d回公表（%s）、%s、%s",
			dataset.CityName, about.Title.Ja, number, day, about.Licence, url),
		TextEn: fmt.Sprintf("Hachinohe City, “%s”, open data of the Second Hachinohe City Digital Promotion Plan, release %d (%s), %s, %s",
			englishOr(about.Title), number, day, about.Licence, url),
		BibTeX: fmt.Sprintf("@misc{hachinohe_%s_r%d,\n  author = {{%s}},\n  title = {%s},\n  year = {%s},\n  note = {Release %d, %s, %s},\n  url = {%s}\n}",
			about.Key, number, dataset.CityName, bibText(about.Title.Ja), day[:4], number, day, about.Licence, url),
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

// englishOr falls back to Japanese where a city's own dataset has no English.
func englishOr(t lang.Text) string {
	if t.En == "" {
		return t.Ja
	}
	return t.En
}

// bibText leaves out what BibTeX would read as its own.
func bibText(text string) string {
	if !strings.ContainsAny(text, `{}\%&#$_`) {
		return text // most titles; a replacer is costly to make
	}
	return strings.NewReplacer("{", "", "}", "", `\`, "", "%", `\%`, "&", `\&`, "#", `\#`, "$", `\$`, "_", `\_`).Replace(text)
}
