package table

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
)

// column holds the cells of one column. Texts are stored once, in code point
// order, and a cell is a number that sorts like its text; everything else is an
// integer already.
type column struct {
	dataset.Column
	ints    []int64  // numbers, dates, months, booleans
	scales  []uint8  // decimals of each number; nil where none has any
	codes   []uint32 // texts: index into texts
	texts   []string
	missing []bool // nil where no cell is missing
}

func (c *column) isText() bool { return c.Type == dataset.String || c.Type == dataset.ListType }

func (c *column) isMissing(row int) bool { return c.missing != nil && c.missing[row] }

func (c *column) value(row int) dataset.Value {
	switch {
	case c.isMissing(row):
		return dataset.Value{Missing: true}
	case c.isText():
		return dataset.Value{Text: c.texts[c.codes[row]]}
	case c.scales != nil:
		return dataset.Value{Int: c.ints[row], Scale: c.scales[row]}
	default:
		return dataset.Value{Int: c.ints[row]}
	}
}

// compare orders two rows by this column, missing last.
func (c *column) compare(a, b int) int {
	if ma, mb := c.isMissing(a), c.isMissing(b); ma || mb {
		return compareBool(ma, mb)
	}
	switch {
	case c.isText():
		return cmp.Compare(c.codes[a], c.codes[b])
	case c.scales == nil:
		return cmp.Compare(c.ints[a], c.ints[b])
	default:
		return c.Type.Compare(c.value(a), c.value(b))
	}
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

// reorder puts the rows into the order given by old positions.
func (c *column) reorder(order []int) {
	c.ints = permute(c.ints, order)
	c.scales = permute(c.scales, order)
	c.codes = permute(c.codes, order)
	c.missing = permute(c.missing, order)
}

func permute[T any](in []T, order []int) []T {
	if in == nil {
		return nil
	}
	out := make([]T, len(in))
	for to, from := range order {
		out[to] = in[from]
	}
	return out
}

// builder collects rows until they are sorted and sealed.
type builder struct {
	schema  dataset.Schema
	columns []columnBuilder
	rows    int
}

type columnBuilder struct {
	column
	seen       map[string]uint32
	anyMissing bool
	anyScale   bool
}

func newBuilder(schema dataset.Schema) *builder {
	b := &builder{schema: schema}
	for _, c := range schema.Data() {
		b.columns = append(b.columns, columnBuilder{column: column{Column: c}, seen: make(map[string]uint32)})
	}
	return b
}

func (c *columnBuilder) append(cell string) error {
	v, wrong := c.Parse(cell)
	if !wrong.Empty() {
		return fmt.Errorf("column %s, cell %q: %s", c.Name, cell, wrong.En)
	}
	c.missing = append(c.missing, v.Missing)
	c.anyMissing = c.anyMissing || v.Missing
	if !c.isText() {
		c.ints, c.scales = append(c.ints, v.Int), append(c.scales, v.Scale)
		c.anyScale = c.anyScale || v.Scale > 0
		return nil
	}
	code, ok := c.seen[v.Text]
	if !ok {
		if len(c.texts) == math.MaxUint32 {
			return fmt.Errorf("column %s: too many distinct texts", c.Name)
		}
		code = uint32(len(c.texts)) //nolint:gosec // bounded just above
		text := strings.Clone(v.Text)
		c.seen[text], c.texts = code, append(c.texts, text)
	}
	c.codes = append(c.codes, code)
	return nil
}

// seal drops what no cell needs and renumbers texts in their order.
func (c *columnBuilder) seal() column {
	if !c.anyMissing {
		c.missing = nil
	}
	if !c.anyScale {
		c.scales = nil
	}
	if c.isText() {
		sorted := slices.Sorted(slices.Values(c.texts))
		rank := make([]uint32, len(sorted))
		for i, text := range sorted {
			rank[c.seen[text]] = uint32(i)
		}
		for row, code := range c.codes {
			c.codes[row] = rank[code]
		}
		c.texts = sorted
	}
	return c.column
}

func (b *builder) build() *Table {
	t := &Table{schema: b.schema, rows: b.rows}
	for i := range b.columns {
		t.columns = append(t.columns, b.columns[i].seal())
	}
	keys := make([]SortKey, 0, len(b.schema.Order))
	for _, name := range b.schema.Order {
		keys = append(keys, SortKey{Column: t.Index(name)})
	}
	order := make([]int, t.rows)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, t.byKeys(keys))
	for i := range t.columns {
		t.columns[i].reorder(order)
	}
	return t
}
