package api

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/delivery"
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
// An Accept that cannot be met is reported by p.Done, after wrong parameters.
func (r *request) representation(p *param.Values, offered format.List) format.Format {
	if f, ok := r.explicit(p, offered); ok {
		return f
	}
	accept := strings.Join(r.http.Header.Values("Accept"), ",")
	if f, ok := negotiate(accept, offered); ok {
		return f
	}
	p.Refuse(notAcceptable(offered))
	return offered[0]
}

// explicit is the format that the extension of the path or format= names.
func (r *request) explicit(p *param.Values, offered format.List) (format.Format, bool) {
	names := offered.Names()
	list := strings.Join(names, ", ")
	p.CorrectBy(param.OneOf("format", names))
	if r.format != "" && !slices.Contains(names, r.format) {
		p.Fail("format", lang.T("拡張子 ."+r.format+" は使えません。次のいずれかを指定してください: "+list, "the extension ."+r.format+" cannot be used here; it must be one of: "+list))
	}
	named, name := formatParams.Read(p).Format, r.format
	switch {
	case named == nil:
	case !slices.Contains(names, *named):
		p.Fail("format", lang.T("次のいずれかを指定してください: "+list, "must be one of: "+list))
	case r.format != "" && *named != r.format:
		p.CorrectBy(param.Without("format"))
		p.Fail("format", lang.T("拡張子と format が一致しません。どちらか一方だけを指定してください", "the extension and format disagree: use one of them"))
	default:
		name = *named
	}
	return offered.Named(name)
}

func notAcceptable(offered format.List) error {
	list := strings.Join(offered.Names(), ", ")
	return fault.New(fault.NotAcceptable,
		lang.T("Accept で求められた形式では提供していません", "not available in any of the types that Accept asks for"),
		lang.T("Accept を削除するか、次の形式を指定してください: "+list, "remove Accept, or use one of: "+list))
}

// negotiate returns the offered format that an Accept header likes best.
func negotiate(accept string, offered format.List) (format.Format, bool) {
	media := make([]string, 0, len(offered))
	for _, f := range offered {
		media = append(media, f.Media())
	}
	if i := delivery.Accepted(accept, media); i >= 0 {
		return offered[i], true
	}
	return format.Format{}, false
}
