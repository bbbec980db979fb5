package source

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// text is the bytes of a file, found by line. Where the lines begin is worked
// out when the first fault asks for it: a right file never does.
type text struct {
	data   []byte
	starts []int
}

// line returns line n, from 1, without its end; nothing if there is none.
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

// cellStarts returns the byte column at which each cell of a line begins, of a
// line with unmatched quotes, too.
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
