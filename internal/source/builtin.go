package source

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"reflect"
	"slices"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

// exported reports whether a folder is a whole exported release. Its data is one
// folder further down, and staff who do not know that deserve to be told.
func exported(entries []fs.DirEntry) bool {
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == "manifest.json" }) &&
		slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == "files" && e.IsDir() })
}

// builtInSchema takes the schema of a built-in dataset, which an exported
// release has beside every CSV. It may be there, but it cannot say anything else
// than the program.
func (r *reader) builtInSchema(d dataset.Dataset) {
	file := d.ID + schemaSuffix
	if _, ok := r.files[file]; !ok {
		return
	}
	data, ok := r.bytes(file, maxSchemaBytes)
	if !ok {
		return
	}
	own, err := d.TableSchema()
	if err != nil || !equalJSON(data, own) {
		r.fail(r.nameOf(file), 0, 0, lang.T("組み込みのデータセットの列はプログラムが決めるもので、変えられません。このファイルを削除してください（列の違う表は、別の名前のデータセットにできます）",
			"the columns of a built-in dataset belong to the program and cannot be changed: remove this file (a table with other columns can be a dataset of another name)"))
	}
}

// equalJSON reports whether two documents say the same: editors and tools
// change the spaces, the ends of lines and the order of keys.
func equalJSON(a, b []byte) bool {
	x, xOK := decoded(a)
	y, yOK := decoded(b)
	return xOK && yOK && reflect.DeepEqual(x, y)
}

func decoded(data []byte) (document any, ok bool) {
	err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &document)
	return document, err == nil
}

// dictionary takes the data dictionary, which an exported release has, too. It
// is made anew out of the other datasets, so that a copy of it is passed over;
// one that says something else would be lost in silence, and is refused.
func (r *reader) dictionary() {
	const file = dataset.DictionaryID + csvSuffix
	if _, ok := r.files[file]; !ok {
		return
	}
	defer delete(r.files, file)
	if len(r.faults) > 0 { // what it should say is known when the others are right
		return
	}
	if data, ok := r.bytes(file, maxCSVBytes); ok && !r.describedBy(data) {
		r.fail(r.nameOf(file), 0, 0, lang.T("このデータセットはほかのデータセットから自動で作られ、このファイルの内容は、作られるものと違います。ファイルを削除してください",
			"this dataset is generated from the others, and this file says something else: leave it out"))
	}
}

// describedBy reports whether the rows of a data dictionary are those that the
// datasets found give, in any order.
func (r *reader) describedBy(data []byte) bool {
	all := dataset.BuiltIn()
	d := all[slices.IndexFunc(all, func(d dataset.Dataset) bool { return d.ID == dataset.DictionaryID })]
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) == 0 {
		return false
	}
	got, want := rows[1:], dataset.DictionaryRows(append(slices.Clone(r.found), d)) // without headings
	constants := len(d.Schema.Columns) - len(d.Schema.Data())
	for i, row := range got { // every row has as many cells as the headings
		got[i] = row[min(constants, len(row)):]
	}
	slices.SortFunc(got, slices.Compare)
	slices.SortFunc(want, slices.Compare)
	return slices.EqualFunc(got, want, slices.Equal)
}
