package docs_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "hachinohe.example/opendata"

// layers is the import rule of architecture.md: a package may import packages
// of earlier lines only, never one of its own line.
var layers = [][]string{
	{"internal/lang", "internal/fold", "internal/wire", "internal/cache", "internal/logwriter", "internal/xlsx", "internal/header"},
	{"internal/fault", "internal/warning", "internal/notation", "internal/malformed"},
	{"internal/param", "internal/disk"},
	{"dataset"},
	{"internal/columnar", "internal/progress", "internal/series"},
	{"internal/grouping"},
	{"internal/source", "internal/table", "internal/store", "internal/fixture", "internal/fixture/municipalities", "internal/fixture/timeofday", "internal/fixture/absent", "internal/fixture/crossing", "internal/fixture/pipes", "internal/fixture/bucket", "internal/fixture/workbook", "internal/fixture/calls", "internal/fixture/own"},
	{"internal/format", "internal/fixture/madeupop"},
	{"internal/release"},
	{"internal/ledger", "internal/sample"},
	{"internal/releasecache", "internal/releasefolder", "internal/ledger/ledgertest"},
	{"internal/siteverify"},
	{"internal/query", "internal/comparison"},
	{"internal/plan", "internal/results", "internal/citation", "internal/memento"},
	{"internal/openapi", "internal/delivery", "internal/freshness"},
	{"internal/catalog", "internal/problems", "internal/representation"},
	{"internal/portal", "internal/feed"},
	{"internal/config", "docs"},
	{"api"},
	{"cmd/opendata", "internal/fixture/observations"},
}

// only restricts who may import a package, in addition to the order of layers.
var only = map[string][]string{
	"internal/columnar":               {"internal/grouping", "internal/table"},
	"internal/grouping":               {"internal/table"},
	"internal/config":                 {"api", "cmd/opendata"},
	"internal/fixture":                {"internal/fixture/observations"}, // no fictional value is served
	"internal/ledger/ledgertest":      {},                                // tests
	"internal/fixture/municipalities": {},                                // tests
	"internal/fixture/timeofday":      {},                                // tests
	"internal/fixture/madeupop":       {},                                // tests
	"internal/fixture/absent":         {},                                // tests
	"internal/fixture/crossing":       {},                                // tests
	"internal/fixture/pipes":          {},                                // tests
	"internal/fixture/bucket":         {"internal/ledger/ledgertest"},    // tests
	"internal/fixture/workbook":       {},                                // tests
	"internal/fixture/calls":          {},                                // tests
	"internal/fixture/own":            {},                                // tests
	"docs":                            {"api", "cmd/opendata"},
	"github.com/gin-gonic/gin":        {"api", "cmd/opendata"},
	"net/http":                        {"api", "cmd/opendata", "internal/delivery", "internal/problems", "internal/fixture/bucket", "internal/fixture/pipes", "internal/memento", "internal/siteverify", "internal/store", "internal/wire"},
	"internal/xlsx":                   {"internal/format"},
	"internal/notation":               {"dataset", "internal/param", "internal/query"},
	"internal/malformed":              {"dataset", "internal/source"},
	"internal/siteverify":             {"cmd/opendata"},
	"internal/releasefolder":          {"cmd/opendata", "internal/siteverify"},
	"internal/delivery":               {"api", "internal/problems", "internal/representation"},
	"internal/sample":                 {"cmd/opendata"},
	"internal/logwriter":              {"cmd/opendata"},
	"internal/wire":                   {"internal/delivery", "cmd/opendata"},
}

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p listed
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("reading go list: %v", err)
		}
		all = append(all, p)
	}
}

func layerOf(path string) int {
	return slices.IndexFunc(layers, func(l []string) bool { return slices.Contains(l, path) })
}

func TestImportsGoOneWay(t *testing.T) {
	for _, p := range packages(t) {
		path := strings.TrimPrefix(p.ImportPath, module+"/")
		here := layerOf(path)
		if here < 0 {
			t.Errorf("package %s has no place in the layers: give it one here and in architecture.md", path)
		}
		for _, imported := range p.Imports {
			rest, ours := strings.CutPrefix(imported, module+"/")
			if ours && layerOf(rest) >= here {
				t.Errorf("%s imports %s, which is not below it", path, rest)
			}
			if who, restricted := only[rest]; restricted && !slices.Contains(who, path) {
				t.Errorf("%s imports %s, which only %v may", path, rest, who)
			}
		}
	}
}

func TestArchitectureNamesEveryPackage(t *testing.T) {
	text, err := os.ReadFile("architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range packages(t) {
		path := strings.TrimPrefix(p.ImportPath, module+"/")
		if !strings.Contains(string(text), "`"+path+"`") {
			t.Errorf("architecture.md does not mention `%s`", path)
		}
	}
}

func TestVisibleRootIsAsAgreed(t *testing.T) {
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	want := []string{"Dockerfile", "README.md", "api", "cmd", "dataset", "docs", "go.mod", "go.sum", "internal"}
	if !slices.Equal(names, want) {
		t.Errorf("the visible root is %v, want %v", names, want)
	}
}
