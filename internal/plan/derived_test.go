package plan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/series"
	"hachinohe.example/opendata/internal/table"
	"hachinohe.example/opendata/internal/warning"
)

// derivation reads what a request makes of the values of a release.
func derivation(t *testing.T, rel *release.Release, raw string) (*plan.Derivation, error) {
	t.Helper()
	given, err := param.Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	p := param.New(given)
	d, err := plan.Observations().Several(p, rel, set(t, rel, "observations"), set(t, rel, "indicators"))
	if err == nil {
		err = p.Done()
	}
	return d, err
}

// made is what is shown of it, and the long rows that it is made of.
func made(t *testing.T, rel *release.Release, raw string, within ...table.Filter) (shown, long *release.Set) {
	t.Helper()
	d, err := derivation(t, rel, raw)
	if err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	values := set(t, rel, "observations")
	if shown, err = d.Shown(t.Context(), rel, values); err != nil {
		t.Fatal(err)
	}
	if long, err = d.Rows(t.Context(), rel, values, within); err != nil {
		t.Fatal(err)
	}
	if got, want := d.Long(values).Table.Columns(), long.Table.Columns(); got != want {
		t.Fatalf("%s: rows of %d columns are promised and have %d", raw, got, want)
	}
	return d.Shaped(shown, long), long
}

// requests are all frequencies with all aggregations and transforms.
func requests() []string {
	var list []string
	for _, transform := range []string{"", "&transform=change", "&transform=percent_change", "&transform=year_on_year", "&transform=index&base=2020"} {
		for _, frequency := range []string{"", "&frequency=fiscal_year", "&frequency=quarter&aggregation=avg", "&frequency=month&aggregation=max", "&frequency=year&aggregation=sum"} {
			for _, last := range []string{"", "&last=3"} {
				list = append(list, strings.TrimPrefix(frequency+transform+last, "&"))
			}
		}
	}
	return list
}

// Long and wide carry the same values: each cell of one is one of the other.
func TestWideAndLongCarryTheSameValues(t *testing.T) {
	rel := without(t, "", "")
	for _, raw := range requests() {
		for _, chosen := range []string{"indicator=ind-1,ind-2,ind-3&area=022039", "indicator=ind-2"} {
			request := strings.Trim(chosen+"&"+raw, "&")
			wide, long := made(t, rel, request+"&shape=wide")
			want := make(map[string]string)
			for row := range long.Table.Len() {
				at := func(name string) string { return long.Table.Text(long.Table.Index(name), row) }
				name := strings.NewReplacer("-", "_").Replace(at("indicator_id") + "_" + at("area_code"))
				if v := at("value"); v != "" {
					want[name+" "+at("period_start")+"/"+at("period_end")] = v
				}
			}
			got := make(map[string]string)
			for row := range wide.Table.Len() {
				for i := 3; i < wide.Table.Columns(); i++ {
					if v := wide.Table.Text(i, row); v != "" {
						got[fmt.Sprintf("%s %s/%s", wide.Table.Column(i).Name, wide.Table.Text(0, row), wide.Table.Text(1, row))] = v
					}
				}
			}
			if len(got) == 0 && !strings.Contains(raw, "last") {
				t.Errorf("%s: no values", request)
			}
			for key, v := range want {
				if got[key] != v {
					t.Errorf("%s: %s is %q, want %q", request, key, got[key], v)
				}
			}
			if len(got) != len(want) {
				t.Errorf("%s: %d values, want %d", request, len(got), len(want))
			}
		}
	}
}

// A release without a dataset or a column still answers, and says less.
func TestOlderReleasesAreDerivedFrom(t *testing.T) {
	for _, c := range []struct{ dataset, column, lacks string }{
		{"areas", "", ""},
		{"indicators", "frequency", ""},
		{"observations", "status", ""},
		{"observations", "note", ""},
		{"observations", "base_date", ""},
		{"observations", "label", "column label"},
		{"observations", "value", "column value"},
		{"observations", "area_code", "column area_code"},
	} {
		rel := without(t, c.dataset, c.column)
		d, err := derivation(t, rel, "indicator=ind-2&frequency=fiscal_year&transform=change&labels=true")
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.Rows(t.Context(), rel, set(t, rel, "observations"), nil)
		if c.column == "label" {
			c.lacks = "" // a period of a frequency has its own
		}
		lacks(t, err, c.lacks)
		if err != nil {
			continue
		}
		if d, err = derivation(t, rel, "indicator=ind-2&shape=wide"); err != nil {
			t.Fatal(err)
		}
		_, err = d.Shown(t.Context(), rel, set(t, rel, "observations"))
		if c.column == "label" {
			c.lacks = "column label"
		}
		lacks(t, err, c.lacks)
	}
}

func TestWhatIsRefusedOfDerivations(t *testing.T) {
	rel := without(t, "", "")
	for _, c := range []struct{ raw, parameter string }{
		{"aggregation=sum", "aggregation"},
		{"base=2020", "base"},
		{"transform=index&base=2020-13", "base"},
		{"transform=index&base=2021-02-29", "base"},
		{"transform=growth", "transform"},
		{"frequency=week", "frequency"},
		{"shape=long&labels=maybe", "labels"},
		{"shape=wide&labels=true", "labels"},
		{"last=0", "last"},
		{"area=八戸", "area"},
		{"indicator=ind-99", "indicator"},
		{"frequency=year&frequency=month", "frequency"},
	} {
		_, err := derivation(t, rel, c.raw)
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), c.parameter) {
			t.Errorf("%s: %v", c.raw, err)
		}
	}
}

// Two spellings of one request are one.
func TestCanonicalDerivations(t *testing.T) {
	rel := without(t, "", "")
	a, err := derivation(t, rel, "area=八戸市&indicator=ind-2, ind-1,ind-1&shape=long&aggregation=last&labels=false&frequency=year")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(a.Given), "map[area:022039 frequency:year indicator:ind-1,ind-2]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// What is said of values: the last fiscal year ends in December, the rate has
// breaks, and a stated frequency keeps its code.
func TestWhatIsSaidOfValues(t *testing.T) {
	rel := without(t, "", "")
	d, err := derivation(t, rel, "indicator=ind-2&area=022039&frequency=fiscal_year&last=1")
	if err != nil {
		t.Fatal(err)
	}
	long, err := d.Rows(t.Context(), rel, set(t, rel, "observations"), nil)
	if err != nil {
		t.Fatal(err)
	}
	about, err := d.Describe(t.Context(), rel, long, table.Query{})
	if err != nil {
		t.Fatal(err)
	}
	var codes []warning.Code
	for _, w := range about.Warnings {
		codes = append(codes, w.Code)
		if w.Place == nil || w.Place.PeriodStart != "2022-04-01" || w.Place.AreaCode != "022039" || w.Message == "" || w.MessageEn == "" {
			t.Errorf("%+v", w)
		}
	}
	if want := []warning.Code{warning.SeriesBreak, warning.IncompletePeriod}; !slices.Equal(codes, want) {
		t.Errorf("%v, want %v", codes, want)
	}
	if len(about.Indicators) != 1 || about.Indicators[0].Unit != "%" || len(about.Areas) != 1 || about.Areas[0].Name != "八戸市" {
		t.Errorf("%+v", about)
	}
}

// Values of a frequency that do not fit it are left out, and that is said.
func TestValuesOfLongerPeriodsAreToldOf(t *testing.T) {
	rel := without(t, "", "")
	values := *set(t, rel, "observations")
	var rows [][]string
	for _, cells := range [][2]string{{"2020-04-01", "2021-03-31"}, {"2021-04-01", "2021-04-30"}} {
		rows = append(rows, []string{"ind-1", "022039", cells[0], cells[1], "年度", "1", "", "A", "", "出典"})
	}
	var err error
	if values.Table, err = table.FromRows(values.Schema, rows); err != nil {
		t.Fatal(err)
	}
	d, err := derivation(t, rel, "frequency=month")
	if err != nil {
		t.Fatal(err)
	}
	long, err := d.Rows(t.Context(), rel, &values, nil)
	if err != nil || long.Table.Len() != 1 {
		t.Fatal(long.Table.Len(), err)
	}
	about, err := d.Describe(t.Context(), rel, long, table.Query{})
	if err != nil || len(about.Warnings) != 1 || about.Warnings[0].Code != warning.LongerPeriod {
		t.Errorf("%+v %v", about.Warnings, err)
	}
}

// More series than columns, and more values than memory, are refused with a cure.
func TestBoundsOfDerivations(t *testing.T) {
	rel := without(t, "", "")
	values := *set(t, rel, "observations")
	var rows [][]string
	for i := range 100_001 {
		area := fmt.Sprintf("%06d", i%201)
		rows = append(rows, []string{"ind-1", area, "2020-04-01", "2020-04-01", "日", "1", "", "A", "", "出典"})
	}
	var err error
	if values.Table, err = table.FromRows(values.Schema, rows); err != nil {
		t.Fatal(err)
	}
	d := &plan.Derivation{Wide: true, As: series.Last}
	if _, err := d.Shown(t.Context(), rel, &values); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "201") {
		t.Error(err)
	}
	if _, err := d.Rows(t.Context(), rel, &values, nil); fault.KindOf(err) != fault.TooLarge || !strings.Contains(err.Error(), "100000") {
		t.Error(err)
	}
}

// Names that become one are told apart.
func TestColumnsOfAWideShapeHaveNamesOfTheirOwn(t *testing.T) {
	rel := without(t, "", "")
	values := *set(t, rel, "observations")
	var rows [][]string
	for _, indicator := range []string{"a-b", "a.b", "a_b"} {
		rows = append(rows, []string{indicator, "022039", "2020-04-01", "2020-04-01", "日", "1", "", "A", "", "出典"})
	}
	var err error
	if values.Table, err = table.FromRows(values.Schema, rows); err != nil {
		t.Fatal(err)
	}
	d := &plan.Derivation{Wide: true, As: series.Last}
	wide, err := d.Shown(t.Context(), rel, &values)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range wide.Schema.Columns[3:] {
		names = append(names, c.Name)
	}
	if want := []string{"a_b_022039", "a_b_022039_2", "a_b_022039_3"}; !slices.Equal(names, want) {
		t.Errorf("%v", names)
	}
}
