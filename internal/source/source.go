// Package source checks what staff wrote before anything is made of it.
//
// It reads the source files of a folder (CSV, and a Table Schema beside each
// dataset of the city's own), and returns checked sources or every fault it
// found, each with file, line and column and in both languages. It promises
// that a source it returns parses completely under its schema, has unique keys
// and refers only to records that exist. It refuses to repair: what is
// published is what was written. Only release and cmd import it.
package source

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
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
	maxCSVBytes    = 256 << 20
	maxSchemaBytes = 1 << 20
	maxFaults      = 1000 // more than anyone mends in one go
)

// Read checks the built-in source files, with own laid over them: a file of
// the same name in own replaces the built-in one, any other CSV there is a
// dataset of the city's own and needs its Table Schema beside it. own may be
// nil. Sources come in catalogue order, own datasets by name after the built-in
// ones; generated datasets are not among them.
//
// The error is a *fault.Error of kind Invalid that lists all faults.
func Read(builtIn, own fs.FS) ([]dataset.Source, error) {
	r := &reader{files: make(map[string]fs.FS), known: make(map[string]bool)}
	r.list(builtIn)
	if own != nil {
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
	files   map[string]fs.FS // file name → the folder it comes from
	known   map[string]bool  // ids of the datasets found
	found   []dataset.Dataset
	sources []dataset.Source
	read    []*checked // beside sources: what relations need
	faults  []placed
}

// placed is a fault and where it is.
type placed struct {
	file         string
	line, column int // 0 = the file as a whole
	place        string
	message      lang.Text
}

func (r *reader) fail(file string, line, column int, message lang.Text) {
	place := file
	if line > 0 {
		place = fmt.Sprintf("%s:%d:%d", file, line, max(column, 1))
	}
	r.faults = append(r.faults, placed{file: file, line: line, column: column, place: place, message: message})
}

func (r *reader) problem() error {
	slices.SortStableFunc(r.faults, func(a, b placed) int {
		return cmp.Or(strings.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column))
	})
	e := fault.New(fault.Invalid,
		lang.T(fmt.Sprintf("データに誤りが %d 件あります。公表できません", len(r.faults)), fmt.Sprintf("the sources have %d fault(s) and cannot be published", len(r.faults))),
		lang.T("下の各行（ファイル:行:桁）を直して、もう一度実行してください", "mend each place below (file:line:column) and run again"))
	for i, f := range r.faults {
		if i == maxFaults {
			e.Fields = append(e.Fields, fault.Field{Message: lang.T("以下省略", "further faults are left out")})
			break
		}
		e.Fields = append(e.Fields, fault.Field{Place: f.place, Message: f.message})
	}
	return e
}

// list notes the source files of a folder; later folders replace files of
// earlier ones.
func (r *reader) list(fsys fs.FS) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		r.fail(".", 0, 0, lang.T("フォルダーを読めません: "+err.Error(), "cannot read the folder: "+err.Error()))
		return
	}
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$"): // tools' own files
		case slices.Contains([]string{".md", ".txt"}, path.Ext(name)): // notes of the staff
		case entry.IsDir():
			r.fail(name, 0, 0, lang.T("フォルダーの中のフォルダーは読みません。CSVを直接置いてください", "folders inside the source folder are not read; put the CSV beside the others"))
		case strings.HasSuffix(name, csvSuffix) || strings.HasSuffix(name, schemaSuffix):
			r.files[name] = fsys
		default:
			r.fail(name, 0, 0, lang.T("読めない種類のファイルです。「CSV UTF-8（コンマ区切り）」で保存してください", "not a kind of file that is read here: save it as CSV UTF-8"))
		}
	}
	if len(r.files) > maxFiles {
		r.fail(".", 0, 0, lang.T(fmt.Sprintf("ファイルが多すぎます（%dまで）", maxFiles), fmt.Sprintf("too many files (at most %d)", maxFiles)))
	}
}

// datasets finds which datasets the files make up.
func (r *reader) datasets() {
	for _, d := range dataset.BuiltIn() {
		r.known[d.ID] = true
		_, hasCSV := r.files[d.ID+csvSuffix]
		switch {
		case d.Generated && hasCSV:
			r.fail(d.ID+csvSuffix, 0, 0, lang.T("このデータセットは自動で作られます。ファイルを取り除いてください", "this dataset is generated; remove the file"))
		case !d.Generated && !hasCSV:
			r.fail(d.ID+csvSuffix, 0, 0, lang.T("ファイルがありません", "the file is missing"))
		case !d.Generated:
			r.found = append(r.found, d)
		}
	}
	names := make([]string, 0, len(r.files))
	for name := range r.files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		r.own(name)
	}
}

// own takes one file that may belong to a dataset of the city's own.
func (r *reader) own(name string) {
	if id, ok := strings.CutSuffix(name, schemaSuffix); ok {
		switch _, hasCSV := r.files[id+csvSuffix]; {
		case r.known[id]:
			r.fail(name, 0, 0, lang.T("組み込みのデータセットの列は変えられません。別の名前にしてください", "the columns of a built-in dataset cannot be replaced; use another name"))
		case !hasCSV:
			r.fail(name, 0, 0, lang.T("対応する "+id+csvSuffix+" がありません", id+csvSuffix+" is missing beside it"))
		}
		return
	}
	id := strings.TrimSuffix(name, csvSuffix)
	if r.known[id] {
		return
	}
	if _, ok := r.files[id+schemaSuffix]; !ok {
		r.fail(name, 0, 0, lang.T("列の定義（Table Schema）"+id+schemaSuffix+" を隣に置いてください", "put its Table Schema beside it, as "+id+schemaSuffix))
		return
	}
	data, ok := r.bytes(id+schemaSuffix, maxSchemaBytes)
	if !ok {
		return
	}
	d, err := dataset.ParseTableSchema(id, data)
	if err != nil {
		r.schemaFaults(id+schemaSuffix, err)
		return
	}
	r.found = append(r.found, d)
}

func (r *reader) schemaFaults(file string, err error) {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		r.fail(file, 0, 0, lang.T(err.Error(), err.Error()))
		return
	}
	for _, f := range e.Fields {
		r.faults = append(r.faults, placed{file: file, place: strings.TrimSuffix(file+":"+f.Place, ":"), message: f.Message})
	}
}

// bytes reads a whole file of bounded size.
func (r *reader) bytes(name string, limit int64) ([]byte, bool) {
	info, err := fs.Stat(r.files[name], name)
	if err == nil && info.Size() > limit {
		r.fail(name, 0, 0, lang.T(fmt.Sprintf("ファイルが大きすぎます（%d MBまで）", limit>>20), fmt.Sprintf("file too large (at most %d MB)", limit>>20)))
		return nil, false
	}
	var data []byte
	if err == nil {
		data, err = fs.ReadFile(r.files[name], name)
	}
	if err != nil {
		r.fail(name, 0, 0, lang.T("読めません: "+err.Error(), "cannot be read: "+err.Error()))
		return nil, false
	}
	return data, true
}
