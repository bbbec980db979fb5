package api

import (
	"iter"

	"hachinohe.example/opendata/internal/release"
)

// section is the differences of one dataset as rows: first what is said of it,
// then its records, of which a row is made only when it is asked for.
type section struct {
	*compared
	id      string
	head    []ChangeRow
	came    []string // the columns of the key of the newer table
	went    []string // of the older
	records *release.Records
}

type sections []section

// sections lists what differs: what cannot be compared, then dataset by dataset.
// Only is a dataset, or empty for all.
func (c *compared) sections(only string) (sections, error) {
	changes, err := c.changes()
	if err != nil {
		return nil, err
	}
	var list sections
	for _, w := range c.withdrawn {
		if only == "" || only == w.Dataset {
			list = append(list, section{head: []ChangeRow{c.row(w.Dataset, kindWithdrawn, w.Release)}, records: &release.Records{}})
		}
	}
	for i := range changes {
		if only == "" || only == changes[i].Dataset {
			list = append(list, c.section(&changes[i]))
		}
	}
	return list, nil
}

func (c *compared) section(change *release.Change) section {
	return section{c, change.Dataset, c.definitionRows(change), keyNames(c.to, change.Dataset), keyNames(c.from, change.Dataset), &change.Records}
}

func (s section) len() int { return len(s.head) + s.records.Len() }

func (s section) at(i int) ChangeRow {
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
	names := s.came
	if rec.Kind == release.Removed {
		names = s.went
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

func (l sections) len() int {
	sum := 0
	for _, s := range l {
		sum += s.len()
	}
	return sum
}

// rows yields a part of the rows; limit 0 is all.
func (l sections) rows(offset, limit int) iter.Seq[ChangeRow] {
	if limit == 0 {
		limit = l.len()
	}
	return func(yield func(ChangeRow) bool) {
		skip, room := offset, limit
		for _, s := range l {
			for i := skip; i < s.len() && room > 0; i++ {
				if room--; !yield(s.at(i)) {
					return
				}
			}
			skip = max(0, skip-s.len())
		}
	}
}
