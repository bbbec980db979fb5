package table

import (
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
