package source

import (
	"fmt"
	"regexp"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// What spreadsheet programs do to a CSV, told by its cause.

// lostZeros reports constant columns whose leading zeros are gone, as after
// opening and saving in Excel: once for the file, which has it in every row.
func (f *file) lostZeros() {
	var constants []string
	for _, c := range f.columns {
		if c.Constant != "" {
			constants = append(constants, c.Name)
		}
	}
	names := strings.Join(constants, ",")
	for _, c := range f.columns {
		at := f.zeros[c.Name]
		if len(at) == 0 {
			continue
		}
		f.fail(at[0].line, at[0].column, lang.T(
			fmt.Sprintf("%s は常に %s です。Excel が先頭の 0 を取り除いています（%d 行）。一定の値の列 %s は省略できます", c.Title.Ja, c.Constant, len(at), names),
			fmt.Sprintf("%s is always %s: Excel has removed the leading 0 (%d rows). The columns of one value, %s, are optional", c.Name, c.Constant, len(at), names)))
	}
}

var (
	thousands = regexp.MustCompile(`^-?[1-9][0-9]{0,2}$`)
	hundreds  = regexp.MustCompile(`^[0-9]{3}(\.[0-9]+)?$`)
)

// cellCount says that a row has too few or too many cells, and where a
// separator of thousands seems to be the cause.
func (f *file) cellCount(record []string) lang.Text {
	wrong := lang.T(fmt.Sprintf("セルが %d 個あります。見出しは %d 個です", len(record), len(f.columns)), fmt.Sprintf("%d cells, but %d headings", len(record), len(f.columns)))
	for i := 0; i < len(f.columns) && i+1 < len(record) && len(record) > len(f.columns); i++ {
		c := f.columns[i]
		number := c.Type.Definition().Number
		if number && thousands.MatchString(record[i]) && hundreds.MatchString(record[i+1]) {
			whole := record[i] + record[i+1]
			return lang.T(
				fmt.Sprintf("%s。列 %s の桁区切りのコンマのためと思われます。%s と入力してください", wrong.Ja, c.Name, whole),
				fmt.Sprintf("%s: perhaps the comma is a thousands separator in column %s; write %s", wrong.En, c.Name, whole))
		}
	}
	return wrong
}
