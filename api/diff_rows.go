package api

import (
	"iter"
	"strconv"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/encode"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// DiffAnswer lists what differs between two releases.
//
//	@Description	二つの公表の違い。 / What differs between two releases.
type DiffAnswer struct {
	Metadata Metadata    `json:"metadata"`
	Results  []ChangeRow `json:"results"`
}

// ChangeRow is one difference. Old and new are in the notation of the canonical
// files, null where there is no value; of a column they are its unit, and of a
// property what the Table Schema says.
//
//	@Description	違いの一つ。oldとnewは正本の書き方で、値がなければnull。列の変更では単位、metadata_changedではTable Schemaの項目propertyの内容（columnがnullならデータセットのもの）。releaseとreasonはその違いを最後に生じさせた公表のもの。kindがwithdrawnなら、その公表の内容は取り下げられ、比べられない。 / One difference; old and new are written as in the canonical files, null where there is no value; of a column they are its unit, and in metadata_changed what the Table Schema says under property (of the dataset if column is null). release and reason are those of the release that last brought the difference. Where kind is withdrawn, the content of that release is gone and cannot be compared.
type ChangeRow struct {
	Dataset  string            `json:"dataset"`
	Kind     string            `json:"kind" enums:"withdrawn,dataset_added,dataset_removed,column_added,column_removed,column_changed,metadata_changed,added,removed,changed"`
	Key      map[string]string `json:"key"`
	Column   *string           `json:"column"`
	Property *string           `json:"property"`
	Old      *string           `json:"old"`
	New      *string           `json:"new"`
	Release  int               `json:"release"`
	Reason   string            `json:"reason"`
}

// page returns the rows that a request asks for, and how many there are in all.
func (c *compared) page(q diffQuery) ([]ChangeRow, int, error) {
	changes, err := c.changes()
	if err != nil {
		return nil, 0, err
	}
	rows, count := []ChangeRow{}, 0
	for row := range c.rows(changes, q.dataset) {
		if count >= q.offset && (q.limit == 0 || len(rows) < q.limit) {
			rows = append(rows, row)
		}
		count++
	}
	return rows, count, nil
}

// rows lists the changes flat: what cannot be compared, then each dataset, its
// columns, what is said of it, and its records.
func (c *compared) rows(changes []release.Change, only string) iter.Seq[ChangeRow] {
	wanted := func(id string) bool { return only == "" || only == id }
	return func(yield func(ChangeRow) bool) {
		for _, w := range c.withdrawn {
			if wanted(w.Dataset) && !yield(c.row(w.Dataset, kindWithdrawn, w.Release)) {
				return
			}
		}
		for _, change := range changes {
			if wanted(change.Dataset) && !c.rowsOf(change, yield) {
				return
			}
		}
	}
}

// The kinds of rows that are not those of columns and records.
const (
	kindWithdrawn       = "withdrawn"
	kindMetadataChanged = "metadata_changed"
)

// row begins a row about what a release did to a dataset.
func (c *compared) row(id, kind string, number int) ChangeRow {
	m, _ := c.history.Manifest(number)
	return ChangeRow{Dataset: id, Kind: kind, Key: map[string]string{}, Release: number, Reason: string(m.Reason)}
}

// rowsOf yields the rows of one dataset, and reports whether more are wanted.
func (c *compared) rowsOf(change release.Change, yield func(ChangeRow) bool) bool {
	for _, row := range c.definitionRows(change) {
		if !yield(row) {
			return false
		}
	}
	names := c.keyOf(change.Dataset)
	for _, rec := range change.Records {
		if !c.recordRows(change.Dataset, rec, names, yield) {
			return false
		}
	}
	return true
}

// definitionRows are about the dataset, its columns, and what is said of both.
func (c *compared) definitionRows(change release.Change) []ChangeRow {
	var rows []ChangeRow
	if change.Kind != release.Changed {
		rows = append(rows, c.row(change.Dataset, "dataset_"+string(change.Kind), change.Release))
	}
	for _, col := range change.Columns {
		row := c.row(change.Dataset, "column_"+string(col.Kind), col.Release)
		row.Column, row.Old, row.New = &col.Column, optional(col.OldUnit), optional(col.NewUnit)
		rows = append(rows, row)
	}
	for _, p := range change.Properties {
		row := c.row(change.Dataset, kindMetadataChanged, p.Release)
		row.Column, row.Property, row.Old, row.New = optional(p.Column), &p.Property, optional(p.Old), optional(p.New)
		rows = append(rows, row)
	}
	return rows
}

// recordRows yields one row for a record that came or went, and one for each
// cell of one that changed.
func (c *compared) recordRows(id string, rec release.RecordChange, names []string, yield func(ChangeRow) bool) bool {
	key := make(map[string]string, len(names))
	for i, name := range names {
		key[name] = rec.Key[i]
	}
	if rec.Kind != release.Changed {
		row := c.row(id, string(rec.Kind), rec.Release)
		row.Key = key
		return yield(row)
	}
	for _, f := range rec.Fields {
		row := c.row(id, string(rec.Kind), f.Release)
		row.Key, row.Column, row.Old, row.New = key, &f.Column, optional(f.Old), optional(f.New)
		if !yield(row) {
			return false
		}
	}
	return true
}

// keyOf names the columns of the key of a dataset.
func (c *compared) keyOf(id string) []string {
	set, ok := c.set(id)
	if !ok {
		return nil
	}
	return set.Schema.Key
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// changesCSV writes rows as CSV; a key stands in one cell, as the JSON object
// that it is there.
func changesCSV(rows []ChangeRow, layout encode.Layout) ([]byte, error) {
	cells := make([][]string, 0, len(rows))
	for _, row := range rows {
		key, err := marshal(row.Key)
		if err != nil {
			return nil, err
		}
		cells = append(cells, []string{
			row.Dataset, row.Kind, strings.TrimSuffix(string(key), "\n"), text(row.Column), text(row.Property), text(row.Old), text(row.New),
			strconv.Itoa(row.Release), row.Reason,
		})
	}
	t, err := table.FromRows(changeSchema(), cells)
	if err != nil {
		return nil, err
	}
	return encode.File(t, layout), nil
}

// changeSchema has no order of its own: the rows stay as they are listed.
func changeSchema() dataset.Schema {
	return dataset.Schema{Columns: []dataset.Column{
		{Name: "dataset", Title: lang.T("データセット", "Dataset"), Type: dataset.String},
		{Name: "kind", Title: lang.T("種類", "Kind"), Type: dataset.String},
		{Name: "key", Title: lang.T("識別子", "Key"), Type: dataset.String},
		{Name: "column", Title: lang.T("列", "Column"), Type: dataset.String},
		{Name: "property", Title: lang.T("項目", "Property"), Type: dataset.String},
		{Name: "old", Title: lang.T("変更前", "Old"), Type: dataset.String},
		{Name: "new", Title: lang.T("変更後", "New"), Type: dataset.String},
		{Name: "release", Title: lang.T("公表番号", "Release"), Type: dataset.Integer},
		{Name: "reason", Title: lang.T("理由", "Reason"), Type: dataset.String},
	}}
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
