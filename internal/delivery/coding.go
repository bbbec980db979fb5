package delivery

import (
	"net/http"
	"strings"
)

// The content codings.
const (
	codingBrotli   = "br"
	codingGzip     = "gzip"
	codingIdentity = ""
)

// codingOf picks the coding of the response to a request.
func codingOf(r *http.Request) string {
	return contentCoding(strings.Join(r.Header.Values("Accept-Encoding"), ","))
}

// contentCoding picks the coding of a body by Accept-Encoding: the most liked
// one, brotli before gzip before none among equals. None is always possible.
func contentCoding(header string) string {
	best, bestQuality := codingIdentity, codingQuality(header, "identity")
	for _, coding := range []string{codingGzip, codingBrotli} {
		if q := codingQuality(header, coding); q > 0 && q >= bestQuality {
			best, bestQuality = coding, q
		}
	}
	return best
}

func codingQuality(header, coding string) int {
	quality, star := -1, -1
	for part := range strings.SplitSeq(header, ",") {
		name, q := parseWeighted(part)
		switch name {
		case coding, "x-" + coding:
			quality = q
		case "*":
			star = q
		}
	}
	switch {
	case quality >= 0:
		return quality
	case star >= 0:
		return star
	case coding == "identity":
		return 1 // acceptable when not mentioned, but anything asked for is better
	default:
		return 0
	}
}
