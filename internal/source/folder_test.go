//go:build unix

package source_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/source"
)

const parksSchema = `{"fields": [{"name": "id"}], "primaryKey": "id"}`

// onDisk makes a folder with files.
func onDisk(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func pipe(t *testing.T, path string) {
	t.Helper()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip("named pipes cannot be made here: ", err)
	}
}

// Nothing is waited for that may never come: what is not a regular file is refused
// before it is opened, behind a link, too.
func TestOnlyRegularFilesAreRead(t *testing.T) {
	const refused = ": not a regular file but, for example, a named pipe, a device or a link to a folder: replace it by a file"
	for _, test := range []struct {
		name, file string
		link       string // to what, from the file; empty: the file is a pipe
		want       []string
	}{
		{"a pipe as a CSV", "parks.csv", "", []string{"parks.csv" + refused}},
		{"a pipe as a schema", "parks.schema.json", "", []string{"parks.schema.json" + refused}},
		{"a link to a pipe", "parks.csv", ".pipe", []string{"parks.csv" + refused}},
		{"a link to a folder", "parks.csv", ".", []string{"parks.csv" + refused}},
		{"a link to a file", "parks.csv", ".parks", nil},
		{"a link to nothing", "parks.csv", ".nothing", []string{"parks.csv: the link leads nowhere or out of the folder: put the file itself in its place"}},
		{"a link out of the folder", "parks.csv", "../../etc/hostname", []string{"parks.csv: the link leads nowhere or out of the folder: put the file itself in its place"}},
		{"a pipe without a schema", "pools.csv", "", []string{"pools.csv" + refused}},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{"parks.csv": "id\na\n", "parks.schema.json": parksSchema, ".parks": "id\na\n"}
			delete(files, test.file)
			dir := onDisk(t, files)
			pipe(t, filepath.Join(dir, ".pipe"))
			if test.link == "" {
				pipe(t, filepath.Join(dir, test.file))
			} else if err := os.Symlink(test.link, filepath.Join(dir, test.file)); err != nil {
				t.Skip("links cannot be made here: ", err)
			}
			_, err := source.ReadFolder(t.Context(), dataset.Embedded(), dir)
			if test.want == nil && err == nil {
				return
			}
			if got := told(t, err); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// A pipe in the place of the folder is refused as well.
func TestAPipeIsNoFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	pipe(t, path)
	if _, err := source.ReadFolder(t.Context(), dataset.Embedded(), path); err == nil || !strings.Contains(err.Error(), "cannot open the folder") {
		t.Errorf("got %v", err)
	}
}

func TestAFolderLacksTheBuiltInDatasetsThatItHasNoFileOf(t *testing.T) {
	files := map[string]string{"parks.csv": "id\na\n", "parks.schema.json": parksSchema}
	for _, d := range dataset.BuiltIn() {
		if data, err := dataset.Embedded().Open(d.ID + ".csv"); err == nil && d.ID != "goals" {
			_ = data.Close()
			files[d.ID+".csv"] = string(embedded(t)[d.ID+".csv"].Data)
		}
	}
	files["022039_digital_visions.csv"] = files["visions.csv"]
	delete(files, "visions.csv")
	got, err := source.ReadFolder(t.Context(), dataset.Embedded(), onDisk(t, files))
	if err != nil || !slices.Equal(got.Lacks, []string{"goals"}) {
		t.Errorf("lacks %q: %v", got.Lacks, err)
	}
	if !slices.ContainsFunc(got.Sources, func(s dataset.Source) bool { return s.Dataset.ID == "goals" }) {
		t.Error("what is lacking is not read from the built-in files")
	}
}

// Reading ends when it is told to, and says so.
func TestReadingAFolderEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := source.ReadFolder(ctx, forever{}, t.TempDir())
	if !errors.Is(err, context.Canceled) || fault.KindOf(err) != fault.Unavailable {
		t.Errorf("got %v", err)
	}
}

// forever is a disk that does not respond.
type forever struct{}

func (forever) Open(string) (fs.File, error) { select {} }
