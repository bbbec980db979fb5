package api

import (
	"context"
	"io"
	"strconv"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/comparison"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/results"
	"hachinohe.example/opendata/internal/table"
)

// writeCells writes differences as rows of cells, some at a time. It calls begin
// when it has something to write.
func (c *compared) writeCells(ctx context.Context, begin func() io.Writer, q diffQuery, facts func() []format.Fact) error {
	all, err := c.Sections(q.dataset)
	if err != nil {
		return err
	}
	nothing, err := table.FromRows(changeSchema(), nil)
	if err != nil {
		return err
	}
	count := max(0, all.Len()-q.offset)
	if q.limit > 0 {
		count = min(count, q.limit)
	}
	subject := format.Subject{Shape: format.Whole(nothing), Layout: q.layout, About: facts}
	leave, err := c.newer.memoryFor(ctx, q.format, subject, count)
	if err != nil {
		return err
	}
	defer leave()
	w, err := results.NewWriter(q.format, subject, count, begin)
	if err != nil {
		return err
	}
	for row := range all.Rows(q.offset, q.limit) {
		if err := ctx.Err(); err != nil {
			return err
		}
		texts, err := changeCells(row)
		if err != nil {
			return err
		}
		if err := w.Cells(texts); err != nil {
			return err
		}
	}
	return w.End()
}

// changeCells are the cells of a difference; its key stands in one of them, as
// the JSON object that it is there.
func changeCells(row comparison.ChangeRow) ([]string, error) {
	key, err := format.Marshal(row.Key)
	return []string{
		row.Dataset, row.Kind, strings.TrimSuffix(string(key), "\n"), text(row.Column), text(row.Property), text(row.Old), text(row.New),
		strconv.Itoa(row.Release), row.Reason,
	}, err
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
