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

// exported reports whether a folder is a whole exported release. Its data is in
// the folder files, and the message for this mistake says so.
func exported(entries []fs.DirEntry) bool {
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == "manifest.json" }) &&
		slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == "files" && e.IsDir() })
}

// builtInSchema checks the schema file of a built-in dataset, which an exported
// release has for every CSV. It is optional and must agree with the program.
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
		r.fail(r.nameOf(file), 0, 0, lang.T("組み込みのデータセットの列は変更できません。このファイルを削除してください（列の異なる表は、別の名前のデータセットにしてください）",
			"the columns of a built-in dataset cannot be changed: remove this file (for a table with other columns, use another dataset name)"))
	}
}

// equalJSON reports whether two documents have the same content: editors and
// tools change white space, line endings and the order of keys.
func equalJSON(a, b []byte) bool {
	x, xOK := decoded(a)
	y, yOK := decoded(b)
	return xOK && yOK && reflect.DeepEqual(x, y)
}

func decoded(data []byte) (document any, ok bool) {
	err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &document)
	return document, err == nil
}

// dictionary checks the data dictionary, which an exported release has, too. It
// is generated from the other datasets, so an equal copy of it is ignored; changes
// in another one would be lost without notice, so it is refused.
func (r *reader) dictionary() {
	const file = dataset.DictionaryID + csvSuffix
	if _, ok := r.files[file]; !ok {
		return
	}
	defer delete(r.files, file)
	if len(r.faults) > 0 { // it can be generated only from datasets without faults
		return
	}
	if data, ok := r.bytes(file, maxCSVBytes); ok && !r.describedBy(data) {
		r.fail(r.nameOf(file), 0, 0, lang.T("このデータセットはほかのデータセットから自動で作成されます。このファイルの内容は、作成される内容と異なります。ファイルを削除してください",
			"this dataset is generated from the others, and this file has other content: remove the file"))
	}
}

// describedBy reports whether the rows of a data dictionary are those generated
// from the datasets found, in any order.
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
