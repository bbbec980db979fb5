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

// typed converts the rows to records of the dataset's Go type and applies the rules
// in the tags of that type. gocsv only gets cells that were checked before: it
// reads an empty cell as zero, ignores unknown and missing columns, and counts
// lines wrongly after a blank line.
func (f *file) typed() {
	record := reflect.TypeOf(f.dataset.Record()).Elem()
	records := reflect.New(reflect.SliceOf(record))
	if err := gocsv.UnmarshalCSV(&rows{header: f.columns, rows: f.typedRows}, records.Interface()); err != nil {
		f.fail(1, 1, lang.T("読み込めません: "+err.Error(), "cannot be read as records: "+err.Error()))
		return
	}
	f.records = records.Interface()
	validate, err := newValidator()
	if err != nil {
		f.fail(1, 1, lang.T("検査の準備に失敗しました: "+err.Error(), "cannot prepare the validator: "+err.Error()))
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
	wrong := make(map[string]bool) // fields that break a rule of their own
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
		f.failed[cellAt{line, name}] = true
	}
}

// conditional reports whether the rule depends on another field of the record. If
// that field is wrong, the rule is not applied.
func conditional(broken validator.FieldError) bool {
	return strings.HasSuffix(broken.Tag(), "_if") || strings.HasSuffix(broken.Tag(), "_unless")
}

// cellStart finds the byte column at which a cell begins, parsing its line
// a second time: faults are rare, and storing the place of every cell costs memory.
func (f *file) cellStart(line int, column string) int {
	i := slices.IndexFunc(f.columns, func(c dataset.Column) bool { return c.Name == column })
	starts := cellStarts(f.text.line(line))
	if i < 0 || i >= len(starts) {
		return 1
	}
	return starts[i]
}

// rows is a gocsv.CSVReader over rows that were checked before.
type rows struct {
	header []dataset.Column
	rows   [][]string
	next   int
}

// Read returns the headings, then one row per call.
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

// ReadAll returns the remaining rows.
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
