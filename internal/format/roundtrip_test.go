package format_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/table"
)

// nasty returns cells that formats must take care of.
func nasty(kind dataset.Type) []string {
	return map[dataset.Type][]string{
		dataset.String:    {"", "八戸", `"`, `""`, `a,b`, `\`, `\u0041`, "</script>&", "\U0001f333", "x\u00a0y\ufffd", "\u200b", "null", "'", "0012", "true"},
		dataset.Integer:   {"", "0", "-1", "999999999999999999", "-999999999999999999"},
		dataset.Number:    {"", "0", "0.0", "10", "10.0", "-0.50", "999999999.999999999", "99999999999999999.9", "0.000000001"},
		dataset.Boolean:   {"", "true", "false"},
		dataset.DateType:  {"", "0001-01-01", "9999-12-31", "2026-04-01"},
		dataset.MonthType: {"", "0001-01", "9999-12", "2026-04"},
		dataset.YearType:  {"", "1000", "9999", "2026"},
		dataset.ListType:  {"", "a", "a;b", `"a,";\;八`},
	}[kind]
}

// nastyTable has a column of each type; rows stay in the order they have here.
func nastyTable(t *testing.T, r *rand.Rand) (*table.Table, [][]string) {
	t.Helper()
	var s dataset.Schema
	for _, kind := range dataset.Types() {
		s.Columns = append(s.Columns, dataset.Column{Name: kind.Definition().Name, Type: kind})
	}
	rows := make([][]string, r.IntN(20))
	for i := range rows {
		for _, kind := range dataset.Types() {
			cells := nasty(kind)
			rows[i] = append(rows[i], cells[r.IntN(len(cells))])
		}
	}
	read, err := table.FromRows(s, rows)
	if err != nil {
		t.Fatal(err)
	}
	return read, rows
}

// everyNasty calls f with many tables and some columns of them, in any order.
func everyNasty(t *testing.T, f func(read *table.Table, rows [][]string, columns []int)) {
	t.Helper()
	r := rand.New(rand.NewPCG(12, 0))
	for range 500 {
		read, rows := nastyTable(t, r)
		f(read, rows, r.Perm(read.Columns())[:1+r.IntN(read.Columns())])
	}
}

func TestCSVReadsBackAsItWas(t *testing.T) {
	everyNasty(t, func(read *table.Table, rows [][]string, columns []int) {
		got, err := csv.NewReader(bytes.NewReader(written(t, format.CSV(), read.All(), columns, format.Layout{}))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		want := [][]string{{}}
		for _, i := range columns {
			want[0] = append(want[0], read.Column(i).Name)
		}
		for _, row := range rows {
			var cells []string
			for _, i := range columns {
				cells = append(cells, row[i])
			}
			want = append(want, cells)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

// meant is what a cell is in JSON.
func meant(kind dataset.Type, cell string) any {
	switch {
	case kind == dataset.ListType:
		items := []any{}
		for item := range strings.SplitSeq(cell, ";") {
			if item != "" {
				items = append(items, item)
			}
		}
		return items
	case cell == "":
		return nil
	case kind == dataset.Boolean:
		return cell == "true"
	case kind == dataset.Integer || kind == dataset.Number || kind == dataset.YearType:
		return json.Number(cell)
	}
	return cell
}

// decoded reads JSON, every number to the letter.
func decoded(t *testing.T, data []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	return v
}

func TestJSONReadsBackAsItWas(t *testing.T) {
	everyNasty(t, func(read *table.Table, rows [][]string, columns []int) {
		want := []any{}
		for _, row := range rows {
			object := make(map[string]any)
			for _, i := range columns {
				object[read.Column(i).Name] = meant(read.Column(i).Type, row[i])
			}
			want = append(want, object)
		}
		all := read.All()
		if got := decoded(t, written(t, format.JSON(), all, columns, format.Layout{})); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
		lines := written(t, format.NDJSON(), all, columns, format.Layout{})
		got := []any{}
		for line := range bytes.Lines(lines) {
			got = append(got, decoded(t, line))
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("NDJSON: got %q, want %q", got, want)
		}
	})
}
