package dataset

import "hachinohe.example/opendata/internal/lang"

// Value is one parsed cell. What the fields mean is for the type to say: numbers
// are Int / 10^Scale, texts and lists are Text, everything else is in Int. In the
// records that gocsv reads, cells are text in exactly the published notation;
// Column.Parse turns a cell into a Value and is the only place that decides what
// a cell means.
type Value struct {
	Missing bool
	Scale   uint8
	Int     int64
	Text    string
}

// Shortest leaves out the decimals of a number that say nothing: 10.0 is 10.
// Values are equal if and only if their shortest values are ==.
func (v Value) Shortest() Value {
	for v.Scale > 0 && v.Int%10 == 0 {
		v.Int, v.Scale = v.Int/10, v.Scale-1
	}
	return v
}

// Bounds of one cell, so that no source can hold what a reader cannot.
const (
	maxText     = 32767 // characters Excel shows in a cell
	MaxDigits   = 18    // digits of a number: they always fit 64 bits
	MaxDecimals = 9     // of a number
	MaxNumber   = 1_000_000_000_000_000_000 - 1
)

// Parse reads one cell by the column's type. An empty cell is missing, never
// zero. The message says what would be right; it is empty when the cell is.
func (c Column) Parse(cell string) (Value, lang.Text) {
	if cell == "" {
		return Value{Missing: true}, lang.Text{}
	}
	return c.Type.Parse(cell)
}

// Identity returns the notation that all cells of one value have in common, which
// is the cell itself, or a number without the decimals that say nothing. Keys,
// unique columns, codes and references compare cells by it, so that they regard as
// equal what queries do.
func (c Column) Identity(cell string, v Value) string {
	if short := v.Shortest(); short != v {
		return string(c.Type.Append(nil, short))
	}
	return cell
}
