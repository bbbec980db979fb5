package table

import (
	"context"
	"errors"
	"io"
)

// Records returns what the scanner makes of CSV, for comparison with
// encoding/csv.
func Records(data []byte) ([][]string, error) {
	s := &csvScanner{data: data}
	var records [][]string
	for {
		cells, err := s.next()
		if errors.Is(err, io.EOF) {
			return records, nil
		}
		if err != nil {
			return records, err
		}
		record := make([]string, 0, len(cells))
		for _, cell := range cells {
			record = append(record, string(cell))
		}
		records = append(records, record)
	}
}

// FirstPage reports whether a page is found by looking at the blocks with the best
// rows alone.
func (t *Table) FirstPage(ctx context.Context, q Query) (bool, error) {
	p, err := t.plan(ctx, q)
	if err != nil {
		return false, err
	}
	_, ok, err := p.firstPage(ctx, p.keys(t, q), window{q.Offset, q.Offset + q.Limit})
	return ok, err
}
