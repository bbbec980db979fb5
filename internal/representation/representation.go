// Package representation is what a request may say of how rows are represented:
// which format, and how it looks.
//
// It promises that what is said outright (the extension, format=) goes before what
// is only liked (Accept); and that what a format does not have or cannot carry is
// refused with the formats that do. It refuses to know addresses and releases, and
// to write anything. It builds on param, query and format; api uses it.
package representation

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
)

// The readers of the parameters that choose a representation.
//
//nolint:gochecknoglobals // compiled once, like patterns
var (
	formatParams     = param.Compile[param.Format]()
	layoutParams     = param.Compile[param.Layout]()
	fileLayoutParams = param.Compile[param.FileLayout]()
)

// Preference is what a request says of the format beside its parameters.
type Preference struct {
	Extension string   // of the path, empty if it has none
	Accept    []string // the lines of the header
}

// Choose picks the format of an answer: the extension of the path and
// format= say it outright and must agree; otherwise Accept does, and the first
// format is what everybody else gets.
// An Accept that cannot be met is reported by p.Done, after wrong parameters.
func Choose(p *param.Values, offered format.List, prefers Preference) format.Format {
	if f, ok := explicit(p, offered, prefers.Extension); ok {
		return f
	}
	media := make([]string, 0, len(offered))
	for _, f := range offered {
		media = append(media, f.Media())
	}
	if i := delivery.Accepted(strings.Join(prefers.Accept, ","), media); i >= 0 {
		return offered[i]
	}
	p.Refuse(notAcceptable(offered))
	return offered[0]
}

// explicit is the format that the extension of the path or format= names.
func explicit(p *param.Values, offered format.List, extension string) (format.Format, bool) {
	names := offered.Names()
	list := strings.Join(names, ", ")
	p.CorrectBy(param.OneOf("format", names))
	if extension != "" && !slices.Contains(names, extension) {
		p.Fail("format", lang.T("拡張子 ."+extension+" は使えません。次のいずれかを指定してください: "+list, "the extension ."+extension+" cannot be used here; it must be one of: "+list))
	}
	named, name := formatParams.Read(p).Format, extension
	switch {
	case named == nil:
	case !slices.Contains(names, *named):
		p.Fail("format", lang.T("次のいずれかを指定してください: "+list, "must be one of: "+list))
	case extension != "" && *named != extension:
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
