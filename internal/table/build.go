package table

import (
	"errors"
	"slices"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
)

// builder collects rows until they are sealed and sorted.
type builder struct {
	schema  dataset.Schema
	columns []columnar.Builder
	rows    int
}

var errTooManyRows = errors.New("too many rows")

func newBuilder(schema dataset.Schema) *builder {
	b := &builder{schema: schema}
	for _, c := range schema.Data() {
		b.columns = append(b.columns, columnar.NewBuilder(c))
	}
	return b
}

// grow reserves memory for rows, so that a large table is not copied while it grows.
func (b *builder) grow(rows int) {
	for i := range b.columns {
		b.columns[i].Grow(rows)
	}
}

func (b *builder) build() (*Table, error) {
	if b.rows > columnar.MaxRows {
		return nil, errTooManyRows
	}
	t := &Table{schema: b.schema, rows: b.rows}
	for i := range b.columns {
		t.columns = append(t.columns, b.columns[i].Seal())
		b.columns[i] = columnar.Builder{} // frees what is not needed any more
	}
	t.finish()
	return t, nil
}

// finish puts the rows in order, and makes what is found by it.
func (t *Table) finish() {
	for _, name := range t.schema.Order {
		t.order = append(t.order, t.Index(name))
	}
	t.sort()
	for i := range t.columns {
		t.columns[i].FindZones(t.rows)
	}
	t.lookups = make([]lookup, len(t.columns))
}

// sort puts the rows into the schema's order, if they are not in it already:
// published files are.
func (t *Table) sort() {
	keys := make([]SortKey, 0, len(t.order))
	for _, i := range t.order {
		keys = append(keys, SortKey{Column: i})
	}
	compare := t.comparing(keys)
	sorted := true
	for row := 1; row < t.rows && sorted; row++ {
		sorted = compare(uint32(row-1), uint32(row)) <= 0
	}
	if sorted {
		return
	}
	order := make([]uint32, t.rows)
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortStableFunc(order, compare)
	for i := range t.columns {
		t.columns[i] = t.columns[i].Permuted(order)
	}
}
