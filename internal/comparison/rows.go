package comparison

import "hachinohe.example/opendata/internal/release"

// ChangeRow is one difference. Old and new are in the notation of the canonical
// files, null where there is no value; of a column they are its unit, and of a
// property what the Table Schema says.
//
//	@Description	変更の一つ。oldとnewは原本データと同じ表記で、値がなければnull。列の変更では単位、metadata_changedではTable Schemaの項目propertyの内容（columnがnullならデータセットのもの）。releaseとreasonはその変更を最後に行った公表のもの。kindがwithdrawnの場合、その公表の内容は取り下げられ、比較できない。 / One difference; old and new are written as in the canonical files (null if there is no value): the unit for a column, the content of property of the Table Schema for metadata_changed (of the dataset if column is null). release and reason are those of the release that made the change last. Of kind withdrawn, the content of that release was withdrawn and cannot be compared.
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

// The kinds of rows that are not those of columns and records.
const (
	KindWithdrawn       = "withdrawn"
	KindMetadataChanged = "metadata_changed"
)

// row begins a row about what a release did to a dataset.
func (c *Comparison) row(id, kind string, number int) ChangeRow {
	m, _ := c.history.Manifest(number)
	return ChangeRow{Dataset: id, Kind: kind, Key: map[string]string{}, Release: number, Reason: string(m.Reason)}
}

// definitionRows are about the dataset, its columns, and what is said of both.
func (c *Comparison) definitionRows(change *release.Change) []ChangeRow {
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
		row := c.row(change.Dataset, KindMetadataChanged, p.Release)
		row.Column, row.Property, row.Old, row.New = optional(p.Column), &p.Property, optional(p.Old), optional(p.New)
		rows = append(rows, row)
	}
	return rows
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
