package source

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

// remember records the place of a value if its column refers to another dataset
// or is referred to. Cells are cloned: a slice of the record would keep its
// whole line in memory.
func (f *file) remember(c dataset.Column, cell string, line, byteColumn int) {
	if cell == "" || !f.related(c.Name) {
		return
	}
	values := f.values[c.Name]
	if values == nil {
		values = make(map[string][]position)
		f.values[c.Name] = values
	}
	items := []string{cell}
	if c.Type == dataset.ListType {
		items = strings.Split(cell, dataset.ListSeparator)
	}
	for _, item := range items {
		if at, ok := values[item]; ok {
			values[item] = append(at, position{line, byteColumn})
			continue
		}
		values[strings.Clone(item)] = []position{{line, byteColumn}}
	}
}

func (f *file) related(column string) bool {
	here := f.dataset
	for _, r := range here.Schema.References {
		if r.Column == column {
			return true
		}
	}
	for _, d := range f.found {
		for _, r := range d.Schema.References {
			if r.Dataset == here.ID && r.Target == column {
				return true
			}
		}
	}
	return false
}

// relations checks references between files and the values of observations.
func (r *reader) relations() {
	for _, from := range r.read {
		for _, ref := range from.dataset.Schema.References {
			(&file{reader: r, checked: from}).reference(ref)
		}
	}
	r.observedValues()
}

func (f *file) reference(ref dataset.Reference) {
	i := slices.IndexFunc(f.read, func(c *checked) bool { return c.dataset.ID == ref.Dataset })
	if i < 0 && f.supplied(ref.Dataset) {
		return // the file could not be read: its faults are reported
	}
	if i < 0 || !slices.ContainsFunc(f.read[i].dataset.Schema.Data(), func(c dataset.Column) bool { return c.Name == ref.Target }) {
		f.reader.fail(f.nameOf(f.dataset.ID+schemaSuffix), 0, 0, lang.T("列 "+ref.Column+": 参照先 "+ref.Dataset+"."+ref.Target+" がありません", "column "+ref.Column+": the column referred to, "+ref.Dataset+"."+ref.Target+", does not exist"))
		return
	}
	target := f.read[i]
	if target.incomplete {
		return
	}
	for _, value := range slices.Sorted(maps.Keys(f.values[ref.Column])) {
		if _, ok := target.values[ref.Target][value]; ok {
			continue
		}
		for _, at := range f.values[ref.Column][value] {
			f.fail(at.line, at.column, lang.T(
				fmt.Sprintf("列 %s: %q は %s にありません", ref.Column, value, target.name),
				fmt.Sprintf("column %s: %q is not in %s", ref.Column, value, target.name)))
		}
	}
}

// supplied reports whether a file of that dataset exists or is required.
func (r *reader) supplied(id string) bool {
	_, hasCSV := r.files[id+csvSuffix]
	return hasCSV || r.known[id] && id != dataset.DictionaryID
}

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
