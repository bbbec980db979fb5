package format

import (
	"bytes"
	"context"
	"slices"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// delimited writes rows as lines of cells, the first of them headings. What rows
// refer to stands in columns of its own, named as in policy.title; lists of rows
// cannot stand in a cell and are left out.
type delimited struct {
	layout  Layout
	columns []column
	syntax
}

// syntax is what CSV and TSV do not have in common.
type syntax struct {
	separator byte
	lineEnd   string
	blank     string                        // the line of one empty cell
	escape    func(dst, cell []byte) []byte // writes a cell that may hold anything
}

// column is a column of what has cells: a constant, or a column of the table that
// related leads to.
type column struct {
	dataset.Column

	table   *table.Table
	data    int
	related []Related
}

// columnsOf lists the columns of a shape, those of what rows refer to behind
// their own.
func columnsOf(shape Shape, layout Layout) []column {
	var list []column
	if layout.Constant {
		for _, c := range shape.Table.Schema().Columns {
			if c.Constant != "" {
				list = append(list, column{Column: c})
			}
		}
	}
	return append(list, relatedColumns(shape, nil, "", "")...)
}

func relatedColumns(shape Shape, path []Related, name, title string) []column {
	var list []column
	for _, i := range shape.Columns {
		c := column{Column: shape.Table.Column(i), table: shape.Table, data: i, related: path}
		c.Name, c.Title.Ja = name+c.Name, title+c.Title.Ja
		list = append(list, c)
	}
	for _, r := range shape.Related {
		if !r.Many {
			list = append(list, relatedColumns(r.Shape, append(slices.Clip(path), r), name+r.Name+".", title+r.Name+".")...)
		}
	}
	return list
}

// row follows the relations of the column from a row to the one that has its
// cell.
func (c *column) row(row int) (int, bool) {
	for _, r := range c.related {
		rows := r.Rows(row)
		if len(rows) == 0 {
			return 0, false
		}
		row = rows[0]
	}
	return row, true
}

// heading returns what stands above the column.
func (c *column) heading(l Layout) string {
	if l.Japanese {
		return c.Title.Ja
	}
	return c.Name
}

// Begin implements Writer.
func (d *delimited) Begin(dst []byte, _ int) ([]byte, error) {
	dst = appendBOM(dst, d.layout)
	start := len(dst)
	for i := range d.columns {
		if i > 0 {
			dst = append(dst, d.separator)
		}
		dst = d.escape(dst, []byte(d.columns[i].heading(d.layout)))
	}
	return d.endLine(dst, start), nil
}

// Rows implements Writer.
func (d *delimited) Rows(ctx context.Context, dst []byte, rows []int) ([]byte, error) {
	for _, row := range rows {
		start := len(dst)
		for i := range d.columns {
			if i > 0 {
				dst = append(dst, d.separator)
			}
			dst = d.cell(dst, &d.columns[i], row)
		}
		dst = d.endLine(dst, start)
	}
	return dst, ctx.Err()
}

// Cells implements CellWriter.
func (d *delimited) Cells(dst []byte, cells []string) ([]byte, error) {
	start := len(dst)
	for i, cell := range cells {
		if i > 0 {
			dst = append(dst, d.separator)
		}
		dst = d.escape(dst, []byte(cell))
	}
	return d.endLine(dst, start), nil
}

// End implements Writer.
func (d *delimited) End(dst []byte) ([]byte, error) { return dst, nil }

func (d *delimited) endLine(dst []byte, start int) []byte {
	if len(dst) == start {
		dst = append(dst, d.blank...)
	}
	return append(dst, d.lineEnd...)
}

func (d *delimited) cell(dst []byte, c *column, row int) []byte {
	if c.Constant != "" {
		return d.escape(dst, []byte(c.Constant))
	}
	row, ok := c.row(row)
	if !ok {
		return dst
	}
	start := len(dst)
	dst, plain := c.table.AppendPlain(dst, c.data, row)
	if plain {
		return dst
	}
	cell := bytes.Clone(dst[start:])
	return d.escape(dst[:start], cell)
}
