package source

import (
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"

	"github.com/go-playground/validator/v10"
	"github.com/gocarina/gocsv"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

// typed turns the rows into records of the dataset's Go
// type and applies the rules that the type's tags state. gocsv only sees cells
// that were checked before: it takes an empty cell for zero, passes unknown and
// missing columns, and its line numbers drift after a blank line.
func (f *file) typed() {
	record := reflect.TypeOf(f.dataset.Record()).Elem()
	records := reflect.New(reflect.SliceOf(record))
	if err := gocsv.UnmarshalCSV(&rows{header: f.columns, rows: f.typedRows}, records.Interface()); err != nil {
		f.fail(1, 1, lang.T("読み取れません: "+err.Error(), "cannot be read as records: "+err.Error()))
		return
	}
	f.records = records.Interface()
	validate, err := newValidator()
	if err != nil {
		f.fail(1, 1, lang.T("検査の準備に失敗しました: "+err.Error(), "the validator could not be made: "+err.Error()))
		return
	}
	for i := range records.Elem().Len() {
		f.rules(validate, record, records.Elem().Index(i).Interface(), f.lines[i])
	}
}

func (f *file) rules(validate *validator.Validate, record reflect.Type, value any, line int) {
	broken, ok := errors.AsType[validator.ValidationErrors](validate.Struct(value))
	if !ok {
		return
	}
	wrong := make(map[string]bool) // fields that are wrong by themselves
	for _, b := range broken {
		wrong[b.StructField()] = !conditional(b)
	}
	for _, b := range broken {
		name := columnName(record, b.StructField())
		on, _, _ := strings.Cut(b.Param(), " ")
		if f.failed[cellAt{line, name}] || conditional(b) && (wrong[on] || f.failed[cellAt{line, columnName(record, on)}]) {
			continue
		}
		c, _ := f.dataset.Schema.Column(name)
		cell := ""
		if b.Kind() == reflect.String {
			cell = reflect.ValueOf(b.Value()).String()
		}
		f.failCell(line, f.cellStart(line, name), c, cell, explain(record, b, c))
	}
}

// conditional reports whether the rule depends on another field of the record;
// if that one is wrong, nothing can be said about this one.
func conditional(broken validator.FieldError) bool {
	return strings.HasSuffix(broken.Tag(), "_if") || strings.HasSuffix(broken.Tag(), "_unless")
}

// cellStart finds the byte column at which a cell begins, reading its line
// again: a fault is rare, remembering every cell is not.
func (f *file) cellStart(line int, column string) int {
	i := slices.IndexFunc(f.columns, func(c dataset.Column) bool { return c.Name == column })
	starts := cellStarts(f.text.line(line))
	if i < 0 || i >= len(starts) {
		return 1
	}
	return starts[i]
}

// rows is a gocsv.CSVReader over rows that were read and checked before.
type rows struct {
	header []dataset.Column
	rows   [][]string
	next   int
}

// Read returns the heading, then row after row.
func (r *rows) Read() ([]string, error) {
	if r.next > len(r.rows) {
		return nil, io.EOF
	}
	r.next++
	if r.next == 1 {
		names := make([]string, 0, len(r.header))
		for _, c := range r.header {
			names = append(names, c.Name)
		}
		return names, nil
	}
	return r.rows[r.next-2], nil
}

// ReadAll returns what Read has not returned yet.
func (r *rows) ReadAll() ([][]string, error) {
	var all [][]string
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		all = append(all, row)
	}
}
