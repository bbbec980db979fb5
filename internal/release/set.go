package release

import (
	"fmt"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// Set is one dataset of a release with its rows.
type Set struct {
	dataset.Dataset
	Table      *table.Table
	CSVFile    File // plain CSV: ASCII headings, no byte order mark, constant columns
	SchemaFile File // Table Schema
}

// AllColumns returns the numbers of all data columns, in order.
func (s *Set) AllColumns() []int {
	columns := make([]int, s.Table.Columns())
	for i := range columns {
		columns[i] = i
	}
	return columns
}

// ReadSet makes a dataset with its rows out of its two files.
func ReadSet(csv, schema File) (*Set, error) {
	s, err := describe(csv, schema)
	if err != nil {
		return nil, err
	}
	if s.Table, err = table.Read(s.Schema, csv.data); err != nil {
		return nil, fmt.Errorf("%s: %w", csv.Path, err)
	}
	return s, nil
}

// SchemaOnly makes a dataset without rows, for which nothing but the bytes of
// its schema is needed.
func SchemaOnly(csv, schema File) (*Set, error) {
	s, err := describe(csv, schema)
	if err != nil {
		return nil, err
	}
	if s.Table, err = table.FromRows(s.Schema, nil); err != nil {
		return nil, fmt.Errorf("%s: %w", schema.Path, err)
	}
	return s, nil
}

func describe(csv, schema File) (*Set, error) {
	d, err := dataset.ReadTableSchema(csv.Dataset, schema.data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", schema.Path, err)
	}
	d.File = strings.TrimSuffix(csv.Path, ".csv")
	return &Set{Dataset: d, CSVFile: csv, SchemaFile: schema}, nil
}
