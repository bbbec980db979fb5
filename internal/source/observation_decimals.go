package source

import (
	"fmt"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

// observedValues checks observations against their indicators: values have the
// indicator's number of decimals, and are empty if and only if the status is
// missing.
func (r *reader) observedValues() {
	decimals := make(map[string]int)
	for _, c := range r.read {
		if list, ok := c.records.(*[]dataset.Indicator); ok {
			for row, indicator := range *list {
				if !c.failed[cellAt{c.lines[row], "decimals"}] {
					decimals[indicator.ID] = indicator.Decimals
				}
			}
		}
	}
	for _, c := range r.read {
		list, ok := c.records.(*[]dataset.Observation)
		if !ok {
			continue
		}
		for row, o := range *list {
			(&file{reader: r, checked: c}).observation(c.lines[row], o, decimals)
		}
	}
}

func (f *file) observation(line int, o dataset.Observation, decimals map[string]int) {
	if f.failed[cellAt{line, "value"}] || f.failed[cellAt{line, "status"}] {
		return
	}
	if missing := o.Value == ""; missing != (o.Status == "M") {
		f.fail(line, f.cellStart(line, "value"), lang.T("値を空にするときは状態を M（欠測）に、状態が M のときは値を空にしてください", "the value must be empty if and only if the status is M (missing)"))
	}
	_, fraction, _ := strings.Cut(string(o.Value), ".")
	want, ok := decimals[o.IndicatorID]
	if ok && o.Value != "" && len(fraction) != want {
		f.fail(line, f.cellStart(line, "value"), wrongDecimals(o, want))
	}
}

// wrongDecimals says how many decimals a value needs. If only zeros are missing, it
// shows the value with them.
func wrongDecimals(o dataset.Observation, want int) lang.Text {
	value := string(o.Value)
	whole, fraction, _ := strings.Cut(value, ".")
	if want > len(fraction) {
		value = whole + "." + fraction + strings.Repeat("0", want-len(fraction))
		return lang.T(
			fmt.Sprintf("指標 %s の値は小数点以下 %d 桁で入力してください（%s）", o.IndicatorID, want, value),
			fmt.Sprintf("values of %s need %s (%s)", o.IndicatorID, decimalPlaces(want), value))
	}
	return lang.T(
		fmt.Sprintf("指標 %s の値は小数点以下 %d 桁で入力してください（%s は %d 桁です）", o.IndicatorID, want, value, len(fraction)),
		fmt.Sprintf("values of %s need %s (%s has %d)", o.IndicatorID, decimalPlaces(want), value, len(fraction)))
}

func decimalPlaces(n int) string {
	if n == 1 {
		return "1 decimal place"
	}
	return fmt.Sprintf("%d decimal places", n)
}
