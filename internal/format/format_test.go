package format_test

import (
	"encoding/json"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/table"
)

// parks has a column of every type, a constant one, and one row of missing
// cells.
func parks(t *testing.T) *table.Table {
	t.Helper()
	schema := dataset.Schema{
		Columns: []dataset.Column{
			{Name: "city", Title: lang.T("市", "City"), Type: dataset.String, Constant: "八戸市"},
			{Name: "id", Title: lang.T("番号, 通し", "Number"), Type: dataset.Integer},
			{Name: "name", Title: lang.T("名称", "Name"), Type: dataset.String},
			{Name: "area", Title: lang.T("面積", "Area"), Type: dataset.Number},
			{Name: "open", Title: lang.T("公開", "Open"), Type: dataset.Boolean},
			{Name: "since", Title: lang.T("開園日", "Since"), Type: dataset.DateType},
			{Name: "month", Title: lang.T("点検月", "Month"), Type: dataset.MonthType},
			{Name: "tags", Title: lang.T("設備", "Facilities"), Type: dataset.ListType},
		},
		Key: []string{"id"}, Order: []string{"id"},
	}
	parks, err := table.FromRows(schema, [][]string{
		{"1", `中央"公園", <b>\`, "10.0", "true", "1990-04-01", "2026-05", "遊具;噴水"},
		{"2", "", "", "", "", "", ""},
		{"3", "\U0001f333", "-0.50", "false", "0001-01-01", "0001-01", "x"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return parks
}

func TestCSV(t *testing.T) {
	all := []int{0, 1, 2, 3, 4, 5, 6}
	for _, test := range []struct {
		name    string
		columns []int
		layout  format.Layout
		want    string
	}{
		{
			"plain", all, format.Layout{}, "" +
				"id,name,area,open,since,month,tags\r\n" +
				"1,\"中央\"\"公園\"\", <b>\\\",10.0,true,1990-04-01,2026-05,遊具;噴水\r\n" +
				"2,,,,,,\r\n" +
				"3,\U0001f333,-0.50,false,0001-01-01,0001-01,x\r\n",
		},
		{
			"as files have it",
			[]int{0, 2},
			format.Layout{BOM: true, Japanese: true, Constant: true},
			"\ufeff市,\"番号, 通し\",面積\r\n八戸市,1,10.0\r\n八戸市,2,\r\n八戸市,3,-0.50\r\n",
		},
		{
			"columns in the order asked for",
			[]int{6, 0},
			format.Layout{},
			"tags,id\r\n遊具;噴水,1\r\n,2\r\nx,3\r\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := written(t, format.CSV(), parks(t).All(), test.columns, test.layout)
			if string(got) != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// A cell is quoted where RFC 4180 requires it, and nowhere else.
func TestQuotesOfCSV(t *testing.T) {
	got := string(cellsOf(t, format.CSV(), "a", "b c", "d,e", `f"g`, "h\ri", "j\nk", "l;m", ""))
	want := "a,b,c,d,e,f,g,h\r\n" + "a,b c,\"d,e\",\"f\"\"g\",\"h\ri\",\"j\nk\",l;m,\r\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A format can do what is asked only if it can do all of it.
func TestWhatFormatsCarry(t *testing.T) {
	five := format.List{format.JSON(), format.CSV(), format.NDJSON(), format.TSV(), format.XLSX()}
	for _, c := range []struct {
		content format.Content
		want    string
	}{
		{format.Lists, "json csv ndjson tsv xlsx"},
		{format.OneRelated, "json csv ndjson tsv xlsx"},
		{format.ManyRelated, "json ndjson"},
		{format.Lists | format.ManyRelated, "json ndjson"},
		{format.Files, "json csv tsv xlsx"},
		{format.Files | format.ManyRelated, "json"},
	} {
		if got := strings.Join(five.With(c.content).Names(), " "); got != c.want {
			t.Errorf("%b: %s, want %s", c.content, got, c.want)
		}
	}
}

func TestJSON(t *testing.T) {
	for _, test := range []struct {
		name    string
		rows    []int
		columns []int
		want    string
	}{
		{
			"every type, and missing cells: null, but an empty list",
			[]int{0, 1, 2},
			[]int{0, 1, 2, 3, 4, 5, 6},
			`[
{"id":1,"name":"中央\"公園\", <b>\\","area":10.0,"open":true,"since":"1990-04-01","month":"2026-05","tags":["遊具","噴水"]},
{"id":2,"name":null,"area":null,"open":null,"since":null,"month":null,"tags":[]},
{"id":3,"name":"` + "\U0001f333" + `","area":-0.50,"open":false,"since":"0001-01-01","month":"0001-01","tags":["x"]}
]`,
		},
		{"columns in the order asked for", []int{2}, []int{2, 0}, "[\n{\"area\":-0.50,\"id\":3}\n]"},
		{"no rows", nil, []int{0}, "[\n]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			rows := table.Rows{Table: parks(t), Index: test.rows}
			if got := written(t, format.JSON(), rows, test.columns, format.Layout{}); string(got) != test.want+"\n" {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func FuzzAppendString(f *testing.F) {
	for _, s := range []string{"", "八戸市", `"\`, "\x00\x1f\x7f\n\t", "\xff\xc3", "\u2028\U0001f333", "</script>&"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		standard, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var got, want string
		if err := json.Unmarshal(standard, &want); err != nil {
			t.Fatal(err)
		}
		ours := format.AppendString(nil, s)
		if err := json.Unmarshal(ours, &got); err != nil || got != want {
			t.Errorf("%q became %s, read as %q, want %q (%v)", s, ours, got, want, err)
		}
	})
}
