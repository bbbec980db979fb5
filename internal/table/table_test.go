package table_test

import (
	"reflect"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/table"
)

// parks has a constant column, a number that is missing, equal numbers with
// different decimals, and a list.
func parks() dataset.Schema {
	return dataset.Schema{
		Columns: []dataset.Column{
			{Name: "city", Title: lang.T("市", "City"), Type: dataset.String, Constant: "八戸市"},
			{Name: "id", Title: lang.T("番号", "Number"), Type: dataset.String},
			{Name: "area", Title: lang.T("面積", "Area"), Type: dataset.Number},
			{Name: "tags", Title: lang.T("設備", "Facilities"), Type: dataset.ListType},
		},
		Key: []string{"id"}, Order: []string{"area", "id"},
	}
}

func texts(t *table.Table, rows []int) [][]string {
	out := make([][]string, 0, len(rows))
	for _, row := range rows {
		var cells []string
		for column := range t.Columns() {
			cells = append(cells, t.Text(column, row))
		}
		out = append(out, cells)
	}
	return out
}

func inOrder() [][]string {
	return [][]string{{"p3", "2.50", ""}, {"p4", "2.5", "噴水"}, {"p1", "10.0", "遊具;噴水"}, {"p2", "", "遊具"}}
}

func TestReadPutsRowsInOrderAndKeepsEveryLetter(t *testing.T) {
	want := inOrder()
	for _, test := range []struct{ name, csv string }{
		{"ASCII names", "id,area,tags\np1,10.0,遊具;噴水\np2,,遊具\np3,2.50,\np4,2.5,噴水\n"},
		{"Japanese headings in another order, byte order mark, CRLF", "\ufeff設備,番号,面積\r\n遊具;噴水,p1,10.0\r\n遊具,p2,\r\n,p3,2.50\r\n噴水,p4,2.5\r\n"},
		{"constant columns, and quoted cells", "city,\"id\",area,tags\n八戸市,p4,2.5,\"噴水\"\n八戸市,p3,2.50,\n八戸市,p2,,遊具\n八戸市,p1,10.0,遊具;噴水\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			read, err := table.Read(parks(), []byte(test.csv))
			if err != nil {
				t.Fatal(err)
			}
			if got := texts(read, read.All().Index); !reflect.DeepEqual(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestReadRefusesWhatWasNotChecked(t *testing.T) {
	for _, test := range []struct{ name, csv, want string }{
		{"nothing", "", "reading the heading: EOF"},
		{"a column is missing", "id,area\np1,1\n", "no column tags"},
		{"a cell of the wrong type", "id,area,tags\np1,1,\np2,x,\n", `row 2: column area, cell "x": not a number`},
		{"a row with a cell too few", "id,area,tags\np1,1\n", "row 1: 2 cells under 3 headings"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := table.Read(parks(), []byte(test.csv))
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestSelect(t *testing.T) {
	parsed := func(kind dataset.Type, cell string) dataset.Value {
		v, _ := dataset.Column{Type: kind}.Parse(cell)
		return v
	}
	read, err := table.FromRows(parks(), inOrder())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name  string
		query table.Query
		want  []int
		count int
	}{
		{"everything", table.Query{}, []int{0, 1, 2, 3}, 4},
		{"equal numbers with other decimals", table.Query{Filters: []table.Filter{{Column: 1, Op: table.Eq, Values: []dataset.Value{parsed(dataset.Number, "2.500")}}}}, []int{0, 1}, 2},
		{"at least, where a missing cell is nothing", table.Query{Filters: []table.Filter{{Column: 1, Op: table.Ge, Values: []dataset.Value{parsed(dataset.Number, "-9")}}}}, []int{0, 1, 2}, 3},
		{"at most", table.Query{Filters: []table.Filter{{Column: 1, Op: table.Le, Values: []dataset.Value{parsed(dataset.Number, "9.99")}}}}, []int{0, 1}, 2},
		{"one item of a list", table.Query{Filters: []table.Filter{{Column: 2, Op: table.Eq, Values: []dataset.Value{parsed(dataset.ListType, "噴水")}}}}, []int{1, 2}, 2},
		{"a missing value equals nothing", table.Query{Filters: []table.Filter{{Column: 1, Op: table.Eq, Values: []dataset.Value{{Missing: true}}}}}, []int{}, 0},
		{"descending, the missing last, ties in the table's order", table.Query{Sort: []table.SortKey{{Column: 1, Descending: true}}}, []int{2, 0, 1, 3}, 4},
		{"a page", table.Query{Offset: 1, Limit: 2}, []int{1, 2}, 4},
		{"a page beyond the end", table.Query{Offset: 9, Limit: 2}, []int{}, 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := table.Rows{Table: read, Index: test.want, Count: test.count}
			if got, err := read.Select(t.Context(), test.query); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("got %v of %d, want %v of %d", got.Index, got.Count, want.Index, want.Count)
			}
		})
	}
}

func TestFindAndDistinct(t *testing.T) {
	read, err := table.FromRows(parks(), inOrder())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, column, text string
		row                int
		found              bool
	}{
		{"a text", "id", "p1", 2, true},
		{"the first of several rows", "tags", "噴水", 1, true},
		{"a text that no row has", "id", "p9", 0, false},
		{"a text that is not of the column's type", "area", "x", 0, false},
		{"no text", "area", "", 0, false},
		{"a column that does not exist", "colour", "p1", 0, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if row, found := read.Find(test.column, test.text); row != test.row || found != test.found {
				t.Errorf("got %d, %v, want %d, %v", row, found, test.row, test.found)
			}
		})
	}
	if got, want := read.Distinct("area"), []string{"10.0", "2.5", "2.50"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := read.Distinct("colour"); got != nil {
		t.Errorf("got %q of a column that does not exist", got)
	}
}

func TestATableNeverChanges(t *testing.T) {
	data := []byte("id,area,tags\np3,2.50,\np4,2.5,噴水\np1,10.0,遊具;噴水\np2,,遊具\n")
	read, err := table.Read(parks(), data)
	if err != nil {
		t.Fatal(err)
	}
	clear(data) // the bytes it was read from
	rows, err := read.Select(t.Context(), table.Query{Sort: []table.SortKey{{Column: 0, Descending: true}}})
	if err != nil {
		t.Fatal(err)
	}
	clear(rows.Index) // an answer
	clear(read.All().Index)
	clear(read.Distinct("id"))
	cell := read.AppendText(nil, 0, 0)
	clear(cell[:cap(cell)])
	if got := texts(read, read.All().Index); !reflect.DeepEqual(got, inOrder()) {
		t.Errorf("became %q", got)
	}
}

func TestRowsWith(t *testing.T) {
	read, err := table.FromRows(parks(), inOrder())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, text string
		column     int
		want       []int
	}{
		{"a text", "p1", 0, []int{2}},
		{"equal numbers with other decimals, in the table's order", "2.500", 1, []int{0, 1}},
		{"a value that several rows have", "遊具", 2, []int{3}},
		{"a value that no row has", "p9", 0, nil},
		{"a missing value", "", 1, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			v, wrong := read.Column(test.column).Parse(test.text)
			if got := read.RowsWith(test.column, v); !wrong.Empty() || !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
			if err := read.LookUp(t.Context(), test.column); err != nil {
				t.Fatal(err)
			}
			if got := read.RowsWith(test.column, v); !reflect.DeepEqual(got, test.want) {
				t.Errorf("looked up: got %v, want %v", got, test.want)
			}
		})
	}
}
