package format

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"hachinohe.example/opendata/dataset"
)

// sheetNames are the names of the sheets, in their order.
type sheetNames struct{ data, columns, about string }

func namesIn(l Layout) sheetNames {
	if l.Japanese {
		return sheetNames{"データ", "列の定義", "このデータについて"}
	}
	return sheetNames{"data", "columns", "about"}
}

const (
	mainSpace      = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relationsSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageSpace   = "http://schemas.openxmlformats.org/package/2006/"
	contentTypes   = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// beginParts writes what does not depend on the rows, and begins the data sheet.
func (w *workbook) beginParts() error {
	for _, part := range []struct{ name, xml string }{
		{"[Content_Types].xml", contentTypesXML()},
		{"_rels/.rels", relationships(relation{"officeDocument", "xl/workbook.xml"})},
		{"xl/_rels/workbook.xml.rels", relationships(
			relation{"worksheet", "worksheets/sheet1.xml"}, relation{"worksheet", "worksheets/sheet2.xml"},
			relation{"worksheet", "worksheets/sheet3.xml"}, relation{"styles", "styles.xml"})},
		{"xl/styles.xml", stylesXML()},
	} {
		if err := w.part(part.name, part.xml); err != nil {
			return err
		}
	}
	var err error
	if w.sheet, err = w.zip.Create("xl/worksheets/sheet1.xml"); err != nil {
		return err
	}
	_, err = io.WriteString(w.sheet, xml.Header+`<worksheet `+mainSpace+`><sheetViews><sheetView tabSelected="1" workbookViewId="0">`+
		`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`)
	return err
}

// endParts ends the data sheet and writes the others, and last what depends on
// the number of rows.
func (w *workbook) endParts() error {
	end, filter := `</sheetData>`, ""
	if len(w.columns) > 0 {
		last := w.columns[len(w.columns)-1].letters
		end += fmt.Sprintf(`<autoFilter ref="A1:%s%d"/>`, last, w.data.row)
		filter = fmt.Sprintf(`<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'%s'!$A$1:$%s$%d</definedName></definedNames>`,
			w.names.data, last, w.data.row)
	}
	if _, err := io.WriteString(w.sheet, end+`</worksheet>`); err != nil {
		return err
	}
	if err := w.part("xl/worksheets/sheet2.xml", textSheet(w.columnRows())); err != nil {
		return err
	}
	if err := w.part("xl/worksheets/sheet3.xml", textSheet(w.aboutRows())); err != nil {
		return err
	}
	return w.part("xl/workbook.xml", `<workbook `+mainSpace+` xmlns:r="`+relationsSpace+`"><bookViews><workbookView/></bookViews><sheets>`+
		sheetXML(w.names.data, 1)+sheetXML(w.names.columns, 2)+sheetXML(w.names.about, 3)+`</sheets>`+filter+`</workbook>`)
}

// part writes a file of the ZIP as a whole.
func (w *workbook) part(name, content string) error {
	to, err := w.zip.Create(name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(to, xml.Header+content)
	return err
}

func sheetXML(name string, n int) string {
	return fmt.Sprintf(`<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, name, n, n)
}

func contentTypesXML() string {
	var types strings.Builder
	types.WriteString(`<Types xmlns="` + packageSpace + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`)
	for _, part := range [][2]string{
		{"workbook", "sheet.main"},
		{"styles", "styles"},
		{"worksheets/sheet1", "worksheet"},
		{"worksheets/sheet2", "worksheet"},
		{"worksheets/sheet3", "worksheet"},
	} {
		types.WriteString(`<Override PartName="/xl/` + part[0] + `.xml" ContentType="` + contentTypes + part[1] + `+xml"/>`)
	}
	types.WriteString(`</Types>`)
	return types.String()
}

// relation is a part that another one leads to.
type relation struct{ kind, target string }

// relationships lists relations, with the identifiers rId1, rId2 and so on.
func relationships(relations ...relation) string {
	var list strings.Builder
	list.WriteString(`<Relationships xmlns="` + packageSpace + `relationships">`)
	for i, r := range relations {
		fmt.Fprintf(&list, `<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>`, i+1, relationsSpace, r.kind, r.target)
	}
	list.WriteString(`</Relationships>`)
	return list.String()
}

// The styles of cells, as stylesXML counts them; 0 has no format.
const (
	headingStyle = iota + 1
	textStyle
	dateStyle
	firstDecimals // without decimals
)

// decimalsStyle is that of numbers with so many decimals.
func decimalsStyle(n int) int { return firstDecimals + n }

func stylesXML() string {
	const dateFormat, firstFormat, textFormat = 164, 165, 49 // the last one is built in: @
	var formats, cells strings.Builder
	fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="yyyy-mm-dd"/>`, dateFormat)
	cells.WriteString(styleXML(0, 0) + styleXML(textFormat, 1) + styleXML(textFormat, 0) + styleXML(dateFormat, 0))
	for n := range dataset.MaxDecimals + 1 {
		code := "0"
		if n > 0 {
			code += "." + strings.Repeat("0", n)
		}
		fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="%s"/>`, firstFormat+n, code)
		cells.WriteString(styleXML(firstFormat+n, 0))
	}
	const font = `<sz val="11"/><name val="Calibri"/><family val="2"/></font>`
	return `<styleSheet ` + mainSpace + `><numFmts count="` + strconv.Itoa(dataset.MaxDecimals+2) + `">` + formats.String() + `</numFmts>` +
		`<fonts count="2"><font>` + font + `<font><b/>` + font + `</fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="` + strconv.Itoa(decimalsStyle(dataset.MaxDecimals)+1) + `">` + cells.String() + `</cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

func styleXML(numberFormat, font int) string {
	return fmt.Sprintf(`<xf numFmtId="%d" fontId="%d" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`, numberFormat, font)
}
