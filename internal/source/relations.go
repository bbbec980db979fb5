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
	if c.Type.Definition().Items != nil {
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
		f.reader.fail(f.nameOf(f.dataset.ID+schemaSuffix), 0, 0, lang.T("列 "+f.titled(ref.Column)+": 参照先 "+ref.Dataset+"."+ref.Target+" がありません", "column "+ref.Column+": the column referred to, "+ref.Dataset+"."+ref.Target+", does not exist"))
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
				fmt.Sprintf("列 %s: %q は %s にありません", f.titled(ref.Column), value, target.name),
				fmt.Sprintf("column %s: %q is not in %s", ref.Column, value, target.name)))
		}
	}
}

// titled is the name of a column with its Japanese title.
func (f *file) titled(column string) string {
	for _, c := range f.dataset.Schema.Data() {
		if c.Name == column {
			return nameAndTitle(c)
		}
	}
	return column
}

// nameAndTitle names a column as people find it: by the title, too, if it has one.
func nameAndTitle(c dataset.Column) string {
	if c.Title.Ja == c.Name {
		return c.Name
	}
	return c.Name + "（" + c.Title.Ja + "）"
}

// supplied reports whether a file of that dataset exists or is required.
func (r *reader) supplied(id string) bool {
	_, hasCSV := r.files[id+csvSuffix]
	return hasCSV || r.known[id] && id != dataset.DictionaryID
}
