package source_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Every archive under testdata holds one kind of mistake: the comment says
// what is wrong, the sections say how the built-in source files are changed,
// and want holds all diagnostics.
//
//	name         a file of the city's own folder
//	name.quoted  the same as Go string literals, for bytes that an editor hides
//	set name     cells of a built-in file, one a line: key column=value
//	remove name  a built-in file that is not there
//	published name as other    a built-in file, laid over under another name
//
// mottos.csv is a dataset of the city's own with its schema next to the archives.
// No archive repeats rows or headings of a built-in file, and want names their
// cells by key and column, so that rows and columns can be added to them.
func TestMistakes(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive := readArchive(t, name)
			want := slices.IndexFunc(archive.Sections, func(s section) bool { return s.Name == "want" })
			if want < 0 || len(archive.Comment) == 0 {
				t.Fatal("an archive has a comment and a section want")
			}
			builtIn, own, places := lay(t, archive.Sections)
			_, err := source.Read(builtIn, own)
			got := diagnostics(t, err, places)
			if *update {
				archive.Sections[want].Data = []byte(got)
				if err := os.WriteFile(name, archive.format(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if string(archive.Sections[want].Data) != got {
				t.Errorf("got\n%s\nwant\n%s", got, archive.Sections[want].Data)
			}
		})
	}
}

// The program serves its built-in sources without checking them at each start.
func TestTheEmbeddedSourcesAreChecked(t *testing.T) {
	want, err := source.Read(dataset.Embedded(), nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := release.EmbeddedSources()
	if err != nil {
		t.Fatal(err)
	}
	same := func(a, b dataset.Source) bool { return a.Dataset.ID == b.Dataset.ID && bytes.Equal(a.CSV, b.CSV) }
	if !slices.EqualFunc(got, want, same) {
		t.Errorf("%d sources are served, %d are checked, and they are not the same", len(got), len(want))
	}
}

// lay makes the folder of built-in files and the city's own out of sections,
// and says which places are those of cells that were set.
func lay(t *testing.T, sections []section) (builtIn, own fstest.MapFS, places map[string]string) {
	t.Helper()
	builtIn, own, places = embedded(t), make(fstest.MapFS), make(map[string]string)
	for _, f := range sections {
		if name, ok := strings.CutPrefix(f.Name, "remove "); ok {
			delete(builtIn, name)
		} else if name, ok := strings.CutPrefix(f.Name, "set "); ok {
			own[name] = &fstest.MapFile{Data: set(t, builtIn[name].Data, name, string(f.Data), places)}
		} else if names, ok := strings.CutPrefix(f.Name, "published "); ok {
			name, other, _ := strings.Cut(names, " as ")
			own[other] = builtIn[name]
		} else if name, ok := strings.CutSuffix(f.Name, ".quoted"); ok {
			own[name] = &fstest.MapFile{Data: unquote(t, string(f.Data))}
		} else if f.Name != "want" {
			own[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	if _, ok := own["mottos.csv"]; ok {
		data, err := os.ReadFile("testdata/mottos.schema.json")
		if err != nil {
			t.Fatal(err)
		}
		own["mottos.schema.json"] = &fstest.MapFile{Data: data}
	}
	return builtIn, own, places
}

// embedded returns a copy of the built-in source files that a test may change.
func embedded(t *testing.T) fstest.MapFS {
	t.Helper()
	files := make(fstest.MapFS)
	names, err := fs.Glob(dataset.Embedded(), "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(dataset.Embedded(), name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	return files
}

// set changes cells of a built-in file, each given as key column=value, and
// notes the places of all cells of the rows that it changed.
func set(t *testing.T, data []byte, name, changes string, places map[string]string) []byte {
	t.Helper()
	all := dataset.BuiltIn()
	d := all[slices.IndexFunc(all, func(d dataset.Dataset) bool { return d.ID+".csv" == name })]
	rows := parse(t, data)
	keys := make(map[string]int)
	for row, cells := range rows {
		var key []string
		for column, heading := range rows[0] {
			if slices.Contains(d.Schema.Key, heading) {
				key = append(key, cells[column])
			}
		}
		keys[strings.Join(key, ",")] = row
	}
	changed := make(map[string]int)
	for change := range strings.Lines(changes) {
		key, assignment, _ := strings.Cut(strings.TrimSuffix(change, "\n"), " ")
		heading, value, _ := strings.Cut(assignment, "=")
		row, column := keys[key], slices.Index(rows[0], heading)
		if row == 0 || column < 0 {
			t.Fatalf("%s has no cell %s %s", name, key, heading)
		}
		rows[row][column] = value
		changed[key] = row
	}
	for key, row := range changed {
		at := 1
		for column, cell := range rows[row] {
			places[fmt.Sprintf("%s:%d:%d", name, row+1, at)] = fmt.Sprintf("%s, %s, %s", name, key, rows[0][column])
			at += utf8.RuneCountInString(written(t, [][]string{{cell, ""}})) - 1 // with its comma, without the end of the line
		}
	}
	return []byte(written(t, rows))
}

func parse(t *testing.T, data []byte) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func written(t *testing.T, rows [][]string) string {
	t.Helper()
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func unquote(t *testing.T, literals string) []byte {
	t.Helper()
	var out []byte
	for literal := range strings.SplitSeq(strings.TrimSuffix(literals, "\n"), "\n") {
		text, err := strconv.Unquote(literal)
		if err != nil {
			t.Fatalf("%s: %v", literal, err)
		}
		out = append(out, text...)
	}
	return out
}

// diagnostics writes every fault: the place, then the message in Japanese and
// in English. Places that have a name are written by it.
func diagnostics(t *testing.T, err error, names map[string]string) string {
	t.Helper()
	if err == nil {
		return "accepted\n"
	}
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != fault.Invalid {
		t.Fatalf("%T is not a fault of kind Invalid: %v", err, err)
	}
	var b strings.Builder
	all := len(e.Fields)
	for _, f := range e.Fields {
		place := f.Place
		if name, ok := names[place]; ok {
			place = name
		}
		fmt.Fprintf(&b, "%s\n\t%s\n\t%s\n", place, f.Message.Ja, f.Message.En)
		if more, ok := strings.CutSuffix(f.Message.En, " more rows from here on have this error"); ok {
			folded, err := strconv.Atoi(more)
			if err != nil {
				t.Fatal(err)
			}
			all += folded - 1
		}
	}
	want := fmt.Sprintf("%d errors found", all)
	if all == 1 {
		want = "1 error found"
	}
	if e.Message.En != want {
		t.Errorf("the message is %q, want %q", e.Message.En, want)
	}
	return b.String()
}

func TestReadGivesTheCatalogueInOrder(t *testing.T) {
	own := fstest.MapFS{
		"b.csv": {Data: []byte("id\n1\n")}, "b.schema.json": {Data: []byte(`{"fields":[{"name":"id"}],"primaryKey":"id"}`)},
		"a.csv": {Data: []byte("id\n1\n")}, "a.schema.json": {Data: []byte(`{"fields":[{"name":"id"}],"primaryKey":"id"}`)},
	}
	sources, err := source.Read(dataset.Embedded(), own)
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, s := range sources {
		got = append(got, s.Dataset.ID)
	}
	for _, d := range dataset.BuiltIn() {
		if !d.Generated {
			want = append(want, d.ID)
		}
	}
	others := []string{"a", "b"}
	for name := range embedded(t) {
		if id, ok := strings.CutSuffix(name, ".schema.json"); ok {
			others = append(others, id) // built in without a record type
		}
	}
	slices.Sort(others)
	if want = append(want, others...); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestReadKeepsTheBytesOfASource(t *testing.T) {
	sources, err := source.Read(dataset.Embedded(), nil)
	if err != nil {
		t.Fatal(err)
	}
	files := embedded(t)
	for _, s := range sources {
		if name := s.Dataset.ID + ".csv"; !bytes.Equal(s.CSV, files[name].Data) {
			t.Errorf("%s was changed", name)
		}
		delete(files, s.Dataset.ID+".csv")
		if s.Dataset.Record == nil {
			delete(files, s.Dataset.ID+".schema.json")
		}
	}
	if len(files) > 0 {
		t.Errorf("not read: %v", slices.Sorted(maps.Keys(files)))
	}
}
