// Package feed announces releases as an Atom feed (RFC 4287).
//
// It promises the same bytes for the same releases, the newest first. It refuses
// to choose them: the caller says which are in force. Only api imports it.
package feed

import (
	"encoding/xml"
	"fmt"
	"strconv"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/catalog"
)

// MediaType is that of the feed, and Path where it is.
const (
	MediaType = "application/atom+xml"
	Path      = "/feed.atom"
)

// MaxEntries is how many releases a feed announces: the newest.
const MaxEntries = 50

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

// Atom returns the feed of releases that are given newest first. It was updated
// when the first of them took effect.
func Atom(baseURL string, releases []catalog.ReleaseDetails) ([]byte, error) {
	feed := atomFeed{
		Lang: "ja", ID: baseURL + Path, Title: dataset.CityName + "オープンデータ 公表の履歴",
		Author: atomPerson{dataset.CityName}, Rights: dataset.CCBY().Name,
		Links: []atomLink{{"self", MediaType, baseURL + Path}, {"alternate", "text/html", baseURL + "/releases"}},
	}
	for i, r := range releases[:min(len(releases), MaxEntries)] {
		if i == 0 {
			feed.Updated = r.Effective
		}
		feed.Entries = append(feed.Entries, entryOf(r))
	}
	body, err := xml.MarshalIndent(feed, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the feed: %w", err)
	}
	return append([]byte(xml.Header), append(body, '\n')...), nil
}

func entryOf(r catalog.ReleaseDetails) atomEntry {
	return atomEntry{
		ID: r.URL, Title: "第" + strconv.Itoa(r.Number) + "回公表：" + r.ReasonLabel, Updated: r.Effective,
		Link: atomLink{"alternate", "text/html", r.URL}, Summary: r.Note,
	}
}
