package source_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/source"
)

// spoilt is a built-in source file with a tab before the cell in the middle
// row of one column, which no type of column permits.
type spoilt struct {
	file, column string
	lines        []string // the file, line by line
	line         int      // of the wrong cell, from 1
	character    int      // at which it begins, from 1
}

// place is where the fault must be reported when so many lines come before.
func (s spoilt) place(before int) string {
	return fmt.Sprintf("%s:%d:%d", s.file, s.line+before, s.character)
}

func (s spoilt) data() []byte { return []byte(strings.Join(s.lines, "\n") + "\n") }

// afterBlank is the same file with a blank line before the wrong row.
func (s spoilt) afterBlank() []byte {
	return []byte(strings.Join(slices.Insert(slices.Clone(s.lines), s.line-1, ""), "\n") + "\n")
}

// everySpoilt spoils every column of every built-in source file.
func everySpoilt(t *testing.T) []spoilt {
	t.Helper()
	files := embedded(t)
	progress := files["initiative_progress.csv"]
	rows := parse(t, progress.Data)
	row := make([]string, len(rows[0]))
	for i, name := range rows[0] {
		row[i] = map[string]string{"initiative_id": "i-072", "fiscal_year": "2026", "status": "in_progress"}[name]
		if row[i] == "" {
			row[i] = "x"
		}
	}
	progress.Data = []byte(written(t, [][]string{rows[0], row}))
	var all []spoilt
	for _, d := range dataset.BuiltIn() {
		if d.Generated {
			continue
		}
		name := d.ID + ".csv"
		rows := parse(t, files[name].Data)
		middle := (len(rows) + 1) / 2 // of the lines after the headings
		for i, column := range rows[0] {
			s := spoilt{file: name, column: column, lines: strings.Split(strings.TrimSuffix(string(files[name].Data), "\n"), "\n"), line: middle + 1, character: 1}
			cells := slices.Clone(rows[middle])
			cells[i] = "\t" + cells[i]
			for j, cell := range cells {
				cells[j] = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			for _, cell := range cells[:i] {
				s.character += utf8.RuneCountInString(cell + ",")
			}
			s.lines[middle] = strings.Join(cells, ",")
			all = append(all, s)
		}
	}
	return all
}

func TestAFaultIsReportedWhereItIs(t *testing.T) {
	for _, s := range everySpoilt(t) {
		t.Run(s.file+" "+s.column, func(t *testing.T) {
			files := embedded(t)
			files[s.file].Data = s.data()
			expect(t, files, []string{s.place(0)}, s.column)
			files[s.file].Data = s.afterBlank()
			expect(t, files, []string{fmt.Sprintf("%s:%d:1", s.file, s.line), s.place(1)}, s.column)
		})
	}
}

func TestFaultsOfAllFilesAreReportedInOrder(t *testing.T) {
	files, want := embedded(t), []string(nil)
	for _, s := range everySpoilt(t) {
		if s.column == "source" {
			files[s.file].Data = s.afterBlank()
			want = append(want, fmt.Sprintf("%s:%d:1", s.file, s.line), s.place(1))
		}
	}
	slices.Sort(want) // no file here has two faults in lines of different length of number
	expect(t, files, want, "source")
}

// expect reads the files and compares the places of all faults; the last is
// about the column.
func expect(t *testing.T, files fstest.MapFS, want []string, column string) {
	t.Helper()
	_, err := source.Read(files, nil)
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		t.Fatalf("not refused: %v", err)
	}
	var got []string
	for _, f := range e.Fields {
		got = append(got, f.Place)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q\n%v", got, want, err)
	}
	if last := e.Fields[len(e.Fields)-1].Message.En; !strings.HasPrefix(last, "column "+column+" ") {
		t.Errorf("the last message is not about column %s: %s", column, last)
	}
}

func TestTooManyFaultsAreCounted(t *testing.T) {
	rows := []byte("id\n")
	for i := range 1500 { // each with a message of its own, or they would be folded
		rows = fmt.Appendf(rows, "p%[1]d\np%[1]d\n", i)
	}
	_, err := source.Read(dataset.Embedded(), fstest.MapFS{
		"parks.csv":         {Data: rows},
		"parks.schema.json": {Data: []byte(`{"fields": [{"name": "id"}], "primaryKey": "id"}`)},
	})
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || len(e.Fields) != 1001 || e.Fields[1000].Message.En != "further errors are not listed" {
		t.Fatalf("not the first thousand faults: %v", err)
	}
	if want := "1500 errors found"; e.Message.En != want {
		t.Errorf("got %q, want %q", e.Message.En, want)
	}
}
