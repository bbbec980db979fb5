package openapi

import (
	"slices"
	"strings"
	"unicode/utf8"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// longestExample keeps whole paragraphs out of the reference.
const longestExample = 40

// telling picks the column that groups and counts of a dataset are shown with: a
// coded one that differs from row to row, or one that refers to another dataset,
// or the first that has a value to show; no list, which cannot be counted.
func telling(set *release.Set) int {
	refers := func(name string) bool {
		return slices.ContainsFunc(set.Schema.References, func(r dataset.Reference) bool { return r.Column == name })
	}
	for _, good := range []func(c dataset.Column) bool{
		func(c dataset.Column) bool { return len(c.Codes) > 0 },
		func(c dataset.Column) bool { return refers(c.Name) },
	} {
		for i := range set.Table.Columns() {
			if c := set.Table.Column(i); c.Type.Definition().Items == nil && good(c) && len(samples(set.Table, i, 2)) == 2 {
				return i
			}
		}
	}
	for i := range set.Table.Columns() {
		if set.Table.Column(i).Type.Definition().Items == nil && len(samples(set.Table, i, 1)) > 0 {
			return i
		}
	}
	return 0
}

// probed bounds the rows that are looked at for an example. Those of a larger table
// are spread over it: its first rows have one value in the first columns of the key.
const probed = 1000

// samples returns different values of a column that are short enough to show, in
// the order of the column.
func samples(t *table.Table, column, most int) []string {
	c := t.Column(column)
	var rows []int
	looked := min(t.Len(), probed)
	for i := range looked {
		row := i * t.Len() / looked
		text := t.Text(column, row)
		fresh := !slices.ContainsFunc(rows, func(r int) bool { return c.Type.Compare(t.Value(column, r), t.Value(column, row)) == 0 })
		if showable(text) && fresh {
			if rows = append(rows, row); len(rows) == most {
				break
			}
		}
	}
	slices.SortFunc(rows, func(a, b int) int { return c.Type.Compare(t.Value(column, a), t.Value(column, b)) })
	var texts []string
	for _, row := range rows {
		texts = append(texts, t.Text(column, row))
	}
	return texts
}

// showable reports whether a text is short, and means the same wherever a value
// may stand.
func showable(text string) bool {
	return text != "" && utf8.RuneCountInString(text) <= longestExample && !strings.ContainsAny(text, `,|"`+dataset.ListSeparator)
}

// word is a word that occurs in the dataset: the first of its texts, or else a
// value of a column.
func word(t *table.Table, column int) string {
	for i := range t.Columns() {
		c := t.Column(i)
		if !c.Type.Definition().SingleText() || len(c.Codes) > 0 || !wordy(c.Name) {
			continue
		}
		if text := operandsExample(t, i, table.Contains); text != "" {
			return text
		}
	}
	return strings.Join(samples(t, column, 1), "")
}

// wordy reports whether a column holds words rather than identifiers.
func wordy(name string) bool {
	return name != "id" && !strings.HasSuffix(name, "_id") && !strings.HasSuffix(name, "_code")
}

// period groups by the years of a date where there is one, else by a column. Rows
// of a series are grouped by series, too: values of different ones, such as
// persons and percent, make no mean.
func period(set *release.Set, name string) string {
	for i := range set.Table.Columns() {
		c := set.Table.Column(i)
		if !table.FiscalYear.Applies(c.Type) {
			continue
		}
		years := c.Name + "." + string(table.FiscalYear)
		if key := set.Schema.Key; len(key) > 1 && key[0] != c.Name {
			return key[0] + "," + years
		}
		return years
	}
	return name
}

// periodExample is a condition on the fiscal year of a date that occurs.
func periodExample(set *release.Set) (name, value string, ok bool) {
	for i := range set.Table.Columns() {
		c, years := set.Table.Column(i), table.FiscalYear
		for row := range min(set.Table.Len(), probed) {
			if !years.Applies(c.Type) || set.Table.Missing(i, row) {
				continue
			}
			of := years.Compared(c)
			return of.Name, string(of.Type.Append(nil, years.Holding(c.Type, set.Table.Value(i, row)))), true
		}
	}
	return "", "", false
}

// computed is the number of rows and, where there is a number, its mean.
func computed(set *release.Set) string {
	for i := range set.Table.Columns() {
		if c := set.Table.Column(i); c.Type.Definition().Decimals {
			return string(table.Count) + "," + c.Name + "." + string(table.Avg)
		}
	}
	return string(table.Count)
}

// alternatives is a condition on two values of a column.
func alternatives(set *release.Set, column int) string {
	var list []string
	for _, text := range samples(set.Table, column, 2) {
		list = append(list, set.Table.Column(column).Name+"="+text)
	}
	return strings.Join(list, "|")
}

// shortExample is a value that occurs in a column and is short enough to show.
func shortExample(t *table.Table, column int) (any, bool) {
	for row := range t.Len() {
		if text := t.Text(column, row); text != "" && utf8.RuneCountInString(text) <= longestExample {
			return exampleValue(t, column, row), true
		}
	}
	return nil, false
}

// exampleValue is a cell as the JSON of a row has it, of a list its first item.
func exampleValue(t *table.Table, column, row int) any {
	text := t.Text(column, row)
	if t.Column(column).Type.Definition().Items != nil {
		text, _, _ = strings.Cut(text, dataset.ListSeparator)
	}
	return t.Column(column).Type.Definition().JSON.Value(text)
}
