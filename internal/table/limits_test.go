package table_test

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// made returns a table with columns a, b, ... of some types, sorted by none.
func made(t *testing.T, rows [][]string, types ...dataset.Type) *table.Table {
	t.Helper()
	var s dataset.Schema
	for i, kind := range types {
		s.Columns = append(s.Columns, dataset.Column{Name: string(rune('a' + i)), Type: kind})
	}
	read, err := table.FromRows(s, rows)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// TestCodesAtTheLimitsOfTheirWidth counts in columns that fill 8 and 16 bits,
// with the code of the missing value and without.
func TestCodesAtTheLimitsOfTheirWidth(t *testing.T) {
	for _, n := range []int{1, 254, 255, 256, 257, 65534, 65535, 65536, 65537} {
		for _, kind := range []dataset.Type{dataset.String, dataset.Integer} {
			t.Run(fmt.Sprintf("%d values, %s", n, kind), func(t *testing.T) {
				rows := make([][]string, n+1) // the last is missing
				for i := range n {
					rows[i] = []string{strconv.Itoa(100_000 + i)}
				}
				rows[n] = []string{""}
				s := subject{Table: made(t, rows, kind)}
				filter := func(op table.Op, text string) table.Filter {
					return parsed(s.Schema(), []condition{{column: 0, op: op, operands: []string{text}}})[0]
				}
				first, last := rows[0][0], rows[n-1][0]
				for _, c := range []struct {
					filter table.Filter
					want   int
				}{
					{filter(table.Eq, last), 1},
					{filter(table.Ne, first), n - 1},
					{filter(table.Le, last), n},
					{filter(table.Gt, last), 0},
					{filter(table.Lt, first), 0},
					{filter(table.IsNull, "true"), 1},
					{filter(table.IsNull, "false"), n},
				} {
					if got := s.count(t, c.filter); got != c.want {
						t.Errorf("%s: %d rows, want %d", c.filter.Op, got, c.want)
					}
				}
				sorted := s.selected(t, table.Query{Sort: []table.SortKey{{Column: 0, Descending: true}}}).Index
				if sorted[0] != n-1 || sorted[n-1] != 0 || sorted[n] != n {
					t.Errorf("descending: rows %d … %d, %d", sorted[0], sorted[n-1], sorted[n])
				}
			})
		}
	}
}

// TestGroupsAreBoundedByMemory: however many groups there are, those that have no
// room are refused while they are met, and not when all are there.
func TestGroupsAreBoundedByMemory(t *testing.T) {
	const groups = 150_000
	for _, test := range []struct {
		name    string
		factor  int // distance of the values: near ones are numbered in advance
		memory  int
		refused error
	}{
		{"numbered in advance", 1, 100 * groups, nil},
		{"numbered as met where there is no room to do so in advance", 1, 20 * groups, table.ErrTooManyGroups},
		{"numbered as met", 1000, 200 * groups, nil},
		{"numbered as met without room", 1000, 20 * groups, table.ErrTooManyGroups},
		{"without a bound", 1000, 0, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			rows := make([][]string, groups+40_000)
			for i := range rows {
				rows[i] = []string{strconv.Itoa(i % groups * test.factor)}
			}
			read := made(t, rows, dataset.Integer)
			g := table.Grouping{Keys: []table.Key{{Column: 0}}, Aggregates: []table.Aggregate{{Func: table.Count, Column: -1}}, Memory: test.memory}
			got, err := read.Group(t.Context(), table.Query{}, g)
			if !errors.Is(err, test.refused) {
				t.Fatalf("got %v, want %v", err, test.refused)
			}
			if err == nil && got.Len() != groups {
				t.Errorf("%d groups, want %d", got.Len(), groups)
			}
			if most := read.GroupMemory(g); test.memory > 0 && most > test.memory || most < 32*groups && test.memory == 0 {
				t.Errorf("they take %d bytes at most, of %d", most, test.memory)
			}
		})
	}
}

// totals aggregates the numbers of one column, without keys.
func totals(t *testing.T, kind dataset.Type, cells []string, functions ...table.Func) ([]string, error) {
	t.Helper()
	var rows [][]string
	for _, cell := range cells {
		rows = append(rows, []string{cell})
	}
	var g table.Grouping
	for _, f := range functions {
		g.Aggregates = append(g.Aggregates, table.Aggregate{Func: f, Column: 0})
	}
	groups, err := made(t, rows, kind).Group(t.Context(), table.Query{}, g)
	if err != nil {
		return nil, err
	}
	return texts(groups, []int{0})[0], nil
}

func TestTotalsAreExactToTheLastDigit(t *testing.T) {
	const most, least = "999999999999999999", "-999999999999999999"
	many := func(n int, cells ...string) []string {
		var out []string
		for range n {
			out = append(out, cells...)
		}
		return out
	}
	for _, test := range []struct {
		name    string
		cells   []string
		f       table.Func
		want    string
		refused error
	}{
		{"parts that are larger together than 64 bits, a whole that is not", many(5000, most, least), table.Sum, "0", nil},
		{"a sum of 19 digits", []string{most, "1"}, table.Sum, "", table.ErrTooLarge},
		{"a negative sum of 19 digits", []string{least, "-1"}, table.Sum, "", table.ErrTooLarge},
		{"the largest sum", []string{most, "1", "-1"}, table.Sum, most, nil},
		{"an average of what has no sum", many(5000, most), table.Avg, most, nil},
		{"a half is rounded away from zero", []string{"0.00000", "0.00001", "0.000000001", "0.000000000"}, table.Avg, "0.000002500", nil},
		{"a half of the last decimal", []string{"0.000000001", "0"}, table.Avg, "0.000000001", nil},
		{"a negative half of the last decimal", []string{"-0.000000001", "0"}, table.Avg, "-0.000000001", nil},
		{"less than a half", []string{"0.000000001", "0", "0"}, table.Avg, "0.000000000", nil},
		{"four decimals more", []string{"1", "1", "2"}, table.Avg, "1.3333", nil},
		{"fewer decimals where 18 digits cannot hold more", []string{"99999999999999999.9", "0.000000001"}, table.Avg, "50000000000000000.0", nil},
		{"an average of missing cells", []string{"", ""}, table.Avg, "", nil},
		{"a sum of missing cells", []string{"", ""}, table.Sum, "", nil},
		{"no rows, counted", nil, table.Count, "0", nil},
		{"no rows, summed", nil, table.Sum, "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := totals(t, dataset.Number, test.cells, test.f)
			if !errors.Is(err, test.refused) || err == nil && got[0] != test.want {
				t.Errorf("got %v, %v, want %s, %v", got, err, test.want, test.refused)
			}
		})
	}
}

// TestTheOrderOfTheFileDoesNotShow: of equal numbers that are written
// differently, which one an answer has must not depend on which came first.
func TestTheOrderOfTheFileDoesNotShow(t *testing.T) {
	for _, cells := range [][]string{{"999999999999999999", "0.5", "7", "7.00", "7.0"}, {"7.00", "7.0", "999999999999999999", "7", "0.5"}} {
		s := subject{Table: made(t, [][]string{{cells[0]}, {cells[1]}, {cells[2]}, {cells[3]}, {cells[4]}}, dataset.Number)}
		q := table.Query{Filters: parsed(s.Schema(), []condition{{column: 0, op: table.Eq, operands: []string{"7"}}})}
		groups, err := s.Group(t.Context(), q, table.Grouping{Aggregates: []table.Aggregate{{Func: table.Max, Column: 0}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := groups.Text(0, 0); got != "7.00" {
			t.Errorf("of %v the greatest 7 is %s, want 7.00", cells, got)
		}
	}
}

func TestYearsBeginInAprilEvenTheFirst(t *testing.T) {
	rows := [][]string{{"0000-01-01"}, {"0000-04-01"}, {"0001-03-31"}, {"0001-04-01"}, {"9999-12-31"}, {""}}
	groups, err := made(t, rows, dataset.DateType).Group(t.Context(), table.Query{}, table.Grouping{
		Keys: []table.Key{{Column: 0, Bucket: table.FiscalYear}}, Aggregates: []table.Aggregate{{Func: table.Count, Column: -1}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"-1", "1"}, {"0", "2"}, {"1", "1"}, {"9999", "1"}, {"", "1"}}
	if got := texts(groups, groups.All().Index); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestGroupsAreATableLikeAnyOther asks further questions about groups.
func TestGroupsAreATableLikeAnyOther(t *testing.T) {
	rows := [][]string{{"2024-05-01", "x"}, {"2025-05-01", "y"}, {"2026-05-01", "z"}}
	read := made(t, rows, dataset.DateType, dataset.String)
	years, err := read.Group(t.Context(), table.Query{Filters: []table.Filter{
		{Column: 1, Op: table.In, Values: []dataset.Value{{Text: "y"}, {Text: "z"}}},
	}}, table.Grouping{Keys: []table.Key{{Column: 0, Bucket: table.Year}}, Aggregates: []table.Aggregate{{Func: table.Max, Column: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		column string
		want   []string
	}{{"a_year", []string{"2025", "2026"}}, {"b_max", []string{"y", "z"}}} {
		if got := years.Distinct(test.column); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.column, got, test.want)
		}
	}
	sum, err := years.Group(t.Context(), table.Query{}, table.Grouping{Aggregates: []table.Aggregate{{Func: table.Sum, Column: 0}}})
	if err != nil {
		t.Fatal(err)
	}
	if got := sum.Text(0, 0); got != "4051" {
		t.Errorf("2025 and 2026 are %s together", got)
	}
}
