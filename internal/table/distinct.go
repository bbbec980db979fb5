package table

import (
	"context"
	"slices"

	"hachinohe.example/opendata/dataset"
)

// Find returns the first row whose cell in the named column is the text, false
// if there is none.
func (t *Table) Find(name, text string) (int, bool) {
	i := t.Index(name)
	if i < 0 {
		return 0, false
	}
	v, wrong := t.columns[i].Parse(text)
	if !wrong.Empty() || v.Missing {
		return 0, false
	}
	filter := Filter{Column: i, Op: Eq, Values: []dataset.Value{v}}
	rows, err := t.Select(context.Background(), Query{Filters: []Filter{filter}, Limit: 1})
	if err != nil || len(rows.Index) == 0 {
		return 0, false
	}
	return rows.Index[0], true
}

// Only returns the one text that a column of texts has, false if it has several or
// none. It looks at no row.
func (t *Table) Only(name string) (string, bool) {
	i := t.Index(name)
	if i < 0 || len(t.columns[i].Texts) != 1 {
		return "", false
	}
	return t.columns[i].Texts[0], true
}

// Distinct returns the different present texts of a column, in the order of
// their letters.
func (t *Table) Distinct(name string) []string {
	i := t.Index(name)
	if i < 0 {
		return nil
	}
	c, out := &t.columns[i], []string{}
	if c.Texts != nil { // a table of groups may list more than it has
		present := make([]bool, c.Size+1)
		for row := range t.rows {
			present[c.Cells.At(row)] = true
		}
		for code, text := range c.Texts {
			if present[code] {
				out = append(out, text)
			}
		}
	} else {
		for row := range t.rows {
			if !c.IsMissing(row) {
				out = append(out, t.Text(i, row))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
