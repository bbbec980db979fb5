package source

import (
	"fmt"
	"regexp"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// Faults that spreadsheet programs cause in a CSV, reported with their cause.

// lostZeros reports constant columns without their leading zeros, as after opening
// and saving in Excel: once per column, because every row has the fault.
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
			fmt.Sprintf("%s は常に %s です。Excel により先頭の 0 が削除されています（%d 行）。値が一定の列 %s は省略できます", c.Title.Ja, c.Constant, len(at), names),
			fmt.Sprintf("%s must be %s: Excel removed the leading 0 (rows: %d). The constant columns %s are optional", c.Name, c.Constant, len(at), names)))
	}
}

var (
	thousands = regexp.MustCompile(`^-?[1-9][0-9]{0,2}$`)
	hundreds  = regexp.MustCompile(`^[0-9]{3}(\.[0-9]+)?$`)
)

// cellCount returns the message for a row with too few or too many cells. It names
// the column in which a thousands separator is the probable cause.
func (f *file) cellCount(record []string) lang.Text {
	wrong := lang.T(fmt.Sprintf("セルが %d 個あります。見出しは %d 個です", len(record), len(f.columns)), fmt.Sprintf("%d cells, but %d headings", len(record), len(f.columns)))
	for i := 0; i < len(f.columns) && i+1 < len(record) && len(record) > len(f.columns); i++ {
		c := f.columns[i]
		number := c.Type.Definition().Number
		if number && thousands.MatchString(record[i]) && hundreds.MatchString(record[i+1]) {
			whole := record[i] + record[i+1]
			return lang.T(
				fmt.Sprintf("%s。列 %s の桁区切りのコンマが原因と思われます。%s と入力してください", wrong.Ja, c.Name, whole),
				fmt.Sprintf("%s: probably a thousands separator in column %s; enter %s", wrong.En, c.Name, whole))
		}
	}
	return wrong
}
