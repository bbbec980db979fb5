package dataset

import (
	"slices"
	"strconv"
	"strings"
)

// DictionaryRows returns the rows of the data dictionary for the given
// datasets: one for every column, in the order of DictionaryEntry's columns.
func DictionaryRows(datasets []Dataset) [][]string {
	var rows [][]string
	for _, d := range datasets {
		for i, c := range d.Schema.Columns {
			rows = append(rows, []string{
				d.ID, strconv.Itoa(i + 1), c.Name, c.Title.Ja, c.Title.En, c.Type.Definition().Name, c.Unit,
				strconv.FormatBool(c.Rules.Required), strconv.FormatBool(slices.Contains(d.Schema.Key, c.Name)),
				refersTo(d.Schema, c.Name), codeMeanings(c), c.Meaning.Ja, c.Meaning.En,
			})
		}
	}
	return rows
}

func refersTo(s Schema, column string) string {
	for _, r := range s.References {
		if r.Column == column {
			return r.Dataset + "." + r.Target
		}
	}
	return ""
}

func codeMeanings(c Column) string {
	items := make([]string, 0, len(c.Codes))
	for _, code := range c.Codes {
		items = append(items, code.Value+"="+code.Label.Ja)
	}
	return strings.Join(items, ListSeparator)
}
