package releasecache

import (
	"cmp"
	"context"
	"slices"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// Compare lists what differs between two releases whose time has come, as
// release.Diff does, and notes with every difference which release brought it: of
// those up to the newer of the two, the last in which it is not as it was in the
// release before. Which of the two is compared with which makes no difference to
// that. What was withdrawn in between is passed over: a difference then counts as
// brought by the next release that shows it. It fails as Unavailable if what lies
// in between cannot be read.
func (c *Cache) Compare(ctx context.Context, from, to *release.Release, now time.Time) ([]release.Change, error) {
	changes := release.Diff(from, to)
	h := c.History()
	between := h.between(from.Number, to.Number, now)
	for i := range changes {
		if err := c.trace(ctx, h, &changes[i], between, now); err != nil {
			return nil, fault.New(fault.Unavailable, lang.T("比較する2つの公表の間にある公表を読み込めません", "the releases between the two cannot be read at the moment"),
				lang.T("しばらくしてからもう一度お試しいただくか、より近い公表どうしを比較してください", "try again later, or compare releases that are closer together")).Because(err)
		}
	}
	return changes, nil
}

// between returns the releases from one number to another, in the order of the
// log, both included.
func (h *History) between(a, b int, now time.Time) []ledger.Entry {
	released := ledger.UpTo(h.Released(now), max(a, b))
	from, _ := slices.BinarySearchFunc(released, min(a, b), func(e ledger.Entry, n int) int { return cmp.Compare(e.Number, n) })
	return released[from:]
}

// Steps returns how many releases came into force from the older of two releases
// to the newer.
func (h *History) Steps(a, b int, now time.Time) int { return len(h.between(a, b, now)) - 1 }

// trace goes back through the releases between two, and stops as soon as it
// knows where every difference of a dataset comes from. Releases that have the
// same bytes are passed without reading them; two are in memory at a time.
func (c *Cache) trace(ctx context.Context, h *History, change *release.Change, between []ledger.Entry, now time.Time) error {
	number := between[len(between)-1].Number
	files := checksums(h, number, change.Dataset)
	var after *release.Snapshot
	for _, e := range slices.Backward(between[1:max(1, len(between)-1)]) {
		if checksums(h, e.Number, change.Dataset) == files {
			number = e.Number
			continue
		}
		if after == nil { // only now it is needed
			set, _, err := c.Dataset(ctx, number, change.Dataset, now)
			if err != nil {
				return err
			}
			after = change.Snapshot(set)
		}
		set, ok, err := c.Dataset(ctx, e.Number, change.Dataset, now)
		if err != nil {
			return err
		}
		if !ok && checksums(h, e.Number, change.Dataset) != [2]string{} {
			continue // withdrawn
		}
		before := change.Snapshot(set)
		if done := change.Attribute(before, after, number); done {
			return nil
		}
		number, files, after = e.Number, checksums(h, e.Number, change.Dataset), before
	}
	change.AttributeRest(number)
	return nil
}

// checksums are those of the two files of a dataset in a release, empty if the
// release does not have it.
func checksums(h *History, number int, id string) (sums [2]string) {
	if csv, schema, ok := h.Files(number, id); ok {
		sums = [2]string{csv.SHA256, schema.SHA256}
	}
	return sums
}
