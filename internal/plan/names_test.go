package plan_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
)

// ours are the names of our datasets and columns that are no words of everyday
// code, such as id and title are.
func ours() map[string]bool {
	names := map[string]bool{"mark": true}
	for _, d := range dataset.BuiltIn() {
		if d.Generated {
			continue
		}
		names[d.ID] = true
		for _, c := range d.Schema.Data() {
			if strings.Contains(c.Name, "_") {
				names[c.Name] = true
			}
		}
	}
	delete(names, "area_code")   // a rule of any column
	delete(names, "fiscal_year") // a function of any date
	for _, property := range []string{"title_en", "description_en"} {
		delete(names, property) // properties of any Table Schema, too
	}
	return names
}

// Whoever names a dataset or a column of ours anywhere else does not ask whether
// the release has it.
func TestDatasetsAndColumnsAreNamedHereAlone(t *testing.T) {
	names, root, files := ours(), "../..", 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		switch filepath.ToSlash(rel) {
		case "dataset", "internal/plan", "internal/fixture", "internal/ledger/ledgertest", "internal/tools":
			return filepath.SkipDir
		}
		if entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && rel != "." {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		files++
		for _, at := range namedIn(t, path, names) {
			t.Error(at)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 100 {
		t.Errorf("only %d files were read", files)
	}
}

// namedIn lists the places of a file where a text is one of the names.
func namedIn(t *testing.T, path string, names map[string]bool) (places []string) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		if text, err := strconv.Unquote(lit.Value); err == nil && names[text] {
			places = append(places, files.Position(lit.Pos()).String()+" names "+lit.Value)
		}
		return true
	})
	return places
}
