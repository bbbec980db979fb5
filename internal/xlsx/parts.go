package xlsx

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

const (
	mainSpace      = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relationsSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageSpace   = "http://schemas.openxmlformats.org/package/2006/"
	contentTypes   = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// beginParts writes what does not depend on the rows, and begins the first sheet.
func (w *Writer) beginParts() error {
	sheets := make([]relation, len(w.names), len(w.names)+1)
	for i := range w.names {
		sheets[i] = relation{"worksheet", fmt.Sprintf("worksheets/sheet%d.xml", i+1)}
	}
	for _, part := range []struct{ name, xml string }{
		{"[Content_Types].xml", contentTypesXML(len(w.names))},
		{"_rels/.rels", relationships(relation{"officeDocument", "xl/workbook.xml"})},
		{"xl/_rels/workbook.xml.rels", relationships(append(sheets, relation{"styles", "styles.xml"})...)},
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

// workbookXML names the sheets, and the rows that can be filtered.
func (w *Writer) workbookXML() string {
	var sheets strings.Builder
	for i, name := range w.names {
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, name, i+1, i+1)
	}
	filter := ""
	if w.widest > 0 {
		filter = fmt.Sprintf(`<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'%s'!$A$1:$%s$%d</definedName></definedNames>`,
			w.names[0], lettersOf(w.widest-1), w.row)
	}
	return `<workbook ` + mainSpace + ` xmlns:r="` + relationsSpace + `"><bookViews><workbookView/></bookViews><sheets>` + sheets.String() + `</sheets>` + filter + `</workbook>`
}

// part writes a file of the ZIP as a whole.
func (w *Writer) part(name, content string) error {
	to, err := w.zip.Create(name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(to, xml.Header+content)
	return err
}

func contentTypesXML(sheets int) string {
	var types strings.Builder
	types.WriteString(`<Types xmlns="` + packageSpace + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`)
	add := func(part, kind string) {
		types.WriteString(`<Override PartName="/xl/` + part + `.xml" ContentType="` + contentTypes + kind + `+xml"/>`)
	}
	add("workbook", "sheet.main")
	add("styles", "styles")
	for i := range sheets {
		add(fmt.Sprintf("worksheets/sheet%d", i+1), "worksheet")
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
	for n := range MaxDecimals + 1 {
		code := "0"
		if n > 0 {
			code += "." + strings.Repeat("0", n)
		}
		fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="%s"/>`, firstFormat+n, code)
		cells.WriteString(styleXML(firstFormat+n, 0))
	}
	const font = `<sz val="11"/><name val="Calibri"/><family val="2"/></font>`
	return `<styleSheet ` + mainSpace + `><numFmts count="` + strconv.Itoa(MaxDecimals+2) + `">` + formats.String() + `</numFmts>` +
		`<fonts count="2"><font>` + font + `<font><b/>` + font + `</fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="` + strconv.Itoa(decimalsStyle(MaxDecimals)+1) + `">` + cells.String() + `</cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

func styleXML(numberFormat, font int) string {
	return fmt.Sprintf(`<xf numFmtId="%d" fontId="%d" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`, numberFormat, font)
}
