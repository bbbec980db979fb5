package format

import (
	"bytes"

	"hachinohe.example/opendata/internal/lang"
)

// CSV is RFC 4180: CRLF, one heading, quotes where they are needed and only
// there. The canonical files of a release are CSV.
func CSV() Format {
	return Format{
		Name:        "csv",
		ContentType: "text/csv; charset=utf-8; header=present",
		Title:       lang.T("CSV", "CSV"),
		Carries:     Lists | Groups | OneRelated | Items | Files | Differences,
		Options:     Options{BOM: true, Header: true},
		Profiles: []Profile{
			{Layout: Layout{BOM: true, Japanese: true, Constant: true}, Title: lang.T("CSV（Excel用）", "CSV for Excel")},
			{Layout: Layout{BOM: false, Japanese: true, Constant: true}},
			{Layout: Layout{BOM: true, Japanese: false, Constant: true}},
			{Layout: Layout{BOM: false, Japanese: false, Constant: true}, Title: lang.T("CSV（プログラム用）", "CSV for programs")},
		},
		New: newCSV,
	}
}

func newCSV(s Subject) (Writer, error) {
	return &delimited{
		layout: s.Layout, columns: columnsOf(s.Shape, s.Layout),
		// A line of nothing would be passed over by readers, one empty cell is not.
		syntax: syntax{separator: ',', lineEnd: "\r\n", blank: `""`, escape: appendQuoted},
	}, nil
}

// appendQuoted quotes a cell where RFC 4180 requires it, and only there.
func appendQuoted(dst, cell []byte) []byte {
	if !bytes.ContainsAny(cell, "\",\r\n") {
		return append(dst, cell...)
	}
	dst = append(dst, '"')
	for _, b := range cell {
		if b == '"' {
			dst = append(dst, '"')
		}
		dst = append(dst, b)
	}
	return append(dst, '"')
}
