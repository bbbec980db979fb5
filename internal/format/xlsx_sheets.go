package format

import "hachinohe.example/opendata/dataset"

// columnRows describe the columns, one with codes in a row for each of them.
func (w *workbook) columnRows() [][]string {
	rows := [][]string{{"name", "heading", "type", "unit", "meaning", "code", "label"}}
	if w.subject.Layout.Japanese {
		rows = [][]string{{"列名", "見出し", "型", "単位", "説明", "コード", "表示名"}}
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
			rows = append(rows, []string{
				c.Name, in(w.subject.Layout, c.Title), c.is.Name, c.Unit, in(w.subject.Layout, c.Meaning), code.Value, in(w.subject.Layout, code.Label),
			})
		}
	}
	return rows
}

// aboutRows say what the data is.
func (w *workbook) aboutRows() [][]string {
	if w.subject.About == nil {
		return nil
	}
	var rows [][]string
	for _, fact := range w.subject.About() {
		rows = append(rows, []string{in(w.subject.Layout, fact.Name), fact.Value})
	}
	return rows
}

// textSheet is a worksheet of texts. They describe the data, so that one is cut
// which is too long for a cell.
func textSheet(rows [][]string) string {
	var r rowsXML
	for _, row := range rows {
		r.begin()
		for i, text := range row {
			if text != "" {
				r.text(lettersOf(i), textStyle, cut(text))
			}
		}
		r.end()
	}
	return `<worksheet ` + mainSpace + `><sheetData>` + string(r.xml) + `</sheetData></worksheet>`
}
