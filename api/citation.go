package api

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// subject is what an answer is about, for its metadata and citation.
type subject struct {
	title   lang.Text
	kind    string // metadata.type
	key     string // of the citation
	path    string // of the answer, with an extension if it has no envelope
	licence string
}

func (v *view) subjectOf(set *release.Set, path string, f format.Format) subject {
	if !f.Envelope {
		path += f.Suffix()
	}
	return subject{title: set.Title, kind: set.ID, key: set.ID, path: path, licence: set.Licence.Name}
}

// permanent is the address at which an answer stays as it is for ever.
func (v *view) permanent(path string, given map[string]string) string {
	if len(given) == 0 { // most addresses
		return v.cfg.BaseURL + path + "?release=" + strconv.Itoa(v.release.Number)
	}
	pinned := make(map[string]string, len(given)+1)
	maps.Copy(pinned, given)
	pinned["release"] = strconv.Itoa(v.release.Number)
	return v.cfg.BaseURL + path + "?" + canonical(pinned)
}

// citation says in both languages, and for bibliographies, how to cite an
// answer so that others find exactly it.
func (v *view) citation(about subject, given map[string]string) Citation {
	return v.cite(about, v.permanent(about.path, given))
}

// cite is citation where the permanent address is another one.
func (v *view) cite(about subject, url string) Citation {
	day := v.release.Effective.In(release.Japan()).Format(time.DateOnly)
	number := v.release.Number
	return Citation{
		URL: url,
		Text: fmt.Sprintf("%s「%s」第2期八戸市デジタル推進計画 オープンデータ、第%d回公表（%s）、%s、%s",
			dataset.CityName, about.title.Ja, number, day, about.licence, url),
		TextEn: fmt.Sprintf("Hachinohe City, “%s”, open data of the Second Hachinohe City Digital Promotion Plan, release %d (%s), %s, %s",
			englishOr(about.title), number, day, about.licence, url),
		BibTeX: fmt.Sprintf("@misc{hachinohe_%s_r%d,\n  author = {{%s}},\n  title = {%s},\n  year = {%s},\n  note = {Release %d, %s, %s},\n  url = {%s}\n}",
			about.key, number, dataset.CityName, bibText(about.title.Ja), day[:4], number, day, about.licence, url),
	}
}

// facts are what a document that travels alone says of itself.
func (v *view) facts(about subject, given map[string]string, set *release.Set) func() []format.Fact {
	return v.factsAt(about, v.permanent(about.path, given), set.Licence)
}

// factsAt is facts where the permanent address is another one.
func (v *view) factsAt(about subject, url string, licence dataset.Licence) func() []format.Fact {
	return func() []format.Fact {
		c := v.cite(about, url)
		return []format.Fact{
			{Name: lang.T("題名", "Title"), Value: about.title.Ja},
			{Name: lang.T("題名（英語）", "Title (English)"), Value: about.title.En},
			{Name: lang.T("公表者", "Source"), Value: dataset.CityName},
			{Name: lang.T("ライセンス", "Licence"), Value: licence.Name},
			{Name: lang.T("ライセンスのURL", "Licence URL"), Value: licence.URL},
			{Name: lang.T("引用", "Citation"), Value: c.Text},
			{Name: lang.T("引用（英語）", "Citation (English)"), Value: c.TextEn},
			{Name: lang.T("恒久的なURL", "Permanent URL"), Value: c.URL},
			{Name: lang.T("公表番号", "Release"), Value: strconv.Itoa(v.release.Number)},
			{Name: lang.T("公開日時", "Effective"), Value: v.release.Effective.In(release.Japan()).Format(time.RFC3339)},
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
