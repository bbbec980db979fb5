package api

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
)

// The media types of what is not rows. Those of rows are those of their formats.
const (
	mediaJSON    = "application/json; charset=utf-8"
	mediaHTML    = "text/html; charset=utf-8"
	mediaProblem = "application/problem+json; charset=utf-8"
)

// representation picks the format of an answer: the extension of the path and
// format= say it outright and must agree; otherwise Accept does, and JSON is
// what everybody else gets.
// An Accept that cannot be met is reported by p.done, after wrong parameters.
func (r *request) representation(p *param.Values, offered format.List) format.Format {
	explicit := p.Choice("format", r.format, offered.Names()...)
	switch {
	case r.format != "" && !slices.Contains(offered.Names(), r.format):
		list := strings.Join(offered.Names(), ", ")
		p.Fail("format", lang.T("拡張子 ."+r.format+" は使えません。次のいずれかにしてください: "+list, "the extension ."+r.format+" cannot be used here; it must be one of: "+list))
	case r.format != "" && explicit != r.format:
		p.Fail("format", lang.T("拡張子と format が食い違っています。片方だけにしてください", "the extension and format disagree: use one of them"))
	}
	if f, ok := offered.Named(explicit); ok {
		return f
	}
	accept := strings.Join(r.http.Header.Values("Accept"), ",")
	if f, ok := negotiate(accept, offered); ok {
		return f
	}
	p.Refuse(notAcceptable(offered))
	return offered[0]
}

func notAcceptable(offered format.List) error {
	list := strings.Join(offered.Names(), ", ")
	return fault.New(fault.NotAcceptable,
		lang.T("Accept で求められた形式では提供していません", "not available in any of the types that Accept asks for"),
		lang.T("Accept を削除するか、次の形式を指定してください: "+list, "remove Accept, or use one of: "+list))
}

// negotiate returns the offered format that an Accept header likes best, the
// first offered one among equals and where there is no header (RFC 9110 §12.5.1).
func negotiate(accept string, offered format.List) (format.Format, bool) {
	if strings.TrimSpace(accept) == "" {
		return offered[0], true
	}
	best, bestQ := format.Format{}, 0
	for _, f := range offered {
		if q := acceptQuality(accept, f.Media()); q > bestQ {
			best, bestQ = f, q
		}
	}
	return best, bestQ > 0
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
func parseWeighted(part string) (string, int) {
	name, rest, _ := strings.Cut(part, ";")
	quality := 1000
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

// The content codings, best first.
const (
	codingBrotli   = "br"
	codingGzip     = "gzip"
	codingIdentity = ""
)

// codingOf picks the coding of the answer to a request.
func codingOf(r *http.Request) string {
	return contentCoding(strings.Join(r.Header.Values("Accept-Encoding"), ","))
}

// contentCoding picks the coding of a body by Accept-Encoding: the most liked
// one, brotli before gzip before none among equals. None is always possible.
func contentCoding(header string) string {
	best, bestQ := codingIdentity, codingQuality(header, "identity")
	for _, coding := range []string{codingGzip, codingBrotli} {
		if q := codingQuality(header, coding); q > 0 && q >= bestQ {
			best, bestQ = coding, q
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
