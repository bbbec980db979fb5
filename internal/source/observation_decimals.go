package source

import (
	"fmt"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

// observedValues holds observations to their indicators: as many decimals as
// the indicator says, and no value exactly where the status says missing.
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
		f.fail(line, f.cellStart(line, "value"), lang.T("値が空であることと状態 M（欠測）は、必ず一緒に使ってください", "an empty value and the status M (missing) always go together"))
	}
	_, fraction, _ := strings.Cut(string(o.Value), ".")
	want, ok := decimals[o.IndicatorID]
	if ok && o.Value != "" && len(fraction) != want {
		f.fail(line, f.cellStart(line, "value"), wrongDecimals(o, want))
	}
}

// wrongDecimals says how many decimals the values of an indicator have, and how
// this one is written if no digit of it says anything else.
func wrongDecimals(o dataset.Observation, want int) lang.Text {
	ja := fmt.Sprintf("指標 %s の値は小数点以下 %d 桁にしてください", o.IndicatorID, want)
	en := fmt.Sprintf("values of %s need %d decimal places", o.IndicatorID, want)
	if want == 1 {
		en = fmt.Sprintf("values of %s need 1 decimal place", o.IndicatorID)
	}
	whole, fraction, _ := strings.Cut(string(o.Value), ".")
	padded := fraction + strings.Repeat("0", max(0, want-len(fraction)))
	if strings.Trim(padded[want:], "0") != "" {
		return lang.T(ja, en)
	}
	right := strings.TrimSuffix(whole+"."+padded[:want], ".")
	return lang.T(ja+"（"+right+"）", en+" ("+right+")")
}
