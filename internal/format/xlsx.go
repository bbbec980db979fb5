package format

import (
	"context"
	"errors"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/xlsx"
)

// XLSX is a workbook of three sheets: the data, the columns, and what the data is
// (licence, source, citation, release). Cells are typed: numbers with their
// decimals, dates as dates, everything else as text, nothing as a formula. Codes
// have their labels next to them.
func XLSX() Format {
	return Format{
		Name:        "xlsx",
		ContentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		Title:       lang.T("XLSX", "XLSX"),
		Carries:     Lists | Groups | OneRelated | Items | Files | Differences,
		Options:     Options{Header: true},
		Profiles: []Profile{
			{Layout: Layout{Japanese: true, Constant: true}, Title: lang.T("Excelブック（XLSX）", "Excel workbook (XLSX)")},
			{Layout: Layout{Constant: true}},
		},
		Document: true,
		MaxRows:  xlsx.MaxRows - 1, // and the headings
		Memory:   xlsx.Memory,
		New:      func(s Subject) (Writer, error) { return &workbook{subject: s, columns: sheetColumns(s)}, nil },
	}
}

// Every number of a dataset has a style that shows its decimals.
const _ = uint(xlsx.MaxDecimals - dataset.MaxDecimals)

// workbook writes XLSX.
type workbook struct {
	subject  Subject
	columns  []sheetColumn
	out      tail
	file     *xlsx.Writer
	notation []byte // of a value, used again
}

// tail appends what is written.
type tail []byte

// Write implements io.Writer.
func (t *tail) Write(p []byte) (int, error) {
	*t = append(*t, p...)
	return len(p), nil
}

// appended runs a step that writes to the file, with dst as its end.
func (w *workbook) appended(dst []byte, step func() error) ([]byte, error) {
	w.out = dst
	err := step()
	dst, w.out = w.out, nil
	if errors.Is(err, xlsx.ErrTooManyRows) {
		err = tooManyRows()
	}
	return dst, err
}

// Begin implements Writer.
func (w *workbook) Begin(dst []byte, count int) ([]byte, error) {
	if count >= xlsx.MaxRows {
		return dst, tooManyRows()
	}
	headings := make([]string, len(w.columns))
	for i := range w.columns {
		headings[i] = w.columns[i].heading
	}
	names := []string{"data", "columns", "about"}
	if w.subject.Layout.Japanese {
		names = []string{"データ", "列の定義", "このデータについて"}
	}
	return w.appended(dst, func() (err error) {
		w.file, err = xlsx.New(&w.out, headings, names...)
		return err
	})
}

// Rows implements Writer.
func (w *workbook) Rows(ctx context.Context, dst []byte, rows []int) ([]byte, error) {
	return w.appended(dst, func() error {
		for _, row := range rows {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := w.line(func(c *sheetColumn) dataset.Value { return c.value(row) }); err != nil {
				return err
			}
		}
		return nil
	})
}

// Cells implements CellWriter.
func (w *workbook) Cells(dst []byte, cells []string) ([]byte, error) {
	return w.appended(dst, func() error {
		return w.line(func(c *sheetColumn) dataset.Value {
			parsed, wrong := c.Parse(cells[c.cell])
			if !wrong.Empty() { // a text that no record could hold
				parsed.Text, parsed.Missing = cells[c.cell], false
			}
			return parsed
		})
	})
}

// line writes a row of the sheet.
func (w *workbook) line(value func(*sheetColumn) dataset.Value) error {
	if err := w.file.BeginRow(); err != nil {
		return err
	}
	for i := range w.columns {
		if err := w.cell(&w.columns[i], value(&w.columns[i])); err != nil {
			return err
		}
	}
	return w.file.EndRow()
}

// cell writes a value. What a typed cell could not hold exactly is text, and what
// is missing has no cell.
func (w *workbook) cell(c *sheetColumn, v dataset.Value) error {
	if v.Missing {
		w.file.Empty()
		return nil
	}
	w.notation = c.Type.Append(w.notation[:0], v)
	switch {
	case c.labels != nil:
		return w.text(c, c.label(c.Identity(string(w.notation), v)))
	case c.is.JSON.Numeric() && xlsx.HoldsNumber(v.Int):
		w.file.Number(w.notation, int(v.Scale))
	case c.is.JSON == dataset.JSONBoolean:
		w.file.Boolean(v.Int != 0)
	case c.is.Format == "date" && xlsx.HoldsDate(v.Int):
		w.file.Date(v.Int)
	default:
		return w.text(c, string(w.notation))
	}
	return nil
}

func (w *workbook) text(c *sheetColumn, text string) error {
	if !xlsx.HoldsText(text) {
		return fault.New(fault.TooLarge,
			lang.Textf("列 %s に、XLSXのセルに入らない長さの文字列があります（%d字まで）", "a text in column %s is too long for a cell of XLSX (at most %d characters)", c.Name, xlsx.MaxText),
			orAsCSV()).Because(ErrDoesNotFit)
	}
	w.file.Text(text)
	return nil
}

// End implements Writer.
func (w *workbook) End(dst []byte) ([]byte, error) {
	return w.appended(dst, func() error {
		if err := w.file.EndRows(); err != nil {
			return err
		}
		for _, sheet := range [][][]string{w.columnLines(), w.aboutLines()} {
			if err := w.file.Texts(sheet); err != nil {
				return err
			}
		}
		return w.file.Close()
	})
}

// columnLines describe the columns, one with codes in a line for each of them.
func (w *workbook) columnLines() [][]string {
	lines := [][]string{{"name", "heading", "type", "unit", "meaning", "code", "label"}}
	if w.subject.Layout.Japanese {
		lines = [][]string{{"列名", "見出し", "型", "単位", "説明", "コード", "表示名"}}
	}
	for i := range w.columns {
		c := &w.columns[i]
		if c.labels != nil {
			continue
		}
		codes := c.Codes
		if len(codes) == 0 {
			codes = []dataset.Code{{}}
		}
		for _, code := range codes {
			lines = append(lines, []string{
				c.Name, in(w.subject.Layout, c.Title), c.is.Name, c.Unit, in(w.subject.Layout, c.Meaning), code.Value, in(w.subject.Layout, code.Label),
			})
		}
	}
	return lines
}

// aboutLines say what the data is.
func (w *workbook) aboutLines() [][]string {
	if w.subject.About == nil {
		return nil
	}
	var lines [][]string
	for _, fact := range w.subject.About() {
		lines = append(lines, []string{in(w.subject.Layout, fact.Name), fact.Value})
	}
	return lines
}

// in returns a text in the language of the headings, in Japanese where there is
// no other.
func in(l Layout, t lang.Text) string {
	if l.Japanese || t.En == "" {
		return t.Ja
	}
	return t.En
}

func tooManyRows() error {
	return fault.New(fault.TooLarge,
		lang.Textf("行が多すぎて、XLSXの1枚のシートに入りません（%d行まで）", "too many rows for an XLSX worksheet (at most %d)", xlsx.MaxRows-1),
		orAsCSV()).Because(ErrDoesNotFit)
}

func orAsCSV() lang.Text {
	return lang.T("条件を加えるか、列を減らすか、CSVで取得してください", "add conditions, choose fewer columns, or get the data as CSV")
}

// sheetColumn is a column of the data sheet: one of the data, or the labels of
// its codes.
type sheetColumn struct {
	column

	is      dataset.Definition // of its type
	cell    int                // which of the cells of a row in no table it shows
	heading string
	labels  map[string]string // of its codes, by identity; nil: the column shows its values
}

// sheetColumns puts the labels of codes next to them.
func sheetColumns(s Subject) []sheetColumn {
	var list []sheetColumn
	for i, c := range columnsOf(s.Shape, s.Layout) {
		shown := sheetColumn{column: c, is: c.Type.Definition(), cell: i, heading: c.heading(s.Layout)}
		list = append(list, shown)
		if len(c.Codes) == 0 {
			continue
		}
		shown.labels = make(map[string]string, len(c.Codes))
		for _, code := range c.Codes {
			v, _ := c.Parse(code.Value)
			shown.labels[c.Identity(code.Value, v)] = in(s.Layout, code.Label)
		}
		shown.heading = c.Name + ".label"
		if s.Layout.Japanese {
			shown.heading = c.Title.Ja + "（表示名）"
		}
		list = append(list, shown)
	}
	return list
}

// value returns the value of a row of the table.
func (c *sheetColumn) value(row int) dataset.Value {
	if c.Constant != "" {
		value, _ := c.Parse(c.Constant)
		return value
	}
	row, ok := c.row(row)
	if !ok || c.table.Missing(c.data, row) {
		return dataset.Value{Missing: true}
	}
	return c.table.Value(c.data, row)
}

// label returns the label of the code with an identity, of a list those of its
// items.
func (c *sheetColumn) label(identity string) string {
	if c.is.Items == nil {
		return c.labels[identity]
	}
	var labels []string
	for item := range strings.SplitSeq(identity, dataset.ListSeparator) {
		labels = append(labels, c.labels[item])
	}
	return strings.Join(labels, dataset.ListSeparator)
}
