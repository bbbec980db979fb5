package format

import (
	"bytes"

	"hachinohe.example/opendata/internal/lang"
)

// TSV is text/tab-separated-values as IANA registers it: lines of cells with a
// tab between each two, and no quotes. Lines end in LF, which the tools that read
// it expect; there is no byte order mark. The registration has no way to write a
// tab or a line break inside of a cell. Records cannot hold any; in what else is
// written, such as texts of schemas in a comparison, each run of them becomes one
// space. A row of one empty cell is an empty line.
func TSV() Format {
	return Format{
		Name:        "tsv",
		ContentType: "text/tab-separated-values; charset=utf-8",
		Title:       lang.T("TSV", "TSV"),
		Carries:     Lists | Groups | OneRelated | Items | Files | Differences,
		Options:     Options{Header: true},
		Profiles: []Profile{
			{Layout: Layout{Japanese: true, Constant: true}},
			{Layout: Layout{Constant: true}, Title: lang.T("TSV", "TSV")},
		},
		New: newTSV,
	}
}

func newTSV(s Subject) (Writer, error) {
	s.Layout.BOM = false
	return &delimited{
		layout: s.Layout, columns: columnsOf(s.Shape, s.Layout),
		syntax: syntax{separator: '\t', lineEnd: "\n", escape: appendUntabbed},
	}, nil
}

// tabsAndBreaks cannot stand in a cell.
const tabsAndBreaks = "\t\r\n"

// appendUntabbed writes a space for each run of tabs and line breaks.
func appendUntabbed(dst, cell []byte) []byte {
	for {
		i := bytes.IndexAny(cell, tabsAndBreaks)
		if i < 0 {
			return append(dst, cell...)
		}
		dst = append(append(dst, cell[:i]...), ' ')
		cell = bytes.TrimLeft(cell[i:], tabsAndBreaks)
	}
}
