package source

import (
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

// list notes the source files of a folder; later folders replace files of
// earlier ones.
func (r *reader) list(fsys fs.FS) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		r.fail(".", 0, 0, lang.T("フォルダーを読めません: "+err.Error(), "cannot read the folder: "+err.Error()))
		return
	}
	if exported(entries) {
		r.fail("files", 0, 0, lang.T("opendata export が書き出したフォルダーです。データのあるこの files を指定してください", "this is a folder that opendata export wrote: give its folder files, which has the data"))
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
			r.add(fsys, name)
		case name == "datapackage.json":
			r.fail(name, 0, 0, lang.T("この名前のファイルは読みません。削除してください。列の定義は CSV の隣の <ID>.schema.json に書きます", "not needed: remove it. The columns are defined in <id>.schema.json beside each CSV"))
		default:
			r.fail(name, 0, 0, lang.T("読めない種類のファイルです。「CSV UTF-8（コンマ区切り）」で保存してください", "not a kind of file that is read here: save it as CSV UTF-8"))
		}
	}
	if len(r.files) > maxFiles {
		r.fail(".", 0, 0, lang.T(fmt.Sprintf("ファイルが多すぎます（%dまで）", maxFiles), fmt.Sprintf("too many files (at most %d)", maxFiles)))
	}
}

// sourceFile is a file that was found, and where.
type sourceFile struct {
	fsys   fs.FS
	name   string // as it is there
	folder int
}

// add notes a file under its dataset's id, also if it bears the name that it is
// published under: 022039_digital_plans.csv is plans.csv, 022039_parks.csv is parks.csv.
func (r *reader) add(fsys fs.FS, name string) {
	suffix := csvSuffix
	if strings.HasSuffix(name, schemaSuffix) {
		suffix = schemaSuffix
	}
	id := strings.TrimSuffix(name, suffix)
	if builtIn, ok := r.published[id]; ok {
		id = builtIn
	} else if own, ok := strings.CutPrefix(id, dataset.CityCode+"_"); ok && r.published[dataset.CityCode+"_digital_"+own] == "" {
		id = own
	}
	if other, ok := r.files[id+suffix]; ok && other.folder == r.folder {
		r.fail(name, 0, 0, lang.T(other.name+" と同じデータセットのファイルです。どちらか一方を削除してください", "belongs to the same dataset as "+other.name+": remove one of them"))
		return
	}
	r.files[id+suffix] = sourceFile{fsys: fsys, name: name, folder: r.folder}
}

// nameOf returns the name that a file has in its folder.
func (r *reader) nameOf(file string) string {
	if found, ok := r.files[file]; ok {
		return found.name
	}
	return file
}

// datasets finds which datasets the files make up.
func (r *reader) datasets() {
	for _, d := range dataset.BuiltIn() {
		r.known[d.ID] = true
		_, hasCSV := r.files[d.ID+csvSuffix]
		switch {
		case !d.Generated && !hasCSV:
			r.fail(d.ID+csvSuffix, 0, 0, lang.T("ファイルがありません", "the file is missing"))
		case !d.Generated:
			r.found = append(r.found, d)
		}
		r.builtInSchema(d)
	}
	names := make([]string, 0, len(r.files))
	for name := range r.files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		r.own(name)
	}
	r.dictionary()
}

// own takes one file that may belong to a dataset of the city's own.
func (r *reader) own(name string) {
	if id, ok := strings.CutSuffix(name, schemaSuffix); ok {
		if _, hasCSV := r.files[id+csvSuffix]; !hasCSV && !r.known[id] {
			r.fail(r.nameOf(name), 0, 0, lang.T("対応する "+id+csvSuffix+" がありません", id+csvSuffix+" is missing beside it"))
		}
		return
	}
	id := strings.TrimSuffix(name, csvSuffix)
	if r.known[id] {
		return
	}
	if _, ok := r.files[id+schemaSuffix]; !ok {
		r.fail(r.nameOf(name), 0, 0, lang.T("列の定義（Table Schema）"+id+schemaSuffix+" を隣に置いてください", "put its Table Schema beside it, as "+id+schemaSuffix))
		return
	}
	data, ok := r.bytes(id+schemaSuffix, maxSchemaBytes)
	if !ok {
		return
	}
	d, err := dataset.ParseTableSchema(id, data)
	if err != nil {
		r.schemaFaults(r.nameOf(id+schemaSuffix), err)
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
func (r *reader) bytes(file string, limit int64) ([]byte, bool) {
	fsys, name := r.files[file].fsys, r.files[file].name
	info, err := fs.Stat(fsys, name)
	if err == nil && info.Size() > limit {
		r.fail(name, 0, 0, lang.T(fmt.Sprintf("ファイルが大きすぎます（%d MBまで）", limit>>20), fmt.Sprintf("file too large (at most %d MB)", limit>>20)))
		return nil, false
	}
	var data []byte
	if err == nil {
		data, err = fs.ReadFile(fsys, name)
	}
	if err != nil {
		r.fail(name, 0, 0, lang.T("読めません: "+err.Error(), "cannot be read: "+err.Error()))
		return nil, false
	}
	return data, true
}
