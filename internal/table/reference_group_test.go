package table_test

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/internal/table"
)

// group returns the groups as rows of cells, keys first, or the error that
// there is no answer.
func (ref *reference) group(q question, g table.Grouping) ([][]string, error) {
	groups := make(map[string][]int) // the rows of a group, in the table's order
	if len(g.Keys) == 0 {
		groups[""] = nil // of no keys there is one group, rows or none
	}
	for _, row := range ref.matching(q) {
		var id []string
		for _, k := range g.Keys {
			id = append(id, ref.same(k, ref.key(k, row)))
		}
		joined := strings.Join(id, "\x00")
		groups[joined] = append(groups[joined], row)
	}
	out := [][]string{}
	for _, rows := range groups {
		var cells []string
		for _, k := range g.Keys {
			cells = append(cells, ref.key(k, rows[0]))
		}
		for _, a := range g.Aggregates {
			cell, err := ref.aggregate(a, rows)
			if err != nil {
				return nil, err
			}
			cells = append(cells, cell)
		}
		out = append(out, cells)
	}
	slices.SortFunc(out, func(a, b []string) int {
		for i, k := range g.Keys {
			if c := ref.compareKeys(k, a[i], b[i]); c != 0 {
				return c
			}
		}
		return 0
	})
	return out, nil
}

// key returns what a row is grouped by, as it is written.
func (ref *reference) key(k table.Key, row int) string {
	cell := ref.rows[row][k.Column]
	return periodOf(k.Bucket, cell)
}

// periodOf returns the period that a date or month lies in, as it is written.
func periodOf(b table.Bucket, cell string) string {
	if b == "" || cell == "" {
		return cell
	}
	year, _ := strconv.Atoi(cell[:4])
	month, _ := strconv.Atoi(cell[5:7])
	switch b {
	case table.FiscalYear:
		if month < 4 {
			year--
		}
		return strconv.Itoa(year)
	case table.Year:
		return strconv.Itoa(year)
	case table.Quarter:
		return cell[:4] + "-Q" + strconv.Itoa((month-1)/3+1)
	case table.Month:
	}
	return cell[:7]
}

// same returns one text for all cells that mean the same.
func (ref *reference) same(k table.Key, cell string) string {
	if cell == "" || k.Bucket != "" || !ref.numeric(k.Column) {
		return cell
	}
	return ref.number(cell).String()
}

func (ref *reference) compareKeys(k table.Key, a, b string) int {
	if a != "" && b != "" && (k.Bucket == table.FiscalYear || k.Bucket == table.Year) {
		return ref.number(a).Cmp(ref.number(b))
	}
	return ref.compareCells(table.SortKey{Column: k.Column}, a, b)
}

func (ref *reference) aggregate(a table.Aggregate, rows []int) (string, error) {
	if a.Column < 0 {
		return strconv.Itoa(len(rows)), nil
	}
	var cells []string // that are present
	for _, row := range rows {
		if cell := ref.rows[row][a.Column]; cell != "" {
			cells = append(cells, cell)
		}
	}
	if a.Func == table.Count {
		return strconv.Itoa(len(cells)), nil
	}
	if len(cells) == 0 {
		return "", nil
	}
	order := func(x, y string) int { return ref.compare(a.Column, x, y) }
	switch a.Func {
	case table.Sum:
		return ref.sum(a.Column, cells)
	case table.Avg:
		return ref.average(a.Column, cells), nil
	case table.Min:
		return ref.longest(a.Column, slices.MinFunc(cells, order)), nil
	case table.Max:
		return ref.longest(a.Column, slices.MaxFunc(cells, order)), nil
	case table.First:
		return cells[0], nil
	case table.Last:
		return cells[len(cells)-1], nil
	case table.Count:
	}
	panic("a function that the reference does not know: " + a.Func)
}

func (ref *reference) total(cells []string) *big.Int {
	total := new(big.Int)
	for _, cell := range cells {
		total.Add(total, ref.number(cell))
	}
	return total
}

// sum is written with as many decimals as the column has, in 18 digits or not
// at all.
func (ref *reference) sum(column int, cells []string) (string, error) {
	text := decimal(ref.total(cells), 1, ref.facts[column].decimals)
	if digits(text) > 18 {
		return "", table.ErrTooLarge
	}
	return text, nil
}

// average has four decimals more than the column, as far as the column's
// farthest value allows them in 18 digits.
func (ref *reference) average(column int, cells []string) string {
	f := ref.facts[column]
	return decimal(ref.total(cells), len(cells), min(f.decimals+4, 9, 18-f.whole))
}

// longest returns a number with the decimals of the column, if all of it can
// have them; else as the column has it with the most decimals. Of other
// values it returns the cell.
func (ref *reference) longest(column int, cell string) string {
	switch f := ref.facts[column]; {
	case !ref.numeric(column):
		return cell
	case f.fits:
		return decimal(ref.number(cell), 1, f.decimals)
	default:
		return f.longest[ref.number(cell).String()]
	}
}

// facts is what the notation of numbers depends on in a whole column.
type facts struct {
	decimals int               // the most that a cell has
	whole    int               // the most digits before the point, a zero not counted
	fits     bool              // whether all cells can have that many decimals in 18 digits
	longest  map[string]string // a number → its cell with the most decimals
}

func (ref *reference) factsOf(column int) facts {
	f := facts{fits: true, longest: make(map[string]string)}
	if !ref.numeric(column) {
		return f
	}
	cells := ref.distinct(column)
	for _, cell := range cells {
		whole, fraction, _ := strings.Cut(cell, ".")
		f.decimals = max(f.decimals, len(fraction))
		f.whole = max(f.whole, digits(whole))
		if n := ref.number(cell).String(); len(cell) > len(f.longest[n]) {
			f.longest[n] = cell
		}
	}
	for _, cell := range cells {
		f.fits = f.fits && digits(decimal(ref.number(cell), 1, f.decimals)) <= 18
	}
	return f
}

// decimal writes billionths by a count, halves rounded away from zero. Zero has
// no sign.
func decimal(billionths *big.Int, count, decimals int) string {
	divisor := new(big.Int).Mul(big.NewInt(1e9), big.NewInt(int64(count)))
	text := new(big.Rat).SetFrac(billionths, divisor).FloatString(decimals)
	if strings.Trim(text, "-0.") == "" {
		return strings.TrimPrefix(text, "-")
	}
	return text
}

// digits counts the digits of a number, leading zeros not among them.
func digits(text string) int {
	return len(strings.TrimLeft(strings.NewReplacer("-", "", ".", "").Replace(text), "0"))
}

// distinct returns the different present texts of a column.
func (ref *reference) distinct(column int) []string {
	out := []string{}
	for _, row := range ref.rows {
		if row[column] != "" {
			out = append(out, row[column])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
