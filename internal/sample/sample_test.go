package sample_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/sample"
	"hachinohe.example/opendata/internal/source"
)

func releases(t *testing.T) []*release.Release {
	t.Helper()
	sources, err := source.Read(dataset.Embedded(), nil)
	if err != nil {
		t.Fatal(err)
	}
	made, err := sample.Releases(sources)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// laid is the nth sources of the sample under the names of the real datasets, with
// some replacement of the mark.
func laid(t *testing.T, n int, mark string) fstest.MapFS {
	t.Helper()
	folder := os.DirFS("source/" + strconv.Itoa(n))
	names, err := fs.Glob(folder, "*.csv")
	if err != nil || len(names) != 3 {
		t.Fatalf("%v, %v", names, err)
	}
	out := make(fstest.MapFS)
	for _, name := range names {
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			t.Fatal(err)
		}
		if mark != dataset.SampleMark { // as if the rows were real
			data = []byte(strings.NewReplacer(dataset.SampleMark, mark, dataset.SampleMarkEn, mark, "sample-", "trial-").Replace(string(data)))
		}
		out[name] = &fstest.MapFile{Data: data}
	}
	return out
}

// The sample satisfies every rule that real indicators must.
func TestTheSampleIsAsRealDataMustBe(t *testing.T) {
	for n := range 3 {
		if _, err := source.Read(dataset.Embedded(), laid(t, n+1, "試験")); err != nil {
			t.Errorf("%d: %v", n+1, err)
		}
	}
}

// Whatever file it is copied into, the sample cannot be published: every file of it
// is refused.
func TestTheSampleIsRefusedAsASource(t *testing.T) {
	for n := range 3 {
		_, err := source.Read(dataset.Embedded(), laid(t, n+1, dataset.SampleMark))
		e, ok := err.(*fault.Error) //nolint:errorlint // it is not wrapped
		if !ok {
			t.Fatalf("%d: %v", n+1, err)
		}
		var files []string
		for _, f := range e.Fields {
			if strings.Contains(f.Message.Ja, "公表できません") {
				file, _, _ := strings.Cut(f.Place, ":")
				files = append(files, file)
			}
		}
		if want := []string{"indicators.csv", "initiative_progress.csv", "observations.csv"}; !slices.Equal(files, want) {
			t.Errorf("%d: refused are %q", n+1, files)
		}
	}
	own := fstest.MapFS{"sample_x.csv": {Data: []byte("id\n1\n")}, "sample_x.schema.json": {Data: []byte(`{"title":"x","primaryKey":"id","fields":[{"name":"id"}]}`)}}
	if _, err := source.Read(dataset.Embedded(), own); err == nil || !strings.Contains(err.Error(), "sample_") {
		t.Errorf("a name that is kept for the sample: %v", err)
	}
}

// Nor can parts of it: rows without the Japanese mark are known by the English one
// and by their ids, in datasets of one's own, too.
func TestPartsOfTheSampleAreRefusedAsASource(t *testing.T) {
	const schema = `{"title":"x","primaryKey":"id","fields":[{"name":"id"},{"name":"note"}]}`
	for row, refused := range map[string]bool{
		"1,Sample (fictional values): users": true,
		"sample-01,":                         true,
		"1,sample-12":                        true,
		"sample-a,a sample-1":                false,
	} {
		own := fstest.MapFS{"x.csv": {Data: []byte("id,note\n" + row + "\n")}, "x.schema.json": {Data: []byte(schema)}}
		_, err := source.Read(dataset.Embedded(), own)
		if e, ok := errors.AsType[*fault.Error](err); ok != refused || refused && (len(e.Fields) != 1 || !strings.HasPrefix(e.Fields[0].Place, "x.csv:2:") || !strings.Contains(e.Fields[0].Message.Ja, "公表できません")) {
			t.Errorf("%s: %v", row, err)
		}
	}
}

// Nor by a program that hands it to the log itself.
func TestTheSampleIsRefusedByTheLog(t *testing.T) {
	lab := ledgertest.New(t, ledgertest.NewMemory())
	src := dataset.Source{Dataset: sample.Datasets()[0], CSV: []byte(strings.Join(header(sample.Datasets()[0]), ",") + "\n")}
	if _, err := lab.Try(ledger.Proposal{Sources: []dataset.Source{src}, Reason: release.Initial}); err == nil || !strings.Contains(err.Error(), "sample") {
		t.Errorf("published: %v", err)
	}
}

func header(d dataset.Dataset) []string {
	var names []string
	for _, c := range d.Schema.Data() {
		names = append(names, c.Name)
	}
	return names
}

// Every file, row and title says that it is fictional, and no list of datasets has
// the sample.
func TestTheSampleIsMarkedEverywhere(t *testing.T) {
	for _, rel := range releases(t) {
		marked := 0
		for i := range rel.Sets {
			set := &rel.Sets[i]
			if !set.Sample {
				if bytes.Contains(set.CSVFile.Data(), []byte(dataset.SampleMark)) || bytes.Contains(set.CSVFile.Data(), []byte("sample_")) {
					t.Errorf("%s speaks of the sample", set.ID)
				}
				continue
			}
			marked++
			if !strings.HasPrefix(set.ID, "sample_") || !strings.Contains(set.File, "_sample_") || !strings.HasPrefix(set.Title.Ja, dataset.SampleMark) || !strings.HasPrefix(set.Title.En, dataset.SampleMarkEn) {
				t.Errorf("%s, %s, %v", set.ID, set.File, set.Title)
			}
			rows, err := csv.NewReader(bytes.NewReader(set.CSVFile.Data())).ReadAll()
			if err != nil || len(rows) < 2 {
				t.Fatalf("%s: %d rows, %v", set.ID, len(rows), err)
			}
			for _, row := range rows[1:] {
				if !strings.Contains(strings.Join(row, ","), dataset.SampleMark) {
					t.Errorf("%s: %q", set.ID, row)
				}
			}
		}
		if marked != 3 || len(rel.Listed()) != len(rel.Sets)-3 || !rel.Preview {
			t.Errorf("release %d: %d datasets of the sample, %d listed of %d", rel.Number, marked, len(rel.Listed()), len(rel.Sets))
		}
	}
}

// The sample shows what it is for.
func TestTheSampleShowsEverything(t *testing.T) {
	made := releases(t)
	cells := func(number int, id string, column string) map[string]int {
		set, _ := made[number-1].Set(id)
		i, counts := set.Table.Index(column), make(map[string]int)
		for row := range set.Table.Len() {
			counts[set.Table.Text(i, row)]++
		}
		return counts
	}
	directions := cells(3, "sample_indicators", "desired_direction")
	for _, direction := range []string{"increase", "decrease", "maintain", "range", ""} {
		if directions[direction] == 0 {
			t.Errorf("no indicator is to %s: %v", direction, directions)
		}
	}
	if policies := cells(3, "sample_indicators", "policy_id"); len(policies) != 11 {
		t.Errorf("of %d policies", len(policies))
	}
	if last := cells(3, "sample_observations", "status"); last["B"] == 0 || last["M"] == 0 || last["P"] != 0 {
		t.Errorf("statuses at last: %v", last)
	}
	if before := cells(2, "sample_observations", "status"); before["P"] == 0 {
		t.Errorf("statuses before: %v", before)
	}
	if made[0].Hash != made[1].Previous || made[1].Hash != made[2].Previous {
		t.Error("the releases are no chain")
	}
	changed := 0
	first, _ := made[1].Set("sample_observations")
	last, _ := made[2].Set("sample_observations")
	for row := range last.Table.Len() {
		if value := last.Table.Index("value"); first.Table.Text(value, row) != last.Table.Text(value, row) {
			changed++
		}
	}
	if changed != 2 {
		t.Errorf("%d values are revised", changed)
	}
}

// Two builds give the same bytes.
func TestTheSampleIsMadeTheSameAgain(t *testing.T) {
	a, b := releases(t), releases(t)
	for i := range a {
		if a[i].Hash != b[i].Hash {
			t.Errorf("release %d differs", i+1)
		}
	}
}
