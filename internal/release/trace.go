package release

import (
	"bytes"
	"context"
	"slices"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// Compare lists what differs between two releases whose time has come, as Diff
// does, and notes with every difference which release brought it: of those up to
// the newer of the two, the last in which it is not as it was in the release
// before. Which of the two is compared with which makes no difference to that.
// What the law took away in between is passed over: a difference then counts as
// brought by the next release that shows it. It fails as Unavailable if what
// lies in between cannot be read.
func (s *Shelf) Compare(ctx context.Context, from, to *Release, now time.Time) ([]Change, error) {
	changes := Diff(from, to)
	h := s.History()
	between := h.between(from.Number, to.Number, now)
	for i := range changes {
		if err := s.trace(ctx, h, &changes[i], between, now); err != nil {
			return nil, fault.New(fault.Unavailable, lang.T("比べる公表の間の公表をいま読み込めません", "the releases between the two cannot be read right now"),
				lang.T("しばらくしてもう一度試すか、より近い公表どうしを比べてください", "try again in a while, or compare releases that lie closer together")).Because(err)
		}
	}
	return changes, nil
}

// between returns the releases from one number to another, in the order of the
// log, both included.
func (h *History) between(a, b int, now time.Time) []Entry {
	return slices.DeleteFunc(h.Released(now), func(e Entry) bool { return e.Number < min(a, b) || e.Number > max(a, b) })
}

// Steps returns how many releases came into force from the older of two releases
// to the newer.
func (h *History) Steps(a, b int, now time.Time) int { return len(h.between(a, b, now)) - 1 }

// trace walks back through the releases between two, and stops as soon as it
// knows where every difference of a dataset comes from. Releases that have the
// same bytes are passed without reading them; two are in memory at a time.
func (s *Shelf) trace(ctx context.Context, h *History, c *Change, between []Entry, now time.Time) error {
	number := between[len(between)-1].Number
	files := h.filesOf(number, c.Dataset)
	var after *shot
	for _, e := range slices.Backward(between[1:max(1, len(between)-1)]) {
		if h.filesOf(e.Number, c.Dataset) == files {
			number = e.Number
			continue
		}
		if after == nil { // only now it is needed
			set, _, err := s.Dataset(ctx, number, c.Dataset, now)
			if err != nil {
				return err
			}
			after = c.look(set)
		}
		set, ok, err := s.Dataset(ctx, e.Number, c.Dataset, now)
		if err != nil {
			return err
		}
		if !ok && h.filesOf(e.Number, c.Dataset) != [2]string{} {
			continue // withdrawn
		}
		before := c.look(set)
		if c.bring(before, after, number); c.traced() {
			return nil
		}
		number, files, after = e.Number, h.filesOf(e.Number, c.Dataset), before
	}
	c.settle(number)
	return nil
}

// filesOf names the bytes of a dataset in a release: its CSV and its schema.
// Both are empty if the release does not have it.
func (h *History) filesOf(number int, id string) (sums [2]string) {
	files := h.manifests[number-1].Files
	i := slices.IndexFunc(files, func(f File) bool { return f.Dataset == id })
	if i >= 0 && i+1 < len(files) {
		sums = [2]string{files[i].SHA256, files[i+1].SHA256}
	}
	return sums
}

// shot is a dataset in one release, ready to be asked about single differences.
type shot struct {
	set        *Set   // nil if the release does not have it
	rows       *index // of its records
	properties properties
}

// look prepares what the differences need to know of a dataset.
func (c *Change) look(set *Set) *shot {
	s := &shot{set: set}
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
func (c *Change) definitions(yield func(*int, func(before, after *shot) bool) bool) {
	if c.Kind != Changed && !yield(&c.Release, func(before, after *shot) bool { return (before.set == nil) != (after.set == nil) }) {
		return
	}
	for i := range c.Columns {
		col := &c.Columns[i]
		if !yield(&col.Release, func(before, after *shot) bool { return !sameColumnIn(before.set, after.set, col.Column) }) {
			return
		}
	}
	for i := range c.Properties {
		p := &c.Properties[i]
		if !yield(&p.Release, func(before, after *shot) bool { return before.properties.text(*p) != after.properties.text(*p) }) {
			return
		}
	}
}

// bring notes a release with every record or cell that it brought, unless a
// newer one did.
func (r *Records) bring(before, after *shot, number int) {
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
func (s *shot) appendCell(dst, key []byte, column string) ([]byte, bool) {
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

// bring notes a release with every difference that it brought, unless a newer
// one did.
func (c *Change) bring(before, after *shot, number int) {
	for by, differ := range c.definitions {
		if *by == 0 && differ(before, after) {
			*by = number
		}
	}
	c.Records.bring(before, after, number)
}

// settle notes a release with every difference that no newer one brought: there
// is a difference, so that it can only come from this one.
func (c *Change) settle(number int) {
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

func (c *Change) traced() bool {
	for by := range c.definitions {
		if *by == 0 {
			return false
		}
	}
	return !slices.ContainsFunc(c.Records.list, func(d difference) bool { return d.release == 0 })
}
