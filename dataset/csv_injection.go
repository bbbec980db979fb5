package dataset

import (
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// CSV injection: spreadsheet programs run a cell of a CSV or TSV that begins with
// = + - or @ as a formula. It is refused where it would enter, and not rewritten
// where it leaves, so that every format shows the same text. It is asked of
//
//   - cells of records, and so those of groups and differences (type_string.go);
//   - titles, meanings, units, constants and codes of a city's own schema, and so
//     the headings (schemaParser.cells).
//
// What may begin with a minus is a number. Labels of codes are checked together
// with their code, so they alone may begin with anything: only XLSX writes them,
// and its cells are typed. A format that adds a text from elsewhere must ask, too;
// a test of internal/format holds all of them to it.

// formulaStarts are the characters that make a cell a formula.
const formulaStarts = "=+-@"

// formula says what is wrong with a text that spreadsheet programs would run; it is
// empty for every other, and for no text.
func formula(text string) lang.Text {
	if text == "" || !strings.ContainsRune(formulaStarts, rune(text[0])) {
		return lang.Text{}
	}
	return lang.T("先頭の文字 = + - @ は表計算ソフトが数式として実行するため使えません",
		"text cannot begin with = + - @: spreadsheet programs would run it as a formula")
}
