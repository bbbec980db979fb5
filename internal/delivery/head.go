package delivery

import (
	"maps"
	"net/http"

	"hachinohe.example/opendata/internal/header"
)

// describe sets the headers that do not depend on the body.
func describe(h http.Header, about *Head) {
	begin(h, about)
	h.Set("Content-Language", "ja")
	if about.Origin.Identity != "" {
		effective := about.Origin.Effective.UTC().Format(http.TimeFormat)
		h.Set("Last-Modified", effective)
		if about.Origin.ByTime {
			h.Set("Memento-Datetime", effective)
		}
	}
	h["Vary"] = vary(about)
	h.Set("Accept-Ranges", "bytes")
	if about.Filename != "" {
		h.Set("Content-Disposition", header.Attachment(about.Filename))
	}
}

// begin sets the headers of every response.
func begin(h http.Header, about *Head) {
	if about.ContentType != "" {
		h.Set("Content-Type", about.ContentType)
	}
	if len(about.Links) > 0 {
		h["Link"] = about.Links
	}
	h.Set("Cache-Control", about.Cache.String())
}

// vary lists the request headers that a response depends on (RFC 9110 §12.5.5).
// What is immutable is of one release whatever time is asked for.
func vary(about *Head) []string {
	list := append(make([]string, 0, 3), "Accept-Encoding") //nolint:mnd // the most there are
	if about.Origin.Identity != "" && about.Cache != Immutable {
		list = append(list, "Accept-Datetime")
	}
	if about.ByAccept {
		list = append(list, "Accept")
	}
	return list
}

// problemVary: another Accept or Accept-Datetime may be no failure, or another one.
const problemVary = "Accept, Accept-Datetime"

// withoutBody leaves out the headers that tell of the body: who is told that
// nothing has changed knows them (RFC 9110 §15.4.5).
func withoutBody(h http.Header) {
	maps.DeleteFunc(h, func(name string, _ []string) bool { return tellsOfBody(name) })
}

func tellsOfBody(name string) bool {
	switch name {
	case "Accept-Ranges", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Type", "Last-Modified", "Link", digestHeader:
		return true
	}
	return false
}
