package api

import (
	"context"
	"io"
	"strconv"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/comparison"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/encode"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/table"
)

// writeCSV writes differences as CSV, some at a time.
func (c *compared) writeCSV(ctx context.Context, w io.Writer, q diffQuery) error {
	all, err := c.Sections(q.dataset)
	if err != nil {
		return err
	}
	nothing, err := table.FromRows(changeSchema(), nil)
	if err != nil {
		return err
	}
	held := encode.NewCSV(encode.Whole(nothing), q.layout).AppendHead(nil)
	for row := range all.Rows(q.offset, q.limit) {
		cells, err := changeCells(row)
		if err != nil {
			return err
		}
		if held = encode.AppendCells(held, cells); len(held) < delivery.ChunkBytes {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := w.Write(held); err != nil {
			return err
		}
		held = held[:0]
	}
	_, err = w.Write(held)
	return err
}

// changeCells are the cells of a difference; its key stands in one of them, as
// the JSON object that it is there.
func changeCells(row comparison.ChangeRow) ([]string, error) {
	key, err := marshal(row.Key)
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
