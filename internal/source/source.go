// Package source checks what staff wrote before anything is made of it.
//
// It reads the source files of a folder (CSV, and a Table Schema beside each
// dataset of the city's own), and returns checked sources or every fault it
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
	maxCSVBytes    = 512 << 20 // checking takes some six times as much memory
	maxSchemaBytes = 1 << 20
	maxFaults      = 1000   // more than anyone mends in one go
	maxAlike       = 20     // of which so many of one kind in one column
	maxInFile      = 20_000 // after which the rest of a file is not read
	maxHeadings    = 600    // more than any schema has columns
)

// Read checks the built-in source files, with own laid over them: a file of
// the same name in own replaces the built-in one, any other CSV there is a
// dataset of the city's own and needs its Table Schema beside it. A file may
// bear the name that it is published under, too, so that own can be the files of
// an exported release: copies of what the program says by itself, the schemas of
// built-in datasets and the data dictionary, are passed over if they agree with
// it. own may be nil. Sources come in catalogue order, own datasets by name after
// the built-in ones; generated datasets are not among them.
//
// The error is a *fault.Error of kind Invalid that lists all faults.
func Read(builtIn, own fs.FS) ([]dataset.Source, error) {
	r := &reader{files: make(map[string]sourceFile), known: make(map[string]bool), published: make(map[string]string)}
	for _, d := range dataset.BuiltIn() {
		r.published[d.File] = d.ID
	}
	r.list(builtIn)
	if own != nil {
		r.folder++
		r.list(own)
	}
	r.datasets()
	for _, d := range r.found {
		r.check(d)
	}
	r.relations()
	if len(r.faults) > 0 {
		return nil, r.problem()
	}
	return r.sources, nil
}

// reader holds what is known while the files of one folder are read.
type reader struct {
	files     map[string]sourceFile // by the dataset's id and the suffix
	folder    int                   // how many folders were listed before
	published map[string]string     // published name of a built-in file → its id
	known     map[string]bool       // ids of the datasets found
	found     []dataset.Dataset
	sources   []dataset.Source
	read      []*checked // beside sources: what relations need
	faults    []placed
}

// placed is a fault and where it is.
type placed struct {
	file         string
	line, column int // 0 = the file as a whole
	place        string
	message      lang.Text
	kind         string // equal for faults that one cause may have; empty: never folded
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
		lang.T(fmt.Sprintf("データに誤りが %d 件あります。公表できません", len(r.faults)), fmt.Sprintf("the sources have %d fault(s) and cannot be published", len(r.faults))),
		lang.T("下の各行（ファイル:行:桁）を直して、もう一度実行してください", "mend each place below (file:line:column) and run again"))
	for i, f := range folded(r.faults) {
		if i == maxFaults {
			e.Fields = append(e.Fields, fault.Field{Message: lang.T("以下省略", "further faults are left out")})
			break
		}
		e.Fields = append(e.Fields, fault.Field{Place: f.place, Message: f.message})
	}
	return e
}

// folded keeps the first faults of one kind in a file; one line stands for the
// others, so that they do not bury what else is wrong.
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
			f.message = lang.T(fmt.Sprintf("同じ誤りが、この行からあと %d 行あります", more), fmt.Sprintf("and %d more rows with this fault, from here on", more))
			out = append(out, f)
		}
	}
	return out
}
