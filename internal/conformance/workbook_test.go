package conformance_test

import (
	"bytes"
	"net/http"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"hachinohe.example/opendata/internal/fixture/workbook"
)

// A library that others wrote reads of a workbook what the reader of the tests
// reads: in every sheet, each cell as it is stored and as it is shown.
func TestWorkbooksAreReadAlikeByOthers(t *testing.T) {
	h := service(t, halls())
	for _, name := range []string{"022039_digital_observations", "022039_digital_initiatives", "022039_digital_indicators", "022039_halls"} {
		data := ask(t, h, "/files/"+name+".xlsx", http.StatusOK).Body.Bytes()
		ours, err := workbook.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		defer theirs.Close()
		for i, sheet := range theirs.GetSheetList() {
			if ours.Sheets[i].Name != sheet {
				t.Errorf("%s: sheet %d is %s, and %s", name, i, sheet, ours.Sheets[i].Name)
			}
			shown, err := theirs.GetRows(sheet)
			if err != nil || !slices.EqualFunc(shown, ours.Sheets[i].Shown(), slices.Equal) {
				t.Errorf("%s, %s: shown otherwise (%v)", name, sheet, err)
			}
			raw, err := theirs.GetRows(sheet, excelize.Options{RawCellValue: true})
			if err != nil || !slices.EqualFunc(raw, ours.Sheets[i].Raw(), slices.Equal) {
				t.Errorf("%s, %s: stored otherwise (%v)", name, sheet, err)
			}
		}
	}
}
