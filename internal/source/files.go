package source

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/disk"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// list collects the source files of a folder. Files of a later folder replace
// those of the same name in an earlier one.
func (r *reader) list(fsys fs.FS) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		r.fail(".", 0, 0, lang.T("フォルダーを読み込めません: "+err.Error(), "cannot read the folder: "+err.Error()))
		return
	}
	if exported(entries) {
		r.fail("files", 0, 0, lang.T("opendata export が出力したフォルダーです。データの入った、この中の files フォルダーを指定してください", "this folder was written by opendata export: use the folder files in it, which has the data"))
		return
	}
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case ofATool(name):
		case suffixOf(strings.TrimSuffix(name, ".txt")) != "" && strings.HasSuffix(name, ".txt"): // by an editor
			named := strings.TrimSuffix(name, ".txt")
			r.fail(name, 0, 0, lang.T("ファイル名を "+named+" に変更してください", "rename it to "+named))
		case slices.Contains([]string{".md", ".txt"}, path.Ext(name)): // notes
		case entry.IsDir():
			r.fail(name, 0, 0, lang.T("フォルダーの中のフォルダーは読み込みません。CSVはデータのフォルダーに直接置いてください", "folders inside the source folder are not read: put the CSV files directly into the source folder"))
		case suffixOf(name) != "":
			r.add(fsys, name)
		case name == "datapackage.json":
			r.fail(name, 0, 0, lang.T("このファイルは読み込みません。削除してください。列の定義は、CSV と同じフォルダーの <ID>.schema.json に記述します", "this file is not read: remove it. Define the columns in <id>.schema.json in the folder of the CSV"))
		default:
			r.fail(name, 0, 0, lang.T("対応していない種類のファイルです。「CSV UTF-8（コンマ区切り）」形式で保存してください", "unsupported file type: save it as CSV UTF-8"))
		}
	}
	if len(r.files) > maxFiles {
		r.fail(".", 0, 0, lang.T(fmt.Sprintf("ファイルが多すぎます（%dまで）", maxFiles), fmt.Sprintf("too many files (at most %d)", maxFiles)))
	}
}

// ofATool reports whether a file was put there by an editor, Excel (while a workbook
// is open) or Windows, which hides its own.
func ofATool(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") ||
		slices.Contains([]string{"thumbs.db", "ehthumbs.db", "desktop.ini"}, strings.ToLower(name))
}

// regular says what is wrong with a file that cannot be read as one.
func (r *reader) regular(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		r.fail(name, 0, 0, lang.T("リンクの先がないか、フォルダーの外にあります。リンクの代わりにファイルを置いてください", "the link leads nowhere or out of the folder: put the file itself in its place"))
	case !info.Mode().IsRegular():
		r.notRegular(name)
	default:
		return true
	}
	return false
}

func (r *reader) notRegular(name string) {
	r.fail(name, 0, 0, lang.T("通常のファイルではありません（名前付きパイプ、装置、フォルダーへのリンクなど）。ファイルに置き換えてください", "not a regular file but, for example, a named pipe, a device or a link to a folder: replace it by a file"))
}

// suffixOf is what the name of a source file ends in, empty for other files. Some
// programs write it in capitals.
func suffixOf(name string) string {
	for _, suffix := range []string{schemaSuffix, csvSuffix} {
		if strings.HasSuffix(strings.ToLower(name), suffix) {
			return suffix
		}
	}
	return ""
}

// sourceFile is a file that was found, and its folder.
type sourceFile struct {
	fsys   fs.FS
	name   string // its name in the folder
	folder int
}

// add records a file under the id of its dataset. The file may have the id as its
// name or a name that it is published under: 022039_digital_plans.csv is plans.csv,
// 022039_parks.csv and 022039_parks-ja-bom.csv are parks.csv.
func (r *reader) add(fsys fs.FS, name string) {
	suffix := suffixOf(name)
	id := dataset.WithoutVariant(name[:len(name)-len(suffix)])
	if builtIn, ok := r.published[id]; ok {
		id = builtIn
	} else if own, ok := strings.CutPrefix(id, dataset.CityCode+"_"); ok && r.published[dataset.CityCode+"_digital_"+own] == "" {
		id = own
	}
	if other, ok := r.files[id+suffix]; ok && other.folder == r.folder {
		r.fail(name, 0, 0, lang.T(other.name+" と同じデータセットのファイルです。どちらか一方を削除してください", "belongs to the same dataset as "+other.name+": remove one of them"))
		return
	}
	if !r.regular(fsys, name) {
		r.unusable[id] = true
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

// datasets finds the datasets that the files belong to.
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

// own checks one file that may belong to a dataset of the city's own.
func (r *reader) own(name string) {
	if r.unusable[name[:len(name)-len(suffixOf(name))]] {
		return
	}
	if id, ok := strings.CutSuffix(name, schemaSuffix); ok {
		if _, hasCSV := r.files[id+csvSuffix]; !hasCSV && !r.known[id] {
			r.fail(r.nameOf(name), 0, 0, lang.T("対応する "+id+csvSuffix+" がありません", id+csvSuffix+" is missing"))
		}
		return
	}
	id := strings.TrimSuffix(name, csvSuffix)
	if r.known[id] {
		return
	}
	if _, ok := r.files[id+schemaSuffix]; !ok {
		r.fail(r.nameOf(name), 0, 0, lang.T("列の定義（Table Schema）のファイル "+id+schemaSuffix+" がありません。同じフォルダーに置いてください", "the Table Schema "+id+schemaSuffix+" is missing: put it into the same folder"))
		return
	}
	data, ok := r.bytes(id+schemaSuffix, maxSchemaBytes)
	if !ok {
		return
	}
	if dataset.IsSample(id) {
		r.fail(r.nameOf(name), 0, 0, lang.T("sample_ で始まる名前は、架空の値のサンプルのための名前です。ファイル名を変更してください", "names that begin with sample_ are kept for the fictional sample: rename the file"))
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
	name := r.files[file].name
	data, err := disk.ReadFile(r.files[file].fsys, name, limit)
	switch {
	case errors.Is(err, disk.ErrNotRegular): // since it was found
		r.notRegular(name)
	case errors.Is(err, disk.ErrTooLarge):
		r.fail(name, 0, 0, lang.T(fmt.Sprintf("ファイルが大きすぎます（%d MBまで）", limit>>20), fmt.Sprintf("file too large (at most %d MB)", limit>>20)))
	case err != nil:
		r.fail(name, 0, 0, lang.T("読み込めません: "+err.Error(), "cannot be read: "+err.Error()))
	}
	return data, err == nil
}
