package main

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strings"
)

// source is what the Go files say in addition to what swag reads in them: who handles which
// route, and which fields may be absent or null.
type source struct {
	module   string
	handlers []handler
	shapes   map[string]shape // by package name and type name, as swag names its schemas
}

// handler is one function with swag comments.
type handler struct {
	name  string
	pkg   string
	file  string
	notes []note
}

// note is one annotation, @Key rest, and where it stands.
type note struct {
	at        string
	key, rest string
}

// sources lists the files of the package in the folder and of the packages of its own
// module that it imports; other modules describe no part of our answers.
const sources = `{{with .Module}}{{if .Main}}{{$m := .Path}}{{range $.GoFiles}}{{$m}}|{{$.Dir}}|{{.}}
{{end}}{{end}}{{end}}`

func readSource(ctx context.Context, dir string) (*source, error) {
	// -e, because package docs embeds the very file that is to be written.
	cmd := exec.CommandContext(ctx, "go", "list", "-e", "-deps", "-f", sources, ".")
	cmd.Dir = dir
	listed, err := cmd.Output()
	if err != nil {
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			err = fmt.Errorf("%w\n%s", err, exit.Stderr)
		}
		return nil, fmt.Errorf("listing the packages below %s: %w", dir, err)
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("listing the packages below %s: %w", dir, err)
	}
	src := &source{shapes: map[string]shape{}}
	for line := range strings.FieldsFuncSeq(string(listed), func(r rune) bool { return r == '\n' }) {
		parts := strings.SplitN(line, "|", 3)
		src.module = parts[0] // the same in each line
		// Only the package itself has routes; the others lend their types.
		if err := src.readFile(parts[1], parts[2], parts[1] == abs); err != nil {
			return nil, err
		}
	}
	if len(src.handlers) == 0 {
		return nil, fmt.Errorf("%s has no handler with comments", dir)
	}
	return src, nil
}

func (s *source) readFile(dir, name string, routes bool) error {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, filepath.Join(dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if notes := readNotes(files, decl.Doc); routes && len(notes) > 0 {
				s.handlers = append(s.handlers, handler{decl.Name.Name, file.Name.Name, name, notes})
			}
		case *ast.GenDecl:
			if err := s.readTypes(file.Name.Name, decl); err != nil {
				return fmt.Errorf("reading %s: %w", name, err)
			}
		}
	}
	return nil
}

func readNotes(files *token.FileSet, doc *ast.CommentGroup) []note {
	if doc == nil {
		return nil
	}
	var notes []note
	for _, line := range doc.List {
		text := strings.TrimSpace(strings.TrimLeft(line.Text, "/"))
		if !strings.HasPrefix(text, "@") {
			continue
		}
		key, rest, _ := strings.Cut(strings.ReplaceAll(text, "\t", " "), " ")
		pos := files.Position(line.Pos())
		notes = append(notes, note{
			at:   fmt.Sprintf("%s:%d", filepath.Base(pos.Filename), pos.Line),
			key:  strings.ToLower(key),
			rest: strings.TrimSpace(rest),
		})
	}
	return notes
}
