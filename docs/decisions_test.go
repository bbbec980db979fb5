package docs_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The kind of an error says how it is shown, and two errors of one kind have
// nothing else in common: what is decided by it is decided wrong as soon as another
// error gets the kind. So kinds are given to new errors, and read in one place.
func TestDecisionsDoNotRestOnTheKindOfAnError(t *testing.T) {
	kinds, files := []string{"Internal", "Invalid", "NotFound", "Gone", "NotAcceptable", "TooLarge", "Unavailable"}, 0
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		slashed := filepath.ToSlash(path)
		switch {
		case err != nil:
			return err
		case entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && path != "..":
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go"), strings.HasSuffix(path, "_test.go"), strings.HasPrefix(slashed, "../internal/problems/"):
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files++
		given := make(map[ast.Expr]bool) // to a new error
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && ofFault(call.Fun) == "New" && len(call.Args) > 0 {
				given[call.Args[0]] = true
			}
			if e, ok := n.(ast.Expr); ok && !given[e] && (ofFault(e) == "KindOf" || slices.Contains(kinds, ofFault(e))) {
				t.Errorf("%s decides by fault.%s: use errors.Is", set.Position(e.Pos()), ofFault(e))
			}
			return true
		})
		return nil
	})
	if err != nil || files < 100 {
		t.Fatalf("%d files were read: %v", files, err)
	}
}

// ofFault is the name of something of the package fault, empty for all else.
func ofFault(e ast.Expr) string {
	s, ok := e.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if of, ok := s.X.(*ast.Ident); ok && of.Name == "fault" {
		return s.Sel.Name
	}
	return ""
}
