package comparison

import (
	"strconv"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
)

// Cells are the cells of a difference under Schema; its key is one of them, as the
// JSON object that it is in JSON.
func (r ChangeRow) Cells() ([]string, error) {
	key, err := format.Marshal(r.Key)
	return []string{
		r.Dataset, r.Kind, strings.TrimSuffix(string(key), "\n"), text(r.Column), text(r.Property), text(r.Old), text(r.New),
		strconv.Itoa(r.Release), r.Reason,
	}, err
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Schema is the columns of differences where they are no JSON. It has no order of
// its own: the rows stay as they are listed.
func Schema() dataset.Schema {
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
