// Package table holds the rows of one dataset in memory, by column, and answers
// queries over them.
//
// It promises that a Table never changes, that its rows stand in the schema's
// order, that a query's result is the same whenever it is asked, and that what
// comes out of a cell is what went in, to the letter. It refuses SQL, HTTP and
// knowledge of any single dataset. It builds on dataset alone; release makes
// tables, encode and api read them.
package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"

	"hachinohe.example/opendata/dataset"
)

// Table is an immutable set of rows under one schema.
type Table struct {
	schema  dataset.Schema
	columns []column // the schema's data columns, in its order
	rows    int
}

// Read builds a table from CSV bytes that were checked before: UTF-8 with or
// without a byte order mark, headings by ASCII name or Japanese title in any
// order, cells in the canonical notation. Constant columns are skipped.
func Read(schema dataset.Schema, data []byte) (*Table, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.ReuseRecord = true
	heading, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("reading the heading: %w", err)
	}
	b := newBuilder(schema)
	from := make([]int, len(b.columns)) // data column → position in the file
	for i := range b.columns {
		c := b.columns[i].Column
		from[i] = slices.IndexFunc(heading, func(h string) bool { return h == c.Name || h == c.Title.Ja })
		if from[i] < 0 {
			return nil, fmt.Errorf("no column %s", c.Name)
		}
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return b.build(), nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading row %d: %w", b.rows+1, err)
		}
		for i := range b.columns {
			if err := b.columns[i].append(record[from[i]]); err != nil {
				return nil, fmt.Errorf("row %d: %w", b.rows+1, err)
			}
		}
		b.rows++
	}
}

// FromRows builds a table from cells in the order of the schema's data columns.
func FromRows(schema dataset.Schema, rows [][]string) (*Table, error) {
	b := newBuilder(schema)
	for _, row := range rows {
		for i := range b.columns {
			if err := b.columns[i].append(row[i]); err != nil {
				return nil, fmt.Errorf("row %d: %w", b.rows+1, err)
			}
		}
		b.rows++
	}
	return b.build(), nil
}

// Schema returns the schema of the rows.
func (t *Table) Schema() dataset.Schema { return t.schema }

// Len returns the number of rows.
func (t *Table) Len() int { return t.rows }

// Columns returns the number of data columns; they are numbered as in
// Schema().Data().
func (t *Table) Columns() int { return len(t.columns) }

// Column returns the definition of data column i.
func (t *Table) Column(i int) dataset.Column { return t.columns[i].Column }

// Index returns the number of the named data column, -1 if there is none.
func (t *Table) Index(name string) int {
	return slices.IndexFunc(t.columns, func(c column) bool { return c.Name == name })
}

// Missing reports whether a cell has no value.
func (t *Table) Missing(column, row int) bool { return t.columns[column].isMissing(row) }

// Value returns one cell.
func (t *Table) Value(column, row int) dataset.Value { return t.columns[column].value(row) }

// AppendText writes one cell in its canonical notation, nothing if missing.
func (t *Table) AppendText(dst []byte, column, row int) []byte {
	c := &t.columns[column]
	return c.Type.Append(dst, c.value(row))
}

// Text returns one cell in its canonical notation.
func (t *Table) Text(column, row int) string { return string(t.AppendText(nil, column, row)) }
