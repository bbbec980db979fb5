// Package encode writes rows in the formats that are published, one file per
// format.
//
// It promises that equal rows give equal bytes, and that a value is written
// exactly as the table holds it. It refuses to know about HTTP, releases or any
// single dataset. It reads tables; release, catalog and api use it.
package encode

import (
	"bytes"
	"slices"

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

// CSV writes rows as RFC 4180 CSV: CRLF, one heading. What rows refer to stands
// in columns of its own, named as in policy.title; lists of rows cannot stand in
// a cell and are left out.
type CSV struct {
	layout  Layout
	columns []csvColumn
}

// csvColumn is a column of a CSV: a constant, or a column of the table that
// related leads to.
type csvColumn struct {
	dataset.Column
	table   *table.Table
	data    int
	related []Related
}

// NewCSV returns a writer of rows of a shape.
func NewCSV(shape Shape, layout Layout) *CSV {
	c := &CSV{layout: layout}
	if layout.Constant {
		for _, column := range shape.Table.Schema().Columns {
			if column.Constant != "" {
				c.columns = append(c.columns, csvColumn{Column: column})
			}
		}
	}
	c.add(shape, nil, "", "")
	return c
}

func (c *CSV) add(shape Shape, path []Related, name, title string) {
	for _, i := range shape.Columns {
		column := csvColumn{Column: shape.Table.Column(i), table: shape.Table, data: i, related: path}
		column.Name, column.Title.Ja = name+column.Name, title+column.Title.Ja
		c.columns = append(c.columns, column)
	}
	for _, r := range shape.Related {
		if !r.Many {
			c.add(r.Shape, append(slices.Clip(path), r), name+r.Name+".", title+r.Name+".")
		}
	}
}

// AppendHead writes what stands before the rows.
func (c *CSV) AppendHead(dst []byte) []byte {
	if c.layout.BOM {
		dst = append(dst, BOM...)
	}
	for i, column := range c.columns {
		if i > 0 {
			dst = append(dst, ',')
		}
		if c.layout.Japanese {
			dst = appendCell(dst, []byte(column.Title.Ja))
		} else {
			dst = append(dst, column.Name...)
		}
	}
	return append(dst, '\r', '\n')
}

// AppendRows writes rows.
func (c *CSV) AppendRows(dst []byte, rows []int) []byte {
	for _, row := range rows {
		start := len(dst)
		for i := range c.columns {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = c.columns[i].append(dst, row)
		}
		dst = endLine(dst, start)
	}
	return dst
}

// AppendCells writes one row of cells that stand in no table.
func AppendCells(dst []byte, cells []string) []byte {
	start := len(dst)
	for i, cell := range cells {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendCell(dst, []byte(cell))
	}
	return endLine(dst, start)
}

// endLine ends the row that begins at start. Of one empty cell it is two quotes:
// readers would pass over a blank line.
func endLine(dst []byte, start int) []byte {
	if len(dst) == start {
		dst = append(dst, '"', '"')
	}
	return append(dst, '\r', '\n')
}

func (c *csvColumn) append(dst []byte, row int) []byte {
	if c.Constant != "" {
		return appendCell(dst, []byte(c.Constant))
	}
	for _, r := range c.related {
		rows := r.Rows(row)
		if len(rows) == 0 {
			return dst
		}
		row = rows[0]
	}
	start := len(dst)
	dst, plain := c.table.AppendPlain(dst, c.data, row)
	if plain {
		return dst
	}
	cell := bytes.Clone(dst[start:])
	return appendCell(dst[:start], cell)
}

// AppendCSV writes rows with their heading to dst, with the given data columns.
func AppendCSV(dst []byte, rows table.Rows, columns []int, layout Layout) []byte {
	c := NewCSV(Only(rows.Table, columns), layout)
	return c.AppendRows(c.AppendHead(dst), rows.Index)
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
