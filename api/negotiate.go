package api

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
)

// The formats of computed answers.
const (
	formatJSON   = "json"
	formatCSV    = "csv"
	formatNDJSON = "ndjson"
)

const (
	mediaJSON    = "application/json; charset=utf-8"
	mediaCSV     = "text/csv; charset=utf-8; header=present"
	mediaNDJSON  = "application/x-ndjson; charset=utf-8"
	mediaHTML    = "text/html; charset=utf-8"
	mediaProblem = "application/problem+json; charset=utf-8"
)

// representation picks the format of an answer: the extension of the path and
// format= say it outright and must agree; otherwise Accept does, and JSON is
// what everybody else gets.
// An Accept that cannot be met is reported by p.done, after wrong parameters.
func (r *request) representation(p *param.Values, offered ...string) string {
	explicit := p.Choice("format", r.format, offered...)
	switch {
	case r.format != "" && !slices.Contains(offered, r.format):
		list := strings.Join(offered, ", ")
		p.Fail("format", lang.T("拡張子 ."+r.format+" は使えません。次のいずれかにしてください: "+list, "the extension ."+r.format+" cannot be used here; it must be one of: "+list))
	case r.format != "" && explicit != r.format:
		p.Fail("format", lang.T("拡張子と format が食い違っています。片方だけにしてください", "the extension and format disagree: use one of them"))
	}
	if explicit != "" {
		return explicit
	}
	accept := strings.Join(r.http.Header.Values("Accept"), ",")
	if format, ok := negotiate(accept, offered); ok {
		return format
	}
	p.Refuse(notAcceptable(offered))
	return offered[0]
}

func notAcceptable(offered []string) error {
	list := strings.Join(offered, ", ")
	return fault.New(fault.NotAcceptable,
		lang.T("Accept で求められた形式では提供していません", "not available in any of the types that Accept asks for"),
		lang.T("Accept を取り除くか、次の形式を求めてください: "+list, "leave Accept out, or ask for one of: "+list))
}

// negotiate returns the offered format that an Accept header likes best.
func negotiate(accept string, offered []string) (string, bool) {
	media := make([]string, 0, len(offered))
	for _, format := range offered {
		media = append(media, mediaTypeOf(format))
	}
	if i := delivery.Accepted(accept, media); i >= 0 {
		return offered[i], true
	}
	return "", false
}

// mediaTypes gives the Content-Type of a format.
func mediaTypes() map[string]string {
	return map[string]string{formatJSON: mediaJSON, formatCSV: mediaCSV, formatNDJSON: mediaNDJSON}
}

func mediaTypeOf(format string) string {
	media, _, _ := strings.Cut(mediaTypes()[format], ";")
	return media
}
