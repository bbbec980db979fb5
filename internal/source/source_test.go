package source_test

import (
	"bytes"
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

	"golang.org/x/tools/txtar"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/source"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Every archive under testdata holds one kind of mistake: the comment says
// what is wrong, the sections say how the built-in source files are changed,
// and want holds all diagnostics.
//
//	name         a file of the city's own folder
//	name.quoted  the same as Go string literals, for bytes that an editor hides
//	edit name    lines of a built-in file: - as it is, + as it is laid over it
//	remove name  a built-in file that is not there
func TestMistakes(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			want := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" })
			if want < 0 || len(archive.Comment) == 0 {
				t.Fatal("an archive has a comment and a section want")
			}
			builtIn, own := lay(t, archive.Files)
			_, err = source.Read(builtIn, own)
			got := diagnostics(t, err)
			if *update {
				archive.Files[want].Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if string(archive.Files[want].Data) != got {
				t.Errorf("got\n%s\nwant\n%s", got, archive.Files[want].Data)
			}
		})
	}
}

// lay makes the folder of built-in files and the city's own out of sections.
func lay(t *testing.T, sections []txtar.File) (builtIn, own fstest.MapFS) {
	t.Helper()
	builtIn, own = embedded(t), make(fstest.MapFS)
	for _, f := range sections {
		if name, ok := strings.CutPrefix(f.Name, "remove "); ok {
			delete(builtIn, name)
		} else if name, ok := strings.CutPrefix(f.Name, "edit "); ok {
			own[name] = &fstest.MapFile{Data: edit(t, builtIn[name].Data, string(f.Data))}
		} else if name, ok := strings.CutSuffix(f.Name, ".quoted"); ok {
			own[name] = &fstest.MapFile{Data: unquote(t, string(f.Data))}
		} else if f.Name != "want" {
			own[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	return builtIn, own
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

// edit replaces each line that is marked - by the lines marked + after it.
func edit(t *testing.T, data []byte, changes string) []byte {
	t.Helper()
	for change := range strings.SplitSeq("\n"+strings.TrimSuffix(changes, "\n"), "\n-") {
		if change == "" {
			continue
		}
		old, added, _ := strings.Cut(change, "\n+")
		if !bytes.Contains(data, []byte(old+"\n")) {
			t.Fatalf("no line %q", old)
		}
		data = bytes.Replace(data, []byte(old+"\n"), []byte(strings.ReplaceAll(added, "\n+", "\n")+"\n"), 1)
	}
	return data
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
// in English.
func diagnostics(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return "accepted\n"
	}
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != fault.Invalid {
		t.Fatalf("%T is not a fault of kind Invalid: %v", err, err)
	}
	if !strings.Contains(e.Message.Ja, strconv.Itoa(len(e.Fields))) {
		t.Errorf("the message %q does not say that there are %d faults", e.Message, len(e.Fields))
	}
	var b strings.Builder
	for _, f := range e.Fields {
		fmt.Fprintf(&b, "%s\n\t%s\n\t%s\n", f.Place, f.Message.Ja, f.Message.En)
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
	if want = append(want, "a", "b"); !slices.Equal(got, want) {
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
	}
	if len(files) > 0 {
		t.Errorf("not read: %v", slices.Sorted(maps.Keys(files)))
	}
}
