package release

import (
	"bytes"
	"slices"

	"hachinohe.example/opendata/dataset"
)

// Attribution says of every single difference which release brought it: of a
// row of releases, the last in which it is not as it was in the release before.
// Whoever has the releases goes back through them (releasecache.Cache.Compare)
// and shows two states of the dataset after another.

// Snapshot is a dataset in one release, ready to be asked about single
// differences.
type Snapshot struct {
	set        *Set   // nil if the release does not have it
	rows       *index // of its records
	properties properties
}

// Snapshot prepares what the differences need to know of a dataset in one
// release; set is nil if the release does not have it.
func (c *Change) Snapshot(set *Set) *Snapshot {
	s := &Snapshot{set: set}
	if set == nil {
		return s
	}
	if len(c.Properties) > 0 {
		s.properties = propertiesOf(set)
	}
	if c.Records.Len() > 0 {
		s.rows = indexOf(set)
	}
	return s
}

// definitions yields, for every difference but those of records, where the
// release that brought it is noted, and whether two states of the dataset differ
// in that.
func (c *Change) definitions(yield func(*int, func(before, after *Snapshot) bool) bool) {
	if c.Kind != Changed && !yield(&c.Release, func(before, after *Snapshot) bool { return (before.set == nil) != (after.set == nil) }) {
		return
	}
	for i := range c.Columns {
		col := &c.Columns[i]
		if !yield(&col.Release, func(before, after *Snapshot) bool { return !sameColumnIn(before.set, after.set, col.Column) }) {
			return
		}
	}
	for i := range c.Properties {
		p := &c.Properties[i]
		if !yield(&p.Release, func(before, after *Snapshot) bool { return before.properties.text(*p) != after.properties.text(*p) }) {
			return
		}
	}
}

// attribute notes a release with every record or cell that it brought, unless a
// newer one did.
func (r *Records) attribute(before, after *Snapshot, number int) {
	var key, was, is []byte
	for i := range r.list {
		d := &r.list[i]
		if d.release != 0 {
			continue
		}
		column := ""
		switch d.kind() {
		case Removed:
			key = r.old.append(key[:0], int(d.old))
		case Changed:
			column = r.columns[d.column].name
			key = r.new.append(key[:0], int(d.new))
		case Added:
			key = r.new.append(key[:0], int(d.new))
		}
		var had, has bool
		was, had = before.appendCell(was[:0], key, column)
		is, has = after.appendCell(is[:0], key, column)
		if had != has || !bytes.Equal(was, is) {
			d.release = uint32(number) //nolint:gosec // counts from 1
		}
	}
}

// appendCell writes what stands in a column of a record, nothing if there is no
// such column; false if there is no such record.
func (s *Snapshot) appendCell(dst, key []byte, column string) ([]byte, bool) {
	if s.rows == nil {
		return dst, false
	}
	row, ok := s.rows.find(key)
	if !ok {
		return dst, false
	}
	if i := s.set.Table.Index(column); i >= 0 {
		dst = s.set.Table.AppendText(dst, i, row)
	}
	return dst, true
}

func sameColumnIn(before, after *Set, name string) bool {
	var was, is dataset.Column
	var had, has bool
	if before != nil {
		was, had = before.Schema.Column(name)
	}
	if after != nil {
		is, has = after.Schema.Column(name)
	}
	return had == has && sameColumn(was, is)
}

// Attribute notes a release with every difference that it brought, unless a newer
// one did: what differs between the states before and after it. It reports
// whether every difference has its release now.
func (c *Change) Attribute(before, after *Snapshot, number int) (done bool) {
	for by, differ := range c.definitions {
		if *by == 0 && differ(before, after) {
			*by = number
		}
	}
	c.Records.attribute(before, after, number)
	return c.attributed()
}

// AttributeRest notes a release with every difference that no newer one brought:
// there is a difference, so that it can only come from this one.
func (c *Change) AttributeRest(number int) {
	for by := range c.definitions {
		if *by == 0 {
			*by = number
		}
	}
	for i := range c.Records.list {
		if d := &c.Records.list[i]; d.release == 0 {
			d.release = uint32(number) //nolint:gosec // counts from 1
		}
	}
}

func (c *Change) attributed() bool {
	for by := range c.definitions {
		if *by == 0 {
			return false
		}
	}
	return !slices.ContainsFunc(c.Records.list, func(d difference) bool { return d.release == 0 })
}
