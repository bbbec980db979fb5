package columnar

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

// MaxRows is how many rows there can be: they are numbered in 32 bits, and one
// number is left for none.
const MaxRows = math.MaxUint32 - 1

// Builder collects the cells of one column. Every distinct cell is parsed
// once; numbers, which seldom repeat, one by one.
type Builder struct {
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

// NewBuilder returns a builder of a column without cells.
func NewBuilder(c dataset.Column) Builder {
	b := Builder{Column: c, counts: c.Type.Definition().Number, seen: make(map[string]uint32)}
	if scanner, ok := c.Type.(dataset.Scanner); ok {
		b.scan = scanner.Scan
	}
	return b
}

// Grow reserves memory for rows, so that a large column is not copied while it grows.
func (c *Builder) Grow(rows int) {
	if c.counts {
		c.ints, c.scales = slices.Grow(c.ints, rows), slices.Grow(c.scales, rows)
	} else {
		c.codes = slices.Grow(c.codes, rows)
	}
}

// Append adds one cell in canonical notation.
func (c *Builder) Append(cell []byte) error {
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
func (c *Builder) known(cell []byte) (uint32, bool) {
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

func (c *Builder) list(cell string) (uint32, error) {
	v, wrong := c.Parse(cell)
	if !wrong.Empty() {
		return 0, fmt.Errorf("column %s, cell %q: %s", c.Name, cell, wrong.En)
	}
	if len(c.cells) == MaxRows {
		return 0, fmt.Errorf("column %s: too many different values", c.Name)
	}
	code := uint32(len(c.cells)) //nolint:gosec // bounded just above
	c.seen[cell] = code
	c.cells, c.values, c.follows = append(c.cells, cell), append(c.values, v), append(c.follows, code)
	return code, nil
}

func (c *Builder) appendNumber(cell []byte) error {
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
	c.AppendValue(v)
	return nil
}

// AppendValue adds one number.
func (c *Builder) AppendValue(v dataset.Value) {
	if v.Missing {
		c.absent = append(c.absent, uint32(len(c.ints))) //nolint:gosec // bounded by MaxRows
	}
	c.ints, c.scales = append(c.ints, v.Int), append(c.scales, v.Scale)
}

// Seal makes a column of what was collected.
func (c *Builder) Seal() Column {
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
	out := Column{
		Column: c.Column, Size: uint64(len(order)), folded: &folded{},
		Values: make([]dataset.Value, len(order)), Texts: make([]string, len(order)), plain: make([]bool, len(order)),
	}
	rank := make([]uint64, len(c.cells))
	for i := range rank {
		rank[i] = out.Size // the missing cell, which is not in order
	}
	for i, cell := range order {
		rank[cell], out.Values[i], out.Texts[i], out.plain[i] = uint64(i), c.values[cell], c.cells[cell], isPlain(c.cells[cell])
	}
	out.AnyMissing = len(order) < len(c.cells)
	out.Cells = NewVector(rows, out.Size)
	for row, code := range c.codes {
		out.Cells.Set(row, rank[code])
	}
	return out
}

// isPlain reports whether a text can stand in CSV without quotes and in a JSON
// string without escapes.
func isPlain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == '"' || r == ',' || r == '\\' || r == '\uFFFD' })
}
