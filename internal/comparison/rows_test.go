package comparison_test

import (
	"reflect"
	"slices"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/comparison"
	"hachinohe.example/opendata/internal/release"
)

// said writes a row as its cells, null as a dash.
func said(t *testing.T, rows []comparison.ChangeRow) [][]string {
	t.Helper()
	var list [][]string
	for _, row := range rows {
		cells, err := row.Cells()
		if err != nil {
			t.Fatal(err)
		}
		for i, value := range map[int]*string{3: row.Column, 4: row.Property, 5: row.Old, 6: row.New} {
			if value == nil {
				cells[i] = "-"
			}
		}
		list = append(list, cells)
	}
	return list
}

func expect(t *testing.T, name string, rows []comparison.ChangeRow, want [][]string) {
	t.Helper()
	if got := said(t, rows); !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got\n%q\nwant\n%q", name, got, want)
	}
}

// Each row says which release last brought the difference, and why.
func TestRecordsAndCells(t *testing.T) {
	a := trees(t)
	const t1, t2, t3 = `{"id":"t-1"}`, `{"id":"t-2"}`, `{"id":"t-3"}`
	for _, c := range []struct {
		name     string
		from, to int
		want     [][]string
	}{
		{"what came, changed and went", 1, 3, [][]string{
			{"trees", "changed", t1, "height", "-", "1.5", "2.5", "2", "correction"},
			{"trees", "changed", t1, "kind", "-", "松", "-", "3", "correction"},
			{"trees", "added", t3, "-", "-", "-", "-", "3", "correction"},
			{"trees", "removed", t2, "-", "-", "-", "-", "3", "correction"},
		}},
		{"the other way round", 3, 1, [][]string{
			{"trees", "changed", t1, "height", "-", "2.5", "1.5", "2", "correction"},
			{"trees", "changed", t1, "kind", "-", "-", "松", "3", "correction"},
			{"trees", "added", t2, "-", "-", "-", "-", "3", "correction"},
			{"trees", "removed", t3, "-", "-", "-", "-", "3", "correction"},
		}},
		{"what is as it was", 1, 4, nil},
		{"a release and itself", 2, 2, nil},
	} {
		expect(t, c.name, a.rows(c.from, c.to, ""), c.want)
	}
}

// A cell that differs is a row of its own, and so is what a dataset, a column or
// a property is.
func TestDefinitions(t *testing.T) {
	const csv = "id,height,kind\nt-1,1.5,松\n"
	before, after := own(t, "trees", inMetres, csv), own(t, "trees", inCentimetres, csv)
	benches := own(t, "benches", ofBenches, "id\nb-1\n")
	a := published(t, map[int]release.Reason{2: release.UnitChange, 3: release.NewData},
		[]dataset.Source{before}, []dataset.Source{after}, []dataset.Source{after, benches}, []dataset.Source{after})
	for _, c := range []struct {
		name     string
		from, to int
		only     string
		want     [][]string
	}{
		{"a unit, a title and a description", 1, 2, "trees", [][]string{
			{"trees", "column_changed", "{}", "height", "-", "m", "cm", "2", "unit_change"},
			{"trees", "column_changed", "{}", "kind", "-", "-", "-", "2", "unit_change"},
			{"trees", "metadata_changed", "{}", "-", "title", "街路樹", "木", "2", "unit_change"},
			{"trees", "metadata_changed", "{}", "kind", "description", "-", "樹種", "2", "unit_change"},
		}},
		{"a dataset that came", 2, 3, "benches", [][]string{
			{"benches", "dataset_added", "{}", "-", "-", "-", "-", "3", "new_data"},
			{"benches", "added", `{"id":"b-1"}`, "-", "-", "-", "-", "3", "new_data"},
		}},
		{"a dataset that went", 3, 4, "benches", [][]string{
			{"benches", "dataset_removed", "{}", "-", "-", "-", "-", "4", "correction"},
			{"benches", "removed", `{"id":"b-1"}`, "-", "-", "-", "-", "4", "correction"},
		}},
		{"a dataset that stayed", 2, 3, "trees", nil},
	} {
		expect(t, c.name, a.rows(c.from, c.to, c.only), c.want)
	}
}

// A record is named by the key of the release that has it.
func TestTheKeyNeedNotBeTheSame(t *testing.T) {
	a := published(t, nil,
		[]dataset.Source{own(t, "trees", inMetres, "id,height,kind\nt-1,1.5,松\nt-2,3.0,桜\n")},
		[]dataset.Source{own(t, "trees", byCode, "code,height,kind\nt-1,2.5,松\nt-3,3.0,桜\n")})
	var got []string
	for _, row := range said(t, a.rows(1, 2, "trees")) {
		got = append(got, row[1]+" "+row[2]+" "+row[3]+" "+row[5])
	}
	want := []string{
		"column_added {} code -", "column_removed {} id -", "metadata_changed {} - id",
		`changed {"code":"t-1"} code -`, `changed {"code":"t-1"} height 1.5`, `added {"code":"t-3"} - -`, `removed {"id":"t-2"} - -`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// A page is a part of the rows, wherever it begins and ends.
func TestPages(t *testing.T) {
	const csv = "id,height,kind\nt-1,1.5,松\n"
	benches := own(t, "benches", ofBenches, "id\nb-1\nb-2\n")
	a := published(t, map[int]release.Reason{2: release.UnitChange},
		[]dataset.Source{own(t, "trees", inMetres, csv)}, []dataset.Source{own(t, "trees", inCentimetres, csv), benches})
	list := a.sections(1, 2, "")
	all := slices.Collect(list.Rows(0, 0))
	if len(list) < 3 || len(all) != list.Len() || len(all) < 8 {
		t.Fatalf("%d rows in %d sections", len(all), len(list))
	}
	for offset := range len(all) + 2 {
		for limit := range len(all) + 2 {
			want := all[min(offset, len(all)):]
			if limit > 0 {
				want = want[:min(limit, len(want))]
			}
			got := slices.Collect(list.Rows(offset, limit))
			if len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
				t.Errorf("%d rows from %d on are %d of %d", limit, offset, len(got), len(want))
			}
		}
	}
	for row := range list.Rows(1, 0) {
		if !reflect.DeepEqual(row, all[1]) {
			t.Errorf("begins with %v", row)
		}
		break // which ends it
	}
}

func TestCells(t *testing.T) {
	column, old := "height", "<1.5>"
	row := comparison.ChangeRow{
		Dataset: "trees", Kind: "changed", Key: map[string]string{"id": `a"b`, "area": "&"}, Column: &column, Old: &old, Release: 12, Reason: "correction",
	}
	got, err := row.Cells()
	want := []string{"trees", "changed", `{"area":"&","id":"a\"b"}`, "height", "", "<1.5>", "", "12", "correction"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q %v", got, err)
	}
	var names []string
	for _, c := range comparison.Schema().Columns {
		names = append(names, c.Name)
	}
	if !slices.Equal(names, []string{"dataset", "kind", "key", "column", "property", "old", "new", "release", "reason"}) {
		t.Errorf("the columns are %q", names)
	}
}
