package table

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

// builder collects rows until they are sealed and sorted.
type builder struct {
	schema  dataset.Schema
	columns []columnBuilder
	rows    int
}

// columnBuilder collects the cells of one column. Every distinct cell is parsed
// once; numbers, which seldom repeat, one by one.
type columnBuilder struct {
	dataset.Column
	counts  bool                                    // numbers: kept as such
	scan    func(cell []byte) (dataset.Value, bool) // of numbers; nil where the type has none
	ints    []int64
	scales  []uint8
	absent  []uint32          // rows without a number
	codes   []uint32          // of all other cells: index into cells
	cells   []string          // distinct cells as they came, "" among them
	values  []dataset.Value   // what they mean
	seen    map[string]uint32 // index of a cell
	last    uint32            // code of the row before
	follows []uint32          // the code that came after a code last: sorted data repeats its steps
}

const (
	maxRows  = math.MaxUint32 - 1
	maxCells = math.MaxUint32 - 1
)

var errTooManyRows = errors.New("too many rows")

func newBuilder(schema dataset.Schema) *builder {
	b := &builder{schema: schema}
	for _, c := range schema.Data() {
		column := columnBuilder{Column: c, counts: isNumber(c.Type), seen: make(map[string]uint32)}
		if scanner, ok := c.Type.(dataset.Scanner); ok {
			column.scan = scanner.Scan
		}
		b.columns = append(b.columns, column)
	}
	return b
}

// grow makes room for rows, so that a large table is not copied while it grows.
func (b *builder) grow(rows int) {
	for i := range b.columns {
		c := &b.columns[i]
		if c.counts {
			c.ints, c.scales = slices.Grow(c.ints, rows), slices.Grow(c.scales, rows)
		} else {
			c.codes = slices.Grow(c.codes, rows)
		}
	}
}

// append adds one cell in canonical notation.
func (c *columnBuilder) append(cell []byte) error {
	if c.counts {
		return c.appendNumber(cell)
	}
	code, ok := c.known(cell)
	if !ok {
		var err error
		if code, err = c.list(string(cell)); err != nil {
			return err
		}
	}
	if len(c.codes) > 0 {
		c.follows[c.last] = code
	}
	c.codes, c.last = append(c.codes, code), code
	return nil
}

// known finds a cell that came before: most likely it equals the one above it,
// or comes after that as it did the last time.
func (c *columnBuilder) known(cell []byte) (uint32, bool) {
	if len(c.codes) > 0 {
		if c.cells[c.last] == string(cell) {
			return c.last, true
		}
		if next := c.follows[c.last]; c.cells[next] == string(cell) {
			return next, true
		}
	}
	code, ok := c.seen[string(cell)]
	return code, ok
}

func (c *columnBuilder) list(cell string) (uint32, error) {
	v, wrong := c.Parse(cell)
	if !wrong.Empty() {
		return 0, fmt.Errorf("column %s, cell %q: %s", c.Name, cell, wrong.En)
	}
	if len(c.cells) == maxCells {
		return 0, fmt.Errorf("column %s: too many different values", c.Name)
	}
	code := uint32(len(c.cells)) //nolint:gosec // bounded just above
	c.seen[cell] = code
	c.cells, c.values, c.follows = append(c.cells, cell), append(c.values, v), append(c.follows, code)
	return code, nil
}

func (c *columnBuilder) appendNumber(cell []byte) error {
	v, ok := dataset.Value{}, false
	if c.scan != nil {
		v, ok = c.scan(cell)
	}
	if !ok {
		var wrong lang.Text
		if v, wrong = c.Parse(string(cell)); !wrong.Empty() {
			return fmt.Errorf("column %s, cell %q: %s", c.Name, cell, wrong.En)
		}
	}
	c.appendValue(v)
	return nil
}

// appendValue adds one number.
func (c *columnBuilder) appendValue(v dataset.Value) {
	if v.Missing {
		c.absent = append(c.absent, uint32(len(c.ints))) //nolint:gosec // bounded by maxRows
	}
	c.ints, c.scales = append(c.ints, v.Int), append(c.scales, v.Scale)
}

// seal turns what was collected into a column.
func (c *columnBuilder) seal() column {
	if c.counts {
		return c.sealNumbers()
	}
	rows := len(c.codes)
	order := make([]uint32, 0, len(c.cells)) // present cells by value
	for i := range c.cells {
		if !c.values[i].Missing {
			order = append(order, uint32(i))
		}
	}
	slices.SortFunc(order, func(a, b uint32) int { return c.Type.Compare(c.values[a], c.values[b]) })
	out := column{
		Column: c.Column, size: uint64(len(order)), folded: &folded{},
		values: make([]dataset.Value, len(order)), texts: make([]string, len(order)), plain: make([]bool, len(order)),
	}
	rank := make([]uint64, len(c.cells))
	for i := range rank {
		rank[i] = out.size // the missing cell, which is not in order
	}
	for i, cell := range order {
		rank[cell], out.values[i], out.texts[i], out.plain[i] = uint64(i), c.values[cell], c.cells[cell], isPlain(c.cells[cell])
	}
	out.missing = len(order) < len(c.cells)
	out.codes = newVector(rows, out.size)
	for row, code := range c.codes {
		out.codes.set(row, rank[code])
	}
	return out
}

// isPlain reports whether a text can stand in CSV without quotes and in a JSON
// string without escapes.
func isPlain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == '"' || r == ',' || r == '\\' || r == '\uFFFD' })
}

func (b *builder) build() (*Table, error) {
	if b.rows > maxRows {
		return nil, errTooManyRows
	}
	t := &Table{schema: b.schema, rows: b.rows}
	for i := range b.columns {
		t.columns = append(t.columns, b.columns[i].seal())
		b.columns[i] = columnBuilder{} // frees what is not needed any more
	}
	for _, name := range b.schema.Order {
		t.order = append(t.order, t.Index(name))
	}
	t.sort()
	for i := range t.columns {
		t.columns[i].zoned(t.rows)
	}
	t.lookups = make([]lookup, len(t.columns))
	return t, nil
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
		t.columns[i] = t.columns[i].permuted(order)
	}
}
