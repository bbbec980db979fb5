package source_test

import (
	"bytes"
	"go/format"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/source"
)

// insideGuide is set while the tests of the copy run, which must not copy it again.
const insideGuide = "OPENDATA_TEST_OF_A_COPY"

// TestTheGuidesEndGreen does what docs/guides/add-a-column.md says in a copy of
// the module: its line of Go in its place, the column in the CSV; builds in the
// dataset of docs/guides/add-a-dataset.md; and then runs check and those tests
// that a column or a dataset more could fail though no golden file holds it.
func TestTheGuidesEndGreen(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and tests a copy of the whole module")
	}
	if os.Getenv(insideGuide) != "" {
		t.Skip("this is the copy")
	}
	if _, ok := dataset.SchemaOf[dataset.Initiative]().Column("department"); ok {
		t.Skip("the guide was followed here")
	}
	dir := copyOfModule(t)
	guide, err := os.ReadFile("../../docs/guides/add-a-column.md")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile("(?m)^ {3}(\tDepartment .*`)$").FindSubmatch(guide)
	if line == nil {
		t.Fatal("the guide has no line of Go for Department")
	}
	replace(t, filepath.Join(dir, "dataset/initiative.go"), func(data []byte) []byte {
		data = bytes.Replace(data, []byte("\tRelistedPolicyIDs "), append(bytes.Clone(line[1]), "\n\tRelistedPolicyIDs "...), 1)
		if formatted, err := format.Source(data); err != nil || !bytes.Equal(formatted, data) {
			t.Errorf("the line of the guide is not gofmt-clean where it is inserted: %v", err)
		}
		return data
	})
	replace(t, filepath.Join(dir, "dataset/source/initiatives.csv"), func(data []byte) []byte {
		rows := parse(t, data)
		for i := range rows {
			rows[i] = append(rows[i], map[int]string{0: "department", 1: "甲"}[i])
		}
		return []byte(written(t, rows))
	})
	for name, file := range exampleDataset(t) {
		if err := os.WriteFile(filepath.Join(dir, "dataset/source", name), file.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, command := range []string{"go run ./cmd/opendata check", "go test ./dataset ./internal/source ./internal/query", "go test -run TestScripts|TestStaffCorrect ./cmd/opendata"} {
		words := strings.Fields(command)
		cmd := exec.CommandContext(t.Context(), words[0], words[1:]...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), insideGuide+"=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", command, err, out)
		}
	}
}

// exampleDataset is the CSV and the Table Schema that the guide shows.
func exampleDataset(t *testing.T) fstest.MapFS {
	t.Helper()
	guide, err := os.ReadFile("../../docs/guides/add-a-dataset.md")
	if err != nil {
		t.Fatal(err)
	}
	files := make(fstest.MapFS)
	for language, name := range map[string]string{"csv": "public_halls.csv", "json": "public_halls.schema.json"} {
		block := regexp.MustCompile("(?s)\n```" + language + "\n(.*?)```\n").FindSubmatch(guide)
		if block == nil {
			t.Fatalf("the guide has no %s", language)
		}
		files[name] = &fstest.MapFile{Data: block[1]}
	}
	return files
}

func TestTheDatasetOfTheGuideIsAccepted(t *testing.T) {
	if _, err := source.Read(dataset.Embedded(), exampleDataset(t)); err != nil {
		t.Error(err)
	}
}

// copyOfModule copies the repository without its history.
func copyOfModule(t *testing.T) string {
	t.Helper()
	to := t.TempDir()
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		at := filepath.Join(to, strings.TrimPrefix(path, "../.."))
		switch {
		case entry.Name() == ".git" && entry.IsDir(): // in a linked working tree it is a file
			return filepath.SkipDir
		case entry.IsDir():
			return os.MkdirAll(at, 0o750)
		case !entry.Type().IsRegular():
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(at, data, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	return to
}

func replace(t *testing.T, name string, edit func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, edit(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

// No archive may repeat a line of a built-in file: a column more in its record
// type would make it a mistake of another kind.
func TestNoArchiveRepeatsABuiltInLine(t *testing.T) {
	lines := make(map[string]string)
	for name, file := range embedded(t) {
		for line := range strings.Lines(string(file.Data)) {
			lines[strings.TrimSpace(line)] = name
		}
	}
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range archives {
		for _, section := range readArchive(t, name).Sections {
			for line := range strings.Lines(string(section.Data)) {
				if file, ok := lines[strings.TrimLeft(strings.TrimSpace(line), "+-")]; ok && strings.Contains(line, ",") {
					t.Errorf("%s repeats a line of %s: %s", name, file, line)
				}
			}
		}
	}
}
