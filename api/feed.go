package api

import (
	"context"
	"encoding/xml"
	"strconv"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/releasecache"
)

const (
	mediaAtom = "application/atom+xml; charset=utf-8"
	maxFeed   = 50 // entries, the newest
)

// atomFeed is an Atom feed (RFC 4287).
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomPerson  `xml:"author"`
	Rights  string      `xml:"rights"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    atomLink `xml:"link"`
	Summary string   `xml:"summary,omitempty"`
}

// feed announces the releases.
//
//	@Summary		公表のフィード
//	@Description	公開済みの公表のAtomフィード（新しい50件）。 / Atom feed of the 50 newest published releases.
//	@Tags			releases
//	@Produce		application/problem+json
//	@Failure		400,404	{object}	Problem
//	@Produce		application/atom+xml
//	@Param			request	query		param.Time	false	"release"
//	@Success		200		{string}	string		"Atom"
//	@Router			/feed.atom [get]
func (v *view) feed(r *request) (delivery.Response, error) {
	if err := r.none(); err != nil {
		return nil, err
	}
	h, now := v.cache.History(), r.now
	return delivery.NewPage(mediaAtom, "/feed.atom", func(context.Context) (*delivery.Body, error) {
		entries := v.upToHere(h.Released(now))
		feed := atomFeed{
			Lang: "ja", ID: v.cfg.BaseURL + "/feed.atom", Title: dataset.CityName + "オープンデータ 公表の履歴",
			Updated: v.releaseView().Effective, Author: atomPerson{dataset.CityName}, Rights: dataset.CCBY().Name,
			Links: []atomLink{{"self", "application/atom+xml", v.cfg.BaseURL + "/feed.atom"}, {"alternate", "text/html", v.cfg.BaseURL + "/releases"}},
		}
		for i := len(entries) - 1; i >= max(0, len(entries)-maxFeed); i-- {
			feed.Entries = append(feed.Entries, v.feedEntry(h, entries[i]))
		}
		body, err := xml.MarshalIndent(feed, "", "  ")
		return delivery.NewBody(append([]byte(xml.Header), append(body, '\n')...)), err
	}), nil
}

func (v *view) feedEntry(h *releasecache.History, e ledger.Entry) atomEntry {
	m, _ := h.Manifest(e.Number)
	url := v.releaseURL(e.Number)
	return atomEntry{
		ID: url, Title: "第" + strconv.Itoa(e.Number) + "回公表：" + reasonLabel(m.Reason).Ja, Updated: m.Effective,
		Link: atomLink{"alternate", "text/html", url}, Summary: m.Note,
	}
}

// upToHere leaves out releases that came after this one.
func (v *view) upToHere(entries []ledger.Entry) []ledger.Entry {
	for i, e := range entries {
		if e.Number > v.release.Number {
			return entries[:i]
		}
	}
	return entries
}
