package format_test

import (
	"context"
	"errors"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/table"
)

// named returns a table of ids and names.
func named(t *testing.T, rows ...[]string) *table.Table {
	t.Helper()
	read, err := table.FromRows(dataset.Schema{Columns: []dataset.Column{
		{Name: "id", Title: lang.T("番号", "Number"), Type: dataset.Integer},
		{Name: "name", Title: lang.T("名称", "Name"), Type: dataset.String},
	}}, rows)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// TestRelated writes measures with the one policy they belong to, which may be
// none, its goal, and the indicators that measure them.
func TestRelated(t *testing.T) {
	measures := named(t, []string{"1", "窓口"}, []string{"2", "防災"}, []string{"3", "A, B"})
	policies := named(t, []string{"10", "くらし"}, []string{"11", ""})
	goals := named(t, []string{"100", `"目標"`})
	indicators := named(t, []string{"7", "件数"}, []string{"8", "率"})
	choose := func(of ...[]int) func(int) []int { return func(row int) []int { return of[row] } }

	goal := format.Related{Name: "goal", Rows: choose([]int{0}, nil), Shape: format.Whole(goals)}
	policy := format.Related{Name: "policy", Rows: choose([]int{0}, []int{1}, nil), Shape: format.Whole(policies)}
	policy.Shape.Related = []format.Related{goal}
	measured := format.Related{Name: "indicators", Many: true, Rows: choose(nil, []int{1}, []int{1, 0}), Shape: format.Only(indicators, []int{1})}
	measured.Shape.Related = []format.Related{{Name: "measure", Rows: choose([]int{2}, nil), Shape: format.Only(measures, []int{0})}}
	nothing := format.Shape{Table: measures}

	for _, test := range []struct {
		name         string
		related      []format.Related
		csv, objects string
	}{
		{
			"nothing related", nil,
			"id,name\r\n1,窓口\r\n2,防災\r\n3,\"A, B\"\r\n",
			`{"id":1,"name":"窓口"}` + "\n" + `{"id":2,"name":"防災"}` + "\n" + `{"id":3,"name":"A, B"}` + "\n",
		},
		{
			"one, one whose own is none, and none",
			[]format.Related{policy},
			"id,name,policy.id,policy.name,policy.goal.id,policy.goal.name\r\n" +
				"1,窓口,10,くらし,100,\"\"\"目標\"\"\"\r\n2,防災,11,,,\r\n3,\"A, B\",,,,\r\n",
			`{"id":1,"name":"窓口","policy":{"id":10,"name":"くらし","goal":{"id":100,"name":"\"目標\""}}}` + "\n" +
				`{"id":2,"name":"防災","policy":{"id":11,"name":null,"goal":null}}` + "\n" +
				`{"id":3,"name":"A, B","policy":null}` + "\n",
		},
		{
			"a list, which CSV leaves out, with what its rows refer to",
			[]format.Related{measured},
			"id,name\r\n1,窓口\r\n2,防災\r\n3,\"A, B\"\r\n",
			`{"id":1,"name":"窓口","indicators":[]}` + "\n" +
				`{"id":2,"name":"防災","indicators":[{"name":"率","measure":null}]}` + "\n" +
				`{"id":3,"name":"A, B","indicators":[{"name":"率","measure":null},{"name":"件数","measure":{"id":3}}]}` + "\n",
		},
		{
			"several, in the order given, and one without columns",
			[]format.Related{measured, {Name: "self", Rows: choose([]int{0}, []int{1}, nil), Shape: nothing}, {Name: "policy", Rows: policy.Rows, Shape: format.Only(policies, []int{1})}},
			"id,name,policy.name\r\n1,窓口,くらし\r\n2,防災,\r\n3,\"A, B\",\r\n",
			`{"id":1,"name":"窓口","indicators":[],"self":{},"policy":{"name":"くらし"}}` + "\n" +
				`{"id":2,"name":"防災","indicators":[{"name":"率","measure":null}],"self":{},"policy":{"name":null}}` + "\n" +
				`{"id":3,"name":"A, B","indicators":[{"name":"率","measure":null},{"name":"件数","measure":{"id":3}}],"self":null,"policy":null}` + "\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			shape := format.Whole(measures)
			shape.Related = test.related
			rows := measures.All().Index
			if got := string(shaped(t, format.CSV(), shape, rows, format.Layout{})); got != test.csv {
				t.Errorf("CSV: got\n%s\nwant\n%s", got, test.csv)
			}
			if got := string(shaped(t, format.NDJSON(), shape, rows, format.Layout{})); got != test.objects {
				t.Errorf("NDJSON: got\n%s\nwant\n%s", got, test.objects)
			}
		})
	}
}

func TestJapaneseHeadingsOfWhatIsRelated(t *testing.T) {
	shape := format.Whole(named(t))
	shape.Related = []format.Related{{Name: "policy", Shape: format.Whole(named(t))}}
	got := string(shaped(t, format.CSV(), shape, nil, format.Layout{Japanese: true}))
	if want := "番号,名称,policy.番号,policy.名称\r\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestPartsOfAnArrayAreTheArray: rows that are streamed some at a time.
func TestPartsOfAnArrayAreTheArray(t *testing.T) {
	read := named(t, []string{"1", "a"}, []string{"2", "b"}, []string{"3", "c"})
	w, err := format.JSON().New(format.Subject{Shape: format.Whole(read)})
	if err != nil {
		t.Fatal(err)
	}
	parts, _ := w.Begin(nil, -1)
	for _, rows := range [][]int{{0}, nil, {1, 2}} {
		if parts, err = w.Rows(t.Context(), parts, rows); err != nil {
			t.Fatal(err)
		}
	}
	parts, _ = w.End(parts)
	if whole := written(t, format.JSON(), read.All(), []int{0, 1}, format.Layout{}); string(parts) != string(whole) {
		t.Errorf("got %s, want %s", parts, whole)
	}
}

// crossing is rows that all refer to all, so many levels deep, and counts how
// often it is asked what one refers to.
func crossing(t *testing.T, rows, levels int) (shape format.Shape, asked *int) {
	t.Helper()
	cells := make([][]string, rows)
	for i := range cells {
		cells[i] = []string{"1", "a"}
	}
	read := named(t, cells...)
	asked = new(int)
	shape = format.Whole(read)
	for range levels {
		below := shape
		shape = format.Whole(read)
		shape.Related = []format.Related{{Name: "all", Many: true, Shape: below, Rows: func(int) []int {
			*asked++
			return read.All().Index
		}}}
	}
	return shape, asked
}

// A row that would hold 100 million objects stops inside of it.
func TestARowStopsWhereItIsTooLong(t *testing.T) {
	const most, leaf = 10_000, len(`{"id":1,"name":"a"},`)
	shape, asked := crossing(t, 100, 4)
	got, err := format.NewObjects(shape).AppendWithin(t.Context(), []byte("before"), 0, most)
	if !errors.Is(err, format.ErrTooLong) || len(got) <= most || len(got) > most+4*2*leaf { // an object of each level
		t.Errorf("%v after %d bytes", err, len(got))
	}
	if *asked > most/(100*leaf)+4 {
		t.Errorf("it is asked %d times what a row refers to", *asked)
	}
}

// A row that is as long as it may be is whole; each line may be so long.
func TestRowsWithinTheirBoundAreWhole(t *testing.T) {
	shape, _ := crossing(t, 3, 2)
	o := format.NewObjects(shape)
	whole := o.Append(nil, 0)
	most := len(whole) - len("]}") // which end it
	for _, test := range []struct {
		name string
		most int
		want error
	}{{"just", most, nil}, {"a byte too long", most - 1, format.ErrTooLong}} {
		got, err := format.NDJSON().Append(t.Context(), nil, format.Subject{Shape: shape, MaxRow: test.most}, []int{0, 1})
		if !errors.Is(err, test.want) || err == nil && string(got) != string(whole)+"\n"+string(whole)+"\n" {
			t.Errorf("%s: %v, %s", test.name, err, got)
		}
	}
}

// Whoever does not want a row any longer gets no more of it than one object.
func TestARowEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	shape, _ := crossing(t, 100, 1)
	got, err := format.NewObjects(shape).AppendWithin(ctx, nil, 0, 1<<20)
	if want := `{"id":1,"name":"a","all":[{"id":1,"name":"a"}`; !errors.Is(err, context.Canceled) || string(got) != want {
		t.Errorf("%v: %s, want %s", err, got, want)
	}
}
