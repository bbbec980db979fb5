package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"reflect"
	"strconv"
	"strings"
)

// shape is a struct type as encoding/json will write it. swag knows neither null nor
// which keys are always there, and it moves the comment of a field to the type of the
// field; so the declarations are read once more.
type shape struct {
	doc    string
	fields map[string]field
	params []object // of fields with a form tag
	embeds []string // names of shapes
}

type field struct {
	doc      string
	optional bool // omitempty or omitzero: the key may be absent
	nullable bool // a pointer that is written even when it is nil
}

func (s *source) readTypes(pkg string, decl *ast.GenDecl) error {
	if decl.Tok != token.TYPE {
		return nil
	}
	var faults []error
	for _, spec := range decl.Specs {
		typ, ok := spec.(*ast.TypeSpec)
		if !ok {
			continue
		}
		doc := typ.Doc
		if doc == nil && !decl.Lparen.IsValid() {
			doc = decl.Doc
		}
		sh := shape{doc: description(doc), fields: map[string]field{}}
		if body, ok := typ.Type.(*ast.StructType); ok {
			if err := sh.readFields(pkg, body); err != nil {
				faults = append(faults, fmt.Errorf("%s: %w", typ.Name, err))
			}
		}
		s.shapes[pkg+"."+typ.Name.Name] = sh
	}
	return errors.Join(faults...)
}

// description prefers lines marked @Description, so that a type can tell users
// something else than it tells programmers.
func description(doc *ast.CommentGroup) string {
	text := strings.TrimSpace(doc.Text())
	var marked []string
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "@Description"); ok {
			marked = append(marked, strings.TrimSpace(rest))
		}
	}
	if marked != nil {
		return strings.Join(marked, "\n")
	}
	return text
}

func (sh *shape) readFields(pkg string, body *ast.StructType) error {
	for _, f := range body.Fields.List {
		tag := tagOf(f)
		name, options, _ := strings.Cut(tag.Get("json"), ",")
		if len(f.Names) == 0 && name == "" {
			sh.embeds = append(sh.embeds, typeName(pkg, f.Type))
			continue
		}
		if form := tag.Get("form"); form != "" {
			p, err := parameter(form, f, tag)
			if err != nil {
				return err
			}
			sh.params = append(sh.params, p)
			continue
		}
		_, pointer := f.Type.(*ast.StarExpr)
		optional := strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero")
		sh.fields[name] = field{doc: comment(f), optional: optional, nullable: pointer && !optional}
	}
	return nil
}

func tagOf(f *ast.Field) reflect.StructTag {
	if f.Tag == nil {
		return ""
	}
	// The parser has accepted the literal, so it can be unquoted.
	tag, _ := strconv.Unquote(f.Tag.Value)
	return reflect.StructTag(tag)
}

// comment is what stands above the field or, failing that, behind it.
func comment(f *ast.Field) string {
	if text := strings.TrimSpace(f.Doc.Text()); text != "" {
		return text
	}
	return strings.TrimSpace(f.Comment.Text())
}

// typeName finds the shape behind an embedded field: T, *T, pkg.T or T[P].
func typeName(pkg string, expr ast.Expr) string {
	switch t := expr.(type) {
	case *ast.StarExpr:
		return typeName(pkg, t.X)
	case *ast.IndexExpr:
		return typeName(pkg, t.X)
	case *ast.SelectorExpr:
		if from, ok := t.X.(*ast.Ident); ok {
			return from.Name + "." + t.Sel.Name
		}
	case *ast.Ident:
		return pkg + "." + t.Name
	}
	return ""
}

// field looks a key up in the struct and, as encoding/json does, in what it embeds.
func (s *source) field(name, key string) (field, bool) {
	sh := s.shapes[name]
	if f, ok := sh.fields[key]; ok {
		return f, true
	}
	for _, embedded := range sh.embeds {
		if f, ok := s.field(embedded, key); ok {
			return f, true
		}
	}
	return field{}, false
}
