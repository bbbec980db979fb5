// Package table holds the rows of one dataset in memory, by column, and answers
// queries over them.
//
// It promises that a Table never changes, that its rows stand in the schema's
// order, that a query's result is the same whenever it is asked and however
// many are asked at once, that sums are exact, that what comes out of a cell is
// what went in, to the letter, and that a query ends soon after its context. It
// refuses SQL, HTTP and knowledge of any single dataset. It builds on lang, fold,
// dataset, columnar and grouping; release makes tables, encode, query and api read
// them.
//
// How the cells of a column are laid out in memory, and which rows of it satisfy a
// condition, is columnar's; which group a row belongs to, and what is computed of
// groups, is grouping's; rows and orders are here. The steps of a query:
// plan.go makes it ready (filter.go and the operators turn filters into sets of
// codes, plan.go narrows the rows by the table's order) and marks the matching
// rows of one block after the other, query.go and sort.go take a page out of
// them, group.go makes a table of their groups.
//
// Where something new goes. An operator is one file, op_….go: a function that
// finds the codes that satisfy it, and one that says what it is (Operator), which
// is registered by a line in operators.go. Requests, messages, examples and the
// reference follow. The tests ask for a line in the plainest answers that it is
// compared with (reference_test.go) and one in docs/guides/query.md.
//
// A column type is one file in dataset and a place in dataset.Types; nothing here
// names one. Tests go over Types, and the reference asks random_test.go for cells
// of it.
//
// A function of groups is a method of grouping.Tally and a line in aggregate.go; a
// period of time is a case in bucket.go.
package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
)

// Table is an immutable set of rows under one schema.
type Table struct {
	schema  dataset.Schema
	columns []columnar.Column // the schema's data columns, in its order
	rows    int
	order   []int // the columns by which the rows are sorted
	lookups []lookup
}

// Read builds a table from CSV bytes that were checked before: UTF-8 with or
// without a byte order mark, headings by ASCII name or Japanese title in any
// order, cells in the canonical notation. Constant columns are skipped. It takes
// the bytes apart directly, without records in between, because a table may have
// millions of rows.
func Read(schema dataset.Schema, data []byte) (*Table, error) {
	s := &csvScanner{data: bytes.TrimPrefix(data, []byte("\ufeff"))}
	heading, err := s.next()
	if err != nil {
		return nil, fmt.Errorf("reading the heading: %w", err)
	}
	b := newBuilder(schema)
	from := make([]int, len(b.columns)) // data column → position in the file
	for i := range b.columns {
		c := b.columns[i].Column
		from[i] = slices.IndexFunc(heading, func(h []byte) bool { return string(h) == c.Name || string(h) == c.Title.Ja })
		if from[i] < 0 {
			return nil, fmt.Errorf("no column %s", c.Name)
		}
	}
	width := len(heading)
	b.grow(bytes.Count(s.data, []byte{'\n'}) + 1)
	for {
		record, err := s.next()
		if errors.Is(err, io.EOF) {
			return b.build()
		}
		if err == nil && len(record) != width {
			err = fmt.Errorf("%d cells under %d headings", len(record), width)
		}
		if err == nil {
			err = b.append(record, from)
		}
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", b.rows+1, err)
		}
	}
}

// append adds a row of which the cells of each column stand at the given places.
func (b *builder) append(record [][]byte, from []int) error {
	for i := range b.columns {
		if err := b.columns[i].Append(record[from[i]]); err != nil {
			return err
		}
	}
	b.rows++
	return nil
}

// FromRows builds a table from cells in the order of the schema's data columns.
func FromRows(schema dataset.Schema, rows [][]string) (*Table, error) {
	b := newBuilder(schema)
	for _, row := range rows {
		for i := range b.columns {
			if err := b.columns[i].Append([]byte(row[i])); err != nil {
				return nil, fmt.Errorf("row %d: %w", b.rows+1, err)
			}
		}
		b.rows++
	}
	return b.build()
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
	return slices.IndexFunc(t.columns, func(c columnar.Column) bool { return c.Name == name })
}

// Missing reports whether a cell has no value.
func (t *Table) Missing(column, row int) bool { return t.columns[column].IsMissing(row) }

// Value returns one cell.
func (t *Table) Value(column, row int) dataset.Value { return t.columns[column].Value(row) }

// Same reports whether two rows have one value in a column, or none both.
func (t *Table) Same(column, a, b int) bool {
	cells := &t.columns[column].Cells
	return cells.At(a) == cells.At(b)
}

// AppendText writes one cell in its canonical notation, nothing if missing.
func (t *Table) AppendText(dst []byte, column, row int) []byte {
	dst, _ = t.columns[column].AppendText(dst, row)
	return dst
}

// AppendPlain writes one cell like AppendText, and reports whether it can stand
// in CSV without quotes and in a JSON string without escapes.
func (t *Table) AppendPlain(dst []byte, column, row int) (out []byte, plain bool) {
	return t.columns[column].AppendText(dst, row)
}

// AppendIdentity writes the notation that all cells of one value have in common
// (dataset.Column.Identity), nothing if missing.
func (t *Table) AppendIdentity(dst []byte, column, row int) []byte {
	c := &t.columns[column]
	if !c.Type.Definition().Decimals || c.IsMissing(row) {
		return t.AppendText(dst, column, row)
	}
	return c.Type.Append(dst, c.Value(row).Shortest())
}

// Text returns one cell in its canonical notation.
func (t *Table) Text(column, row int) string { return string(t.AppendText(nil, column, row)) }

// Fetch reads the cells of rows that stand in another order than the table's into
// the processor's cache: they are far apart in memory, and so waited for many at a
// time instead of one by one. What it returns depends on all of them, so that none
// is left out, and says nothing.
func (t *Table) Fetch(columns, rows []int) (all uint64) {
	for _, i := range columns {
		all |= t.columns[i].Cells.Touch(rows)
	}
	return all
}
