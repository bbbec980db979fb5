package release_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
)

// change is a release.Change with its records written out.
type change struct {
	dataset    string
	kind       release.ChangeKind
	columns    []release.ColumnChange
	properties []release.PropertyChange
	records    []release.RecordChange
	release    int
}

func writtenOut(changes []release.Change) []change {
	var list []change
	for _, c := range changes {
		list = append(list, change{c.Dataset, c.Kind, c.Columns, c.Properties, slices.Collect(c.Records.All()), c.Release})
	}
	return list
}

// sheet is a table as a person would write it: rows by key, cells by column.
type sheet map[string]map[string]string

// only builds a release of one dataset, without a check of the sources.
func only(tb testing.TB, schema, csv string) *release.Release {
	tb.Helper()
	d, err := dataset.ParseTableSchema("trees", []byte(schema))
	if err != nil {
		tb.Fatal(err)
	}
	r, err := release.Build(release.Meta{Number: 1}, []dataset.Source{{Dataset: d, CSV: []byte(csv)}})
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func (s sheet) release(t *testing.T, columns []string) *release.Release {
	t.Helper()
	var schema, csv strings.Builder
	schema.WriteString(`{"fields": [{"name": "id"}, {"name": "part", "type": "integer"}`)
	csv.WriteString("id,part")
	for _, c := range columns {
		fmt.Fprintf(&schema, `, {"name": %q}`, c)
		csv.WriteString("," + c)
	}
	schema.WriteString(`], "primaryKey": ["id", "part"]}`)
	for _, key := range slices.Sorted(maps.Keys(s)) {
		csv.WriteString("\n" + key)
		for _, c := range columns {
			csv.WriteString("," + s[key][c])
		}
	}
	return only(t, schema.String(), csv.String()+"\n")
}

// naiveDiff compares two sheets cell by cell: what is to be said of each key.
func naiveDiff(from, to sheet, columns []string) map[string]release.RecordChange {
	out := make(map[string]release.RecordChange)
	for key, row := range to {
		change := release.RecordChange{Kind: release.Changed, Key: strings.Split(key, ",")}
		before, ok := from[key]
		if !ok {
			change.Kind = release.Added
			out[key] = change
			continue
		}
		for _, c := range columns {
			if before[c] != row[c] {
				change.Fields = append(change.Fields, release.FieldChange{Column: c, Old: before[c], New: row[c]})
			}
		}
		if change.Fields != nil {
			out[key] = change
		}
	}
	for key := range from {
		if _, ok := to[key]; !ok {
			out[key] = release.RecordChange{Kind: release.Removed, Key: strings.Split(key, ",")}
		}
	}
	return out
}

func randomSheet(rng *rand.Rand, columns []string) sheet {
	s := make(sheet)
	for range rng.IntN(12) {
		row := make(map[string]string)
		for _, c := range columns {
			row[c] = []string{"", "a", "b", "1", "1.0", "松"}[rng.IntN(6)]
		}
		s[fmt.Sprintf("%c,%d", 'a'+rng.IntN(4), 7*rng.IntN(4))] = row // 14 comes before 7 as a text
	}
	return s
}

func TestADiffSaysWhatAComparisonCellByCellSays(t *testing.T) {
	rng := rand.New(rand.NewPCG(72, 3))
	all := []string{"height", "kind", "note", "planted"}
	records := 0
	for range 500 {
		before, after := all[:1+rng.IntN(4)], all[rng.IntN(2):2+rng.IntN(3)]
		from, to := randomSheet(rng, before), randomSheet(rng, after)
		got := make(map[string]release.RecordChange)
		for _, c := range release.Diff(from.release(t, before), to.release(t, after)) {
			if c.Dataset == "trees" {
				got = byKey(t, c)
			}
		}
		want := naiveDiff(from, to, after)
		records += len(want)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("from %v\nto %v\ngot %v\nwant %v", from, to, got, want)
		}
	}
	t.Logf("%d changed records", records)
}

func byKey(t *testing.T, c release.Change) map[string]release.RecordChange {
	t.Helper()
	out := make(map[string]release.RecordChange)
	for r := range c.Records.All() {
		key := strings.Join(r.Key, ",")
		if _, ok := out[key]; ok {
			t.Fatalf("%s comes twice", key)
		}
		out[key] = r
	}
	return out
}

const wide = `{"fields": [{"name": "id"}, {"name": "x", "type": "TYPE", "title": "TITLE", "unit": "UNIT"}], "primaryKey": "id"}`

func column(kind, title, unit string) string {
	return strings.NewReplacer("TYPE", kind, "TITLE", title, "UNIT", unit).Replace(wide)
}

func TestADiffOfColumns(t *testing.T) {
	for _, test := range []struct {
		name             string
		from, to         string
		fromCSV, toCSV   string
		want             change
		dictionaryAsWell bool
	}{
		{
			"another unit", column("number", "幅", "m"), column("number", "幅", "cm"), "id,x\na,1\n", "id,x\na,1\n",
			change{dataset: "trees", kind: release.Changed, columns: []release.ColumnChange{{Kind: release.Changed, Column: "x", OldUnit: "m", NewUnit: "cm"}}},
			true,
		},
		{
			"another title", column("number", "幅", "m"), column("number", "はば", "m"), "id,x\na,1\n", "id,x\na,1\n",
			change{dataset: "trees", kind: release.Changed, columns: []release.ColumnChange{{Kind: release.Changed, Column: "x", OldUnit: "m", NewUnit: "m"}}, properties: []release.PropertyChange{{Column: "x", Property: "title", Old: "幅", New: "はば"}}},
			true,
		},
		{
			"another type with the same cells", column("integer", "幅", "m"), column("string", "幅", "m"), "id,x\na,1\n", "id,x\na,1\n",
			change{dataset: "trees", kind: release.Changed, columns: []release.ColumnChange{{Kind: release.Changed, Column: "x", OldUnit: "m", NewUnit: "m"}}, properties: []release.PropertyChange{{Column: "x", Property: "type", Old: "integer", New: "string"}}},
			true,
		},
		{
			"another type with the same value in other cells", column("integer", "幅", "m"), column("boolean", "幅", "m"), "id,x\na,1\n", "id,x\na,true\n",
			change{
				dataset: "trees", kind: release.Changed, columns: []release.ColumnChange{{Kind: release.Changed, Column: "x", OldUnit: "m", NewUnit: "m"}}, properties: []release.PropertyChange{{Column: "x", Property: "type", Old: "integer", New: "boolean"}},
				records: []release.RecordChange{{Kind: release.Changed, Key: []string{"a"}, Fields: []release.FieldChange{{Column: "x", Old: "1", New: "true"}}}},
			},
			true,
		},
		{
			"another key", column("integer", "幅", "m"), strings.Replace(column("integer", "幅", "m"), `"primaryKey": "id"`, `"primaryKey": ["id", "x"]`, 1), "id,x\na,1\n", "id,x\na,1\n",
			change{
				dataset: "trees", kind: release.Changed, columns: []release.ColumnChange{{Kind: release.Changed, Column: "x", OldUnit: "m", NewUnit: "m"}}, properties: []release.PropertyChange{{Property: "primaryKey", Old: "id", New: "id;x"}, {Column: "x", Property: "constraints", New: `{"required":true}`}},
				records: []release.RecordChange{{Kind: release.Added, Key: []string{"a", "1"}}, {Kind: release.Removed, Key: []string{"a"}}},
			},
			true,
		},
		{
			"one decimal more", column("number", "幅", "m"), column("number", "幅", "m"), "id,x\na,1.0\nb,\n", "id,x\na,1.00\nb,0\n",
			change{dataset: "trees", kind: release.Changed, records: []release.RecordChange{
				{Kind: release.Changed, Key: []string{"a"}, Fields: []release.FieldChange{{Column: "x", Old: "1.0", New: "1.00"}}},
				{Kind: release.Changed, Key: []string{"b"}, Fields: []release.FieldChange{{Column: "x", Old: "", New: "0"}}},
			}},
			false,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := writtenOut(release.Diff(only(t, test.from, test.fromCSV), only(t, test.to, test.toCSV)))
			if len(got) == 0 || !reflect.DeepEqual(got[0], test.want) || len(got) > 1 != test.dictionaryAsWell {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

// A record is the same whatever the decimals of its key.
func TestADiffFindsRecordsByTheValueOfTheirKey(t *testing.T) {
	const schema = `{"fields": [{"name": "no", "type": "number"}, {"name": "name"}], "primaryKey": "no"}`
	from, to := only(t, schema, "no,name\n1,a\n2.50,b\n10,c\n"), only(t, schema, "no,name\n1.0,a\n2.5,b\n10,d\n")
	want := []release.RecordChange{
		{Kind: release.Changed, Key: []string{"1.0"}, Fields: []release.FieldChange{{Column: "no", Old: "1", New: "1.0", Release: 2}}},
		{Kind: release.Changed, Key: []string{"2.5"}, Fields: []release.FieldChange{{Column: "no", Old: "2.50", New: "2.5", Release: 2}}},
		{Kind: release.Changed, Key: []string{"10"}, Fields: []release.FieldChange{{Column: "name", Old: "c", New: "d", Release: 2}}},
	}
	changes := release.Diff(from, to)
	if len(changes) != 1 {
		t.Fatalf("got %+v", changes)
	}
	c := &changes[0]
	if !c.Attribute(c.Snapshot(&from.Sets[0]), c.Snapshot(&to.Sets[0]), 2) {
		t.Error("a difference has no release")
	}
	if got := slices.Collect(c.Records.All()); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestADiffWithNothingAddsEverythingAndWithItselfIsEmpty(t *testing.T) {
	r := build(t)
	records := 0
	for _, c := range release.Diff(nil, r) {
		if c.Kind != release.Added {
			t.Errorf("%s: %s", c.Dataset, c.Kind)
		}
		records += c.Records.Len()
	}
	want := 0
	for i := range r.Sets {
		want += r.Sets[i].Table.Len()
	}
	if records != want {
		t.Errorf("%d records, want %d", records, want)
	}
	if got := release.Diff(r, build(t)); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestNothingIsSaidOfADatasetThatWasWithdrawn(t *testing.T) {
	l := ledgertest.FourReleases(t, ledgertest.NewMemory())
	h := l.History()
	first, err := l.Repo.Release(t.Context(), h, 1)
	if err != nil {
		t.Fatal(err)
	}
	second, err := l.Repo.Release(t.Context(), h, 2)
	if err != nil {
		t.Fatal(err)
	}
	if got := append(release.Diff(first, second), release.Diff(second, first)...); got != nil {
		t.Errorf("got %v", got)
	}
}
