package source

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// text gives access to the lines of a file. The index of lines is built on the
// first call of line: a file without faults never needs it.
type text struct {
	data   []byte
	starts []int
}

// line returns line n, from 1, without its line ending; empty if there is none.
func (t *text) line(n int) string {
	if t.starts == nil {
		t.starts = []int{0}
		for i, b := range t.data {
			if b == '\n' {
				t.starts = append(t.starts, i+1)
			}
		}
	}
	if n < 1 || n > len(t.starts) {
		return ""
	}
	line, _, _ := bytes.Cut(t.data[t.starts[n-1]:], []byte("\n"))
	return strings.TrimSuffix(string(line), "\r")
}

// cellStarts returns the byte column at which each cell of a line begins, also
// in a line with unmatched quotes.
func cellStarts(line string) []int {
	r := csv.NewReader(strings.NewReader(line))
	r.LazyQuotes = true
	cells, err := r.Read()
	if err != nil {
		return []int{1} // an empty line
	}
	starts := make([]int, 0, len(cells))
	for i := range cells {
		_, column := r.FieldPos(i)
		starts = append(starts, column)
	}
	return starts
}
