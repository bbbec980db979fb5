package source

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

// checked is what is kept of a source file after its cells were checked.
type checked struct {
	dataset dataset.Dataset
	name    string // of the file
	text    *text
	columns []dataset.Column                 // in the file's order
	values  map[string]map[string][]position // column → identity → where, for references
	// incomplete files have records that could not be read. A missing value may
	// be in one of those, so references to these files are not checked.
	incomplete bool
	failed     map[cellAt]bool // cells that could not be read
	records    any             // pointer to a slice of the record type; nil for own datasets
	lines      []int           // where each of records begins
}

type position struct{ line, column int }

type cellAt struct {
	line   int
	column string
}

// check reads one CSV file completely and reports every fault in it.
func (r *reader) check(d dataset.Dataset) {
	name := r.nameOf(d.ID + csvSuffix)
	data, ok := r.bytes(d.ID+csvSuffix, maxCSVBytes)
	if !ok {
		return
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // the byte order mark that Excel writes
	f := &file{reader: r, faultsBefore: len(r.faults), checked: &checked{
		dataset: d, name: name, text: &text{data: data},
		values: make(map[string]map[string][]position), failed: make(map[cellAt]bool),
	}}
	if !f.mistaken() && f.header() {
		f.readRecords()
		f.fictional()
		if d.Record != nil {
			f.typed()
		}
	} else {
		f.incomplete = true
	}
	r.sources = append(r.sources, dataset.Source{Dataset: d, CSV: data})
	r.read = append(r.read, f.checked)
}

// file is one CSV file while it is read.
type file struct {
	*reader
	*checked
	csv          *csv.Reader
	roles        []role          // one per column
	keys         map[string]bool // by the identities of their cells
	nextLine     int
	typedRows    [][]string            // the rows for the typed check, with unreadable cells empty
	faultsBefore int                   // number of faults of other files
	zeros        map[string][]position // column → where a constant lost its leading zeros
	sampleAt     position              // the first id of the fictional sample
}

// role is what is done with the cells of a column, found out once.
type role struct {
	checker *dataset.Checker
	key     bool
	related bool
	list    bool
	same    string // the identity of the cell that was checked last
}

// fail reports a fault at a byte column of a line as a column in characters.
func (f *file) fail(line, byteColumn int, message lang.Text) {
	before := f.text.line(line)
	before = before[:min(max(byteColumn-1, 0), len(before))]
	f.reader.fail(f.name, line, utf8.RuneCountInString(before)+1, message)
}

// failCell reports a fault of a cell. what does not name the cell, so that equal
// faults of a column can be summarised.
func (f *file) failCell(line, byteColumn int, c dataset.Column, cell string, what lang.Text) {
	f.fail(line, byteColumn, lang.T("列 "+nameAndTitle(c)+quoted(cell)+": "+what.Ja, "column "+c.Name+quoted(cell)+": "+what.En))
	f.faults[len(f.faults)-1].kind = c.Name + ": " + what.Ja
}

func (f *file) readRecords() {
	f.keys, f.zeros = make(map[string]bool), make(map[string][]position)
	for {
		record, err := f.csv.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if f.tooManyFaults() {
			f.incomplete = true
			f.reader.fail(f.name, 0, 0, lang.T("誤りが多すぎるため、このファイルの残りは検査していません", "too many errors: the rest of this file was not checked"))
			return
		}
		if !f.malformed(err) {
			f.record(record)
		}
	}
	f.lostZeros()
	end := bytes.Count(f.text.data, []byte("\n")) + 1
	if bytes.HasSuffix(f.text.data, []byte("\n")) {
		end--
	}
	if f.nextLine <= end {
		f.blank(f.nextLine, end+1)
	}
}

// malformed reports a fault if a record is not valid CSV, and whether it did.
func (f *file) malformed(err error) bool {
	parse, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		return false
	}
	f.incomplete = true
	f.blank(f.nextLine, parse.StartLine)
	f.nextLine = parse.Line + 1
	if errors.Is(parse.Err, csv.ErrBareQuote) {
		f.fail(parse.Line, parse.Column, lang.T(`引用符で囲まれていないセルに " があります。セル全体を " で囲み、中の " は "" と入力してください`, `" in an unquoted cell: quote the whole cell and double the " inside`))
		return true
	}
	// An unclosed quote is noticed lines later: report where it opens.
	starts := cellStarts(f.text.line(parse.StartLine))
	f.fail(parse.StartLine, starts[len(starts)-1], lang.T(`このセルの引用符 " が閉じていません。セルの中の " は "" と入力してください`, `unmatched quote in this cell: write "" for a " inside a quoted cell`))
	return true
}

// tooManyFaults reports whether checking of the file should stop: a wrong file of
// 512 MB could otherwise fill the memory with faults.
func (f *file) tooManyFaults() bool { return len(f.faults)-f.faultsBefore > maxInFile }

// blank reports the blank lines before the line that follows them.
func (f *file) blank(from, next int) {
	for line := from; line < next && !f.tooManyFaults(); line++ {
		f.fail(line, 1, lang.T("空の行があります。削除してください", "blank line: remove it"))
	}
}

func (f *file) record(record []string) {
	line, _ := f.csv.FieldPos(0)
	f.blank(f.nextLine, line)
	f.nextLine = line + 1
	for _, cell := range record {
		f.nextLine += strings.Count(cell, "\n")
	}
	if len(record) != len(f.columns) {
		f.incomplete = true
		f.fail(line, 1, f.cellCount(record))
		return
	}
	if strings.Join(record, "") == "" {
		f.fail(line, 1, lang.T("すべてのセルが空の行があります。削除してください", "row of empty cells: remove it"))
		return
	}
	for i, cell := range record {
		if !f.cell(i, cell) {
			f.failed[cellAt{line, f.columns[i].Name}] = true
			f.incomplete = f.incomplete || f.roles[i].related
			record[i] = ""
		}
	}
	f.key(line, record)
	if f.dataset.Record != nil {
		f.typedRows = append(f.typedRows, record)
		f.lines = append(f.lines, line)
	}
}

// cell checks one cell and reports whether it can be read.
func (f *file) cell(i int, cell string) bool {
	c := f.columns[i]
	line, column := f.csv.FieldPos(i)
	if c.Constant != "" {
		f.constant(c, cell, position{line, column})
		return true
	}
	if f.sampleAt == (position{}) && strings.HasPrefix(cell, "sample-") && sampleID.MatchString(cell) {
		f.sampleAt = position{line, column}
	}
	role := &f.roles[i]
	v, wrong := role.checker.Check(cell)
	if !wrong.Empty() {
		if role.key && cell == "" {
			wrong = lang.T("主キー（primaryKey）の列なので、空にできません", "empty, but part of the primary key")
		}
		f.failCell(line, column, c, cell, wrong)
		return false
	}
	if role.key || role.related {
		role.same = c.Identity(cell, v)
	}
	if role.related && !v.Missing {
		f.remember(c.Name, role, position{line, column})
	}
	return true
}

// constant checks a cell of a column that has one value.
func (f *file) constant(c dataset.Column, cell string, at position) {
	switch cell {
	case c.Constant:
		return
	case strings.TrimLeft(c.Constant, "0"):
		f.zeros[c.Name] = append(f.zeros[c.Name], at)
		return
	}
	want, _ := c.Parse(c.Constant)
	if v, wrong := c.Parse(cell); !wrong.Empty() || c.Identity(cell, v) != c.Identity(c.Constant, want) {
		f.fail(at.line, at.column, lang.T(c.Title.Ja+" は常に "+c.Constant+" です", c.Name+" must be "+c.Constant))
	}
}

// quoted returns the start of a wrong cell for a message.
func quoted(cell string) string {
	const shown = 40
	if cell == "" {
		return ""
	}
	runes := []rune(cell)
	if len(runes) > shown {
		return fmt.Sprintf(" %q…", string(runes[:shown]))
	}
	return fmt.Sprintf(" %q", cell)
}

// key refuses a key that an earlier row has. The row has a cell in each of its
// columns, or a fault.
func (f *file) key(line int, record []string) {
	var written, same []string
	for i := range f.roles {
		if f.roles[i].key {
			written, same = append(written, record[i]), append(same, f.roles[i].same)
		}
	}
	if slices.Contains(written, "") {
		return // reported as missing
	}
	joined := strings.Join(same, "\x00")
	if f.keys[joined] {
		f.fail(line, 1, duplicateKey(strings.Join(written, ", "), strings.Join(same, ", ")))
		return
	}
	f.keys[strings.Clone(joined)] = true
}

func duplicateKey(written, same string) lang.Text {
	if written != same {
		return lang.T("主キー "+written+" が前の行と重複しています（"+same+" と同じ値です）", "duplicate key "+written+": an earlier row has it, too (its value is "+same+")")
	}
	return lang.T("主キー "+written+" が前の行と重複しています", "duplicate key "+written+": an earlier row has it, too")
}
