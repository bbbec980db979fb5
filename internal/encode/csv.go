// Package encode writes rows in the formats that are published, one file per
// format.
//
// It promises that equal rows give equal bytes, and that a value is written
// exactly as the table holds it. It refuses to know about HTTP, releases or any
// single dataset. It reads tables; release, catalog and api use it.
package encode

import (
	"bytes"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// BOM is the UTF-8 byte order mark by which Excel recognises UTF-8.
const BOM = "\ufeff"

// Layout says how a CSV looks.
type Layout struct {
	BOM      bool // begin with the UTF-8 byte order mark
	Japanese bool // Japanese headings instead of ASCII names
	Constant bool // with the constant columns, as files have them
}

// AppendCSV writes rows as RFC 4180 CSV (CRLF, one heading) to dst, with the
// given data columns.
func AppendCSV(dst []byte, rows table.Rows, columns []int, layout Layout) []byte {
	if layout.BOM {
		dst = append(dst, BOM...)
	}
	out := csvColumns(rows.Table.Schema(), columns, layout.Constant)
	dst = appendHeadings(dst, out, layout.Japanese)
	var cell []byte
	for _, row := range rows.Index {
		for i, c := range out {
			if i > 0 {
				dst = append(dst, ',')
			}
			if c.Constant != "" {
				dst = appendCell(dst, []byte(c.Constant))
				continue
			}
			cell = rows.Table.AppendText(cell[:0], c.data, row)
			dst = appendCell(dst, cell)
		}
		dst = append(dst, '\r', '\n')
	}
	return dst
}

func appendHeadings(dst []byte, columns []csvColumn, japanese bool) []byte {
	for i, c := range columns {
		if i > 0 {
			dst = append(dst, ',')
		}
		if japanese {
			dst = appendCell(dst, []byte(c.Title.Ja))
		} else {
			dst = append(dst, c.Name...)
		}
	}
	return append(dst, '\r', '\n')
}

// csvColumn is a column of a CSV: a data column of the table or a constant.
type csvColumn struct {
	dataset.Column
	data int
}

func csvColumns(s dataset.Schema, data []int, constant bool) []csvColumn {
	var out []csvColumn
	if constant {
		for _, c := range s.Columns {
			if c.Constant != "" {
				out = append(out, csvColumn{Column: c})
			}
		}
	}
	columns := s.Data()
	for _, i := range data {
		out = append(out, csvColumn{Column: columns[i], data: i})
	}
	return out
}

// appendCell quotes a cell where RFC 4180 requires it, and only there.
func appendCell(dst, cell []byte) []byte {
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
