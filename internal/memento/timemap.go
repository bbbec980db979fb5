package memento

import (
	"net/http"
	"strings"

	"hachinohe.example/opendata/internal/header"
	"hachinohe.example/opendata/internal/ledger"
)

// Page is a part of the states of an address, oldest first, of which there is at
// least one. A time map may have several documents, each of which links to others
// with the relation timemap (RFC 7089, 5.1.2).
type Page struct {
	States []ledger.Entry // those of the page and, if there are others, the next one
	Limit  int
	// Self, First and Behind are the queries of this page, of the first one and of
	// the one behind a release, beside the address that the time map is of.
	Self, First string
	Behind      func(number int) string
}

// List writes a page of the time map.
func (u URL) List(p Page) []byte {
	states := p.States[:min(len(p.States), p.Limit)]
	first, last := states[0], states[len(states)-1]
	begins, ends := p.Self == p.First, len(states) == len(p.States)
	lines := []string{
		header.Link(u.base+u.now(), "original timegate"),
		u.timeMap(p.Self, "self") + from(first) + `; until="` + last.Effective.UTC().Format(http.TimeFormat) + `"`,
	}
	if !begins {
		lines = append(lines, u.timeMap(p.First, "timemap"))
	}
	if !ends {
		lines = append(lines, u.timeMap(p.Behind(last.Number), "timemap")+from(p.States[p.Limit]))
	}
	for _, e := range states {
		rel := "memento"
		if ends && e == last {
			rel = "last " + rel
		}
		if begins && e == first {
			rel = "first " + rel
		}
		lines = append(lines, u.memento(u.at(e.Number), rel, e.Effective))
	}
	return []byte(strings.Join(lines, ",\n") + "\n")
}

func (u URL) timeMap(query, rel string) string {
	address := u.base + u.TimeMap()
	if query != "" {
		address += "&" + query
	}
	return header.Link(address, rel) + `; type="` + MediaType + `"`
}

func from(e ledger.Entry) string {
	return `; from="` + e.Effective.UTC().Format(http.TimeFormat) + `"`
}
