package table

import (
	"bytes"
	"errors"
	"io"
)

// csvScanner splits RFC 4180 CSV into records without copying: the cells of a
// record point into the data, those with doubled quotes into a buffer. Lines
// end in LF or CRLF; blank lines are passed over, as encoding/csv does.
type csvScanner struct {
	data   []byte
	cells  [][]byte
	buffer []byte
}

var errQuote = errors.New("a quote that does not begin or end a cell")

// next returns the cells of the next record, valid until it is called again,
// and io.EOF after the last.
func (s *csvScanner) next() ([][]byte, error) {
	for len(s.data) > 0 && s.endOfLine() > 0 {
		s.data = s.data[s.endOfLine():]
	}
	if len(s.data) == 0 {
		return nil, io.EOF
	}
	s.cells, s.buffer = s.cells[:0], s.buffer[:0]
	for {
		cell, err := s.cell()
		if err != nil {
			return nil, err
		}
		s.cells = append(s.cells, cell)
		if end := s.endOfLine(); end > 0 || len(s.data) == 0 {
			s.data = s.data[end:]
			return s.cells, nil
		}
		s.data = s.data[1:] // the comma
	}
}

// endOfLine returns the length of the line end that comes next, 0 if none does.
func (s *csvScanner) endOfLine() int {
	switch {
	case len(s.data) > 0 && s.data[0] == '\n':
		return 1
	case len(s.data) > 1 && s.data[0] == '\r' && s.data[1] == '\n':
		return 2 //nolint:mnd // CR and LF
	case len(s.data) == 1 && s.data[0] == '\r':
		return 1
	}
	return 0
}

// cell takes one cell off the data, up to what ends it.
func (s *csvScanner) cell() ([]byte, error) {
	if len(s.data) > 0 && s.data[0] == '"' {
		return s.quoted()
	}
	for i, b := range s.data {
		switch b {
		case ',':
		case '"':
			return nil, errQuote
		case '\n':
			if i > 0 && s.data[i-1] == '\r' {
				i--
			}
		default:
			continue
		}
		cell := s.data[:i]
		s.data = s.data[i:]
		return cell, nil
	}
	cell := bytes.TrimSuffix(s.data, []byte("\r"))
	s.data = s.data[len(cell):]
	return cell, nil
}

// quoted takes one cell in quotes off the data.
func (s *csvScanner) quoted() ([]byte, error) {
	rest, start := s.data[1:], len(s.buffer)
	for {
		i := bytes.IndexByte(rest, '"')
		if i < 0 {
			return nil, errQuote
		}
		if i+1 < len(rest) && rest[i+1] == '"' {
			s.buffer = append(s.buffer, rest[:i+1]...)
			rest = rest[i+2:]
			continue
		}
		cell := rest[:i]
		if len(s.buffer) > start {
			s.buffer = append(s.buffer, cell...)
			cell = s.buffer[start:len(s.buffer):len(s.buffer)]
		}
		s.data = rest[i+1:]
		if len(s.data) > 0 && s.data[0] != ',' && s.endOfLine() == 0 {
			return nil, errQuote
		}
		return cell, nil
	}
}
