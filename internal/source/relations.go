package source

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

// remember records the place of the last value of a column that refers to another
// dataset or is referred to, by its identity. Values are cloned: a slice of the
// record would keep its whole line in memory.
func (f *file) remember(column string, r *role, at position) {
	values := f.values[column]
	if values == nil {
		values = make(map[string][]position)
		f.values[column] = values
	}
	items := []string{r.same}
	if r.list {
		items = strings.Split(r.same, dataset.ListSeparator)
	}
	for _, item := range items {
		if _, ok := values[item]; !ok {
			item = strings.Clone(item)
		}
		values[item] = append(values[item], at)
	}
}

// relations checks references between files, the values of observations, and the
// targets of indicators.
func (r *reader) relations() {
	for _, from := range r.read {
		for _, ref := range from.dataset.Schema.References {
			(&file{reader: r, checked: from}).reference(ref)
		}
	}
	r.observedValues()
	r.targets()
}

// reference checks that every value of a column that refers is that of one row.
func (f *file) reference(ref dataset.Reference) {
	i := slices.IndexFunc(f.read, func(c *checked) bool { return c.dataset.ID == ref.Dataset })
	if i < 0 && f.supplied(ref.Dataset) {
		return // the file could not be read: its faults are reported
	}
	var column dataset.Column
	if i >= 0 {
		column, _ = f.read[i].dataset.Schema.Column(ref.Target)
	}
	switch {
	case column.Name == "" || column.Constant != "":
		f.failReference(ref, lang.T("がありません", "does not exist"))
		return
	case column.Type.Definition().Items != nil:
		f.failReference(ref, lang.T("はリストです。1つの値の列を指定してください", "is a list: refer to a column of single values"))
		return
	}
	target := &file{reader: f.reader, checked: f.read[i]}
	if target.incomplete {
		return
	}
	for _, value := range slices.Sorted(maps.Keys(f.values[ref.Column])) {
		from, to := f.values[ref.Column][value], target.values[ref.Target][value]
		switch len(to) {
		case 0:
			f.dangling(ref.Column, value, from, target.name)
		case 1:
		default:
			if f.reader.files[ref.Dataset+csvSuffix].folder < f.reader.files[f.dataset.ID+csvSuffix].folder { // whoever refers cannot change it
				f.failReference(ref, lang.T("には同じ値の行が複数あります。1行だけを指す列（主キーなど）を指定してください", "has the same value in several rows: refer to a column, such as the key, of which each value is in one row"))
				return
			}
			target.ambiguous(ref, value, to, f.checked, from[0].line)
		}
	}
}

// dangling reports cells of which no row referred to has the value, unless they
// break a rule of their own, which is reported.
func (f *file) dangling(column, value string, cells []position, target string) {
	for _, at := range cells {
		if f.failed[cellAt{at.line, column}] {
			continue
		}
		f.fail(at.line, at.column, lang.T(
			fmt.Sprintf("列 %s: %q は %s にありません", f.titled(column), value, target),
			fmt.Sprintf("column %s: %q is not in %s", column, value, target)))
	}
}

// failReference reports a reference that no row could follow.
func (f *file) failReference(ref dataset.Reference, wrong lang.Text) {
	f.reader.fail(f.nameOf(f.dataset.ID+schemaSuffix), 0, 0, lang.T(
		"列 "+f.titled(ref.Column)+": 参照先 "+ref.Dataset+"."+ref.Target+" "+wrong.Ja,
		"column "+ref.Column+": the column referred to, "+ref.Dataset+"."+ref.Target+", "+wrong.En))
}

// ambiguous reports the rows of the file that have a value which a row of another
// one refers to, but the first: a reference is to one row.
func (f *file) ambiguous(ref dataset.Reference, value string, rows []position, from *checked, line int) {
	for _, at := range rows[1:] {
		f.fail(at.line, at.column, lang.T(
			fmt.Sprintf("列 %s: %q は %d 行目にもあります。%s の %d 行目（列 %s）がこの値を参照しているため、1行だけにしてください", f.titled(ref.Target), value, rows[0].line, from.name, line, ref.Column),
			fmt.Sprintf("column %s: %q is in line %d, too, but line %d of %s (column %s) refers to one row: make the value unique", ref.Target, value, rows[0].line, line, from.name, ref.Column)))
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
