package delivery

import (
	"net/http"
	"slices"
	"strings"
)

// A proxy reads the head of a response into a buffer, and one that does not fit is
// a failure to its clients (nginx: 4 KiB, 502). All that grows with a query in a
// head is its Links, most of which repeat the address; so Links are what a head
// does without. docs/guides/query.md says so to those who follow them.

// linkOrder lists the relations from the one that is missed most. What describes
// the data is short, whatever is asked. Without the next page nobody gets on;
// citation, time map and other pages can also be found otherwise.
func linkOrder() []string {
	return []string{"describedby", "license", "next", "original", "memento", "cite-as", "timemap", "first", "prev", "last"}
}

// addLinks adds Links to a head that is complete otherwise, and drops those that
// do not fit from the end of linkOrder.
func addLinks(h http.Header, links []string) {
	all := slices.Concat(h["Link"], links)
	if len(all) == 0 {
		return
	}
	h["Link"] = all
	for over := headSize(h) - maxHead; over > 0 && len(all) > 0; {
		dropped := leastLink(all)
		over -= lineSize("Link", all[dropped])
		all = slices.Delete(all, dropped, dropped+1)
		h["Link"] = all
	}
	if len(all) == 0 {
		delete(h, "Link")
	}
}

// leastLink returns the place of the Link that is missed least.
func leastLink(links []string) int {
	least, place := -1, 0
	for i, link := range links {
		if p := linkPlace(link); p > least {
			least, place = p, i
		}
	}
	return place
}

// linkPlace is the place of a Link in linkOrder, behind all if it has none.
func linkPlace(link string) int {
	_, parameters, _ := strings.Cut(link, ">")
	_, relations, _ := strings.Cut(parameters, `rel="`)
	relation := relations[:max(0, strings.IndexAny(relations, ` "`))]
	order := linkOrder()
	if i := slices.Index(order, relation); i >= 0 {
		return i
	}
	return len(order)
}

// headSize is how many bytes a head takes with what net/http and ranges add.
func headSize(h http.Header) int {
	size := headReserve
	for name, values := range h {
		for _, value := range values {
			size += lineSize(name, value)
		}
	}
	return size
}

func lineSize(name, value string) int { return len(name) + len(": ") + len(value) + len("\r\n") }
