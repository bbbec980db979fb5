package portal

import (
	"strings"

	"hachinohe.example/opendata/internal/comparison"
	"hachinohe.example/opendata/internal/release"
)

// maxChangeLines bounds how many changes of a dataset a page shows.
const maxChangeLines = 50

// datasetChange shows the beginning of what changed in a dataset; all of it is at url.
func datasetChange(c *comparison.Comparison, change *release.Change, url string) DatasetChange {
	set, _ := c.Dataset(change.Dataset)
	rows := c.Section(change)
	d := DatasetChange{ID: set.ID, Title: set.Title.Ja, URL: url, Count: rows.Len()}
	for i := range min(rows.Len(), maxChangeLines) {
		row := rows.At(i)
		d.Rows = append(d.Rows, ChangeLine{
			Kind: kindLabel(row.Kind), Key: keyText(set, row), Column: placeText(set, row), Old: orEmpty(row.Old), New: orEmpty(row.New),
		})
	}
	return d
}

// keyText writes the cells of a key in the order of its columns.
func keyText(set *release.Set, row comparison.ChangeRow) string {
	var cells []string
	for _, name := range set.Schema.Key {
		if cell, ok := row.Key[name]; ok {
			cells = append(cells, cell)
		}
	}
	return strings.Join(cells, " ")
}

// placeText says where in a record or in what is said of the data a difference
// is: a column, a property, or a property of a column.
func placeText(set *release.Set, row comparison.ChangeRow) string {
	var words []string
	if name := orEmpty(row.Column); name != "" {
		if column, ok := set.Schema.Column(name); ok {
			name = column.Title.Ja
		}
		words = append(words, name)
	}
	if row.Property != nil {
		words = append(words, propertyLabel(*row.Property))
	}
	return strings.Join(words, "の")
}

// propertyLabel names a property of a Table Schema as people call it; what is
// there for programs alone keeps its name.
func propertyLabel(name string) string {
	name, english := strings.CutSuffix(name, "_en")
	label := map[string]string{
		"title": "題名", "description": "説明", "keywords": "キーワード", "category": "分類", "frequency": "更新頻度", "license": "ライセンス",
		"fields": "列の順", "primaryKey": "主キー", "order": "行の順", "foreignKeys": "参照", "refers_to": "参照先",
		"type": "型", "categories": "符号", "constraints": "規則", "constant": "一定の値",
	}[name]
	switch {
	case english && label != "":
		return label + "（英語）"
	case english:
		return name + "_en"
	case label != "":
		return label
	}
	return name
}

func kindLabel(kind string) string {
	switch kind {
	case "dataset_added":
		return "データセットの追加"
	case "dataset_removed":
		return "データセットの削除"
	case "column_added":
		return "列の追加"
	case "column_removed":
		return "列の削除"
	case "column_changed":
		return "列の定義の変更"
	case comparison.KindMetadataChanged:
		return "説明の変更"
	case string(release.Added):
		return "追加"
	case string(release.Removed):
		return "削除"
	}
	return "変更"
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
