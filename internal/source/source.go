// Package source reads and checks the source files that staff edit.
//
// It reads the source files of a folder (CSV, and a Table Schema for each dataset
// of the city's own), and returns checked sources or every fault it
// found, each with file, line and column and in both languages. It promises
// that a source it returns parses completely under its schema, has unique keys
// and refers only to records that exist. It refuses to repair: what is
// published is what was written. Only cmd imports it.
package source

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

const (
	csvSuffix    = ".csv"
	schemaSuffix = ".schema.json"

	maxFiles       = 500
	maxCSVBytes    = 512 << 20 // checking takes about six times as much memory
	maxSchemaBytes = 1 << 20
	maxFaults      = 1000   // that a message lists
	maxAlike       = 20     // of one kind in one column that it lists
	maxInFile      = 20_000 // after which the rest of a file is not read
	maxHeadings    = 600    // more than any schema has columns
)

// Read checks the built-in source files, overlaid by own: a file of the same name
// in own replaces the built-in one; any other CSV there is a dataset of the city's
// own and needs its Table Schema. A file may have the name that it is published
// under, so that own can be the files of an exported release: schemas of built-in
// datasets and the data dictionary, which the program generates, are ignored if
// they agree with it. own may be nil. The sources are returned in catalogue order,
// own datasets by name after the built-in ones, without generated datasets.
//
// The error is a *fault.Error of kind Invalid that lists all faults.
func Read(builtIn, own fs.FS) ([]dataset.Source, error) {
	r := newReader()
	if err := r.all(builtIn, own); err != nil {
		return nil, err
	}
	return r.sources, nil
}

// reader holds what is known while the files of one folder are read.
type reader struct {
	files     map[string]sourceFile // by the dataset's id and the suffix
	folder    int                   // number of folders listed before
	published map[string]string     // published name of a built-in file → its id
	unusable  map[string]bool       // ids of datasets of which a file is no regular one
	known     map[string]bool       // ids of the datasets found
	found     []dataset.Dataset
	related   map[columnOf]bool // columns that refer or are referred to
	sources   []dataset.Source
	read      []*checked // one per source: what the relations need
	faults    []placed
}

// columnOf names a column of a dataset.
type columnOf struct{ dataset, column string }

func newReader() *reader {
	r := &reader{files: make(map[string]sourceFile), unusable: make(map[string]bool), known: make(map[string]bool), published: make(map[string]string), related: make(map[columnOf]bool)}
	for _, d := range dataset.BuiltIn() {
		r.published[d.File] = d.ID
	}
	return r
}

func (r *reader) all(builtIn, own fs.FS) error {
	r.list(builtIn)
	if own != nil {
		r.folder++
		r.list(own)
	}
	r.datasets()
	for _, d := range r.found {
		for _, ref := range d.Schema.References {
			r.related[columnOf{d.ID, ref.Column}], r.related[columnOf{ref.Dataset, ref.Target}] = true, true
		}
	}
	for _, d := range r.found {
		r.check(d)
	}
	r.relations()
	if len(r.faults) > 0 {
		return r.problem()
	}
	return nil
}

// placed is a fault and where it is.
type placed struct {
	file         string
	line, column int // 0 = the file as a whole
	place        string
	message      lang.Text
	kind         string // equal for faults of one probable cause; empty: never summarised
}

func (r *reader) fail(file string, line, column int, message lang.Text) {
	place, kind := file, ""
	if line > 0 {
		place, kind = fmt.Sprintf("%s:%d:%d", file, line, max(column, 1)), message.Ja
	}
	r.faults = append(r.faults, placed{file: file, line: line, column: column, place: place, message: message, kind: kind})
}

func (r *reader) problem() error {
	slices.SortStableFunc(r.faults, func(a, b placed) int {
		return cmp.Or(strings.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column))
	})
	e := fault.New(fault.Invalid,
		lang.T(fmt.Sprintf("データに誤りが%d件あります", len(r.faults)), errorsFound(len(r.faults))),
		lang.T("上の各行（ファイル:行:文字位置）の誤りを修正して、もう一度実行してください", "fix the errors above (file:line:column) and run the command again"))
	for i, f := range folded(r.faults) {
		if i == maxFaults {
			e.Fields = append(e.Fields, fault.Field{Message: lang.T("以下省略", "further errors are not listed")})
			break
		}
		e.Fields = append(e.Fields, fault.Field{Place: f.place, Message: f.message})
	}
	return e
}

func errorsFound(n int) string {
	if n == 1 {
		return "1 error found"
	}
	return fmt.Sprintf("%d errors found", n)
}

// folded keeps the first faults of one kind in a file and replaces the others by
// one line, so that they do not hide faults of other kinds.
func folded(faults []placed) []placed {
	type group struct{ file, kind string }
	alike, seen := make(map[group]int), make(map[group]int)
	for _, f := range faults {
		alike[group{f.file, f.kind}]++
	}
	var out []placed
	for _, f := range faults {
		g := group{f.file, f.kind}
		seen[g]++
		switch more := alike[g] - maxAlike; {
		case f.kind == "" || seen[g] <= maxAlike || more == 1:
			out = append(out, f)
		case seen[g] == maxAlike+1:
			f.message = lang.T(fmt.Sprintf("同じ誤りが、この行以降にあと %d 行あります", more), fmt.Sprintf("%d more rows from here on have this error", more))
			out = append(out, f)
		}
	}
	return out
}
