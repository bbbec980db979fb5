package comparison

import (
	"iter"

	"hachinohe.example/opendata/internal/release"
)

// Section is the differences of one dataset as rows: first what is said of it,
// then its records, of which a row is made only when it is asked for.
type Section struct {
	*Comparison

	id      string
	head    []ChangeRow
	toKey   []string // the columns of the key in the release compared to
	fromKey []string // in the other
	records *release.Records
}

// Sections are the differences of all datasets.
type Sections []Section

// Sections lists what differs: what cannot be compared, then dataset by dataset.
// only is a dataset, or empty for all.
func (c *Comparison) Sections(only string) (Sections, error) {
	changes, err := c.changes()
	if err != nil {
		return nil, err
	}
	var list Sections
	for _, w := range c.Losses() {
		if only == "" || only == w.Dataset {
			list = append(list, Section{head: []ChangeRow{c.row(w.Dataset, KindWithdrawn, w.Release)}, records: &release.Records{}})
		}
	}
	for i := range changes {
		if only == "" || only == changes[i].Dataset {
			list = append(list, c.Section(&changes[i]))
		}
	}
	return list, nil
}

// Section returns the rows of one change.
func (c *Comparison) Section(change *release.Change) Section {
	return Section{c, change.Dataset, c.definitionRows(change), keyNames(c.To, change.Dataset), keyNames(c.From, change.Dataset), &change.Records}
}

// Len returns the number of rows.
func (s Section) Len() int { return len(s.head) + s.records.Len() }

// At returns a row.
func (s Section) At(i int) ChangeRow {
	if i < len(s.head) {
		return s.head[i]
	}
	rec := s.records.At(i - len(s.head))
	var row ChangeRow
	if rec.Kind == release.Changed {
		f := rec.Fields[0]
		row = s.row(s.id, string(rec.Kind), f.Release)
		row.Column, row.Old, row.New = &f.Column, optional(f.Old), optional(f.New)
	} else {
		row = s.row(s.id, string(rec.Kind), rec.Release)
	}
	names := s.toKey
	if rec.Kind == release.Removed {
		names = s.fromKey
	}
	for i, name := range names {
		row.Key[name] = rec.Key[i]
	}
	return row
}

// keyNames names the columns of the key of a dataset, which need not be the same
// in every release.
func keyNames(rel *release.Release, id string) []string {
	set, ok := rel.Set(id)
	if !ok {
		return nil
	}
	return set.Schema.Key
}

// Len returns the number of rows.
func (l Sections) Len() int {
	sum := 0
	for _, s := range l {
		sum += s.Len()
	}
	return sum
}

// Rows yields a part of the rows; limit 0 is all.
func (l Sections) Rows(offset, limit int) iter.Seq[ChangeRow] {
	if limit == 0 {
		limit = l.Len()
	}
	return func(yield func(ChangeRow) bool) {
		skip, left := offset, limit
		for _, s := range l {
			for i := skip; i < s.Len() && left > 0; i++ {
				if left--; !yield(s.At(i)) {
					return
				}
			}
			skip = max(0, skip-s.Len())
		}
	}
}
