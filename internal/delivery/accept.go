package delivery

import (
	"strconv"
	"strings"
)

// Accepted returns which of some media types, without parameters, an Accept header
// likes best: the first of them among equals, and where there is no header (RFC
// 9110 §12.5.1). It is -1 if none is acceptable.
func Accepted(accept string, offered []string) int {
	if strings.TrimSpace(accept) == "" {
		return 0
	}
	best, bestQuality := -1, 0
	for i, media := range offered {
		if q := acceptQuality(accept, media); q > bestQuality {
			best, bestQuality = i, q
		}
	}
	return best
}

// acceptQuality returns how much an Accept header wants a media type, in
// thousandths: the quality of the most specific range that covers it.
func acceptQuality(accept, media string) int {
	kind, _, _ := strings.Cut(media, "/")
	quality, specificity := 0, -1
	for part := range strings.SplitSeq(accept, ",") {
		name, q := parseWeighted(part)
		s := -1
		switch name {
		case media:
			s = 2
		case kind + "/*":
			s = 1
		case "*/*", "*": // the bare star is what some old Java clients send
			s = 0
		}
		if s > specificity {
			quality, specificity = q, s
		}
	}
	return quality
}

// parseWeighted reads one element of a header such as "text/csv;q=0.5" into its
// name and its quality in thousandths. A quality that is not one counts as 0.
func parseWeighted(part string) (name string, quality int) {
	name, rest, _ := strings.Cut(part, ";")
	quality = 1000
	for param := range strings.SplitSeq(rest, ";") {
		key, value, _ := strings.Cut(strings.TrimSpace(param), "=")
		if !strings.EqualFold(key, "q") {
			continue
		}
		q, err := strconv.ParseFloat(value, 64)
		if err != nil || !(q >= 0 && q <= 1) {
			return strings.ToLower(strings.TrimSpace(name)), 0
		}
		quality = int(q * 1000)
	}
	return strings.ToLower(strings.TrimSpace(name)), quality
}
