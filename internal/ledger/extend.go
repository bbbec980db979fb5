package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/release"
)

// maxConcurrentReads bounds the entries of a log that are read at the same time: a store
// far away takes long to answer, but answers many at once.
const maxConcurrentReads = 16

// ErrShortened says that a history lacks entries it had before.
var ErrShortened = errors.New("the log is shorter than it was or has been rewritten")

// Extend reads what was appended after older. It fails with ErrShortened if
// what older had is no longer there, and refuses entries that break the log's
// rules or the chain of hashes. older itself is never changed.
func (r *Repository) Extend(ctx context.Context, older *History) (*History, error) {
	names, err := r.store.List(ctx, logPrefix, "")
	if err != nil {
		return nil, fmt.Errorf("listing the log: %w", err)
	}
	for i, name := range names {
		if name != entryName(i+1) {
			return nil, fmt.Errorf("the log has %s where %s belongs", name, entryName(i+1))
		}
	}
	if err := r.stillThere(ctx, older, len(names)); err != nil {
		return nil, err
	}
	if len(names) == len(older.entries) {
		return older, nil
	}
	entries, manifests := older.Entries(), slices.Clone(older.manifests)
	for _, l := range r.readEntries(ctx, len(entries)+1, len(names)) {
		if err := l.follows(entries); err != nil {
			return nil, err
		}
		entries, manifests = append(entries, l.entry), append(manifests, l.manifest)
	}
	log, err := NewLog(entries)
	if err != nil {
		return nil, err
	}
	return &History{Log: log, manifests: manifests}, nil
}

// stillThere checks that the last entry known is unchanged; by the chain of
// hashes, all before it are.
func (r *Repository) stillThere(ctx context.Context, older *History, found int) error {
	head, ok := older.Head()
	if !ok {
		return nil
	}
	if found < head.Number {
		return fmt.Errorf("%w: entry %d is missing", ErrShortened, found+1)
	}
	data, err := r.store.Get(ctx, entryName(head.Number))
	if err != nil {
		return fmt.Errorf("reading the log: %w", err)
	}
	want, err := head.Encode()
	if err != nil {
		return err
	}
	if string(data) != string(want) {
		return fmt.Errorf("%w: entry %d differs", ErrShortened, head.Number)
	}
	return nil
}

// link is an entry with its manifest, or why they could not be read.
type link struct {
	entry    Entry
	manifest record
	err      error
}

// readEntries reads entries with their manifests, many at once, and returns
// them in order. After one that cannot be read nothing more is begun; all before
// it were begun earlier, so that the first fault is the same however fast which
// answer comes.
func (r *Repository) readEntries(ctx context.Context, from, to int) []link {
	links := make([]link, to-from+1)
	var (
		group  errgroup.Group
		failed atomic.Bool
	)
	group.SetLimit(maxConcurrentReads)
	for i := range links {
		if failed.Load() {
			break
		}
		group.Go(func() error {
			links[i] = r.readEntry(ctx, from+i)
			if links[i].err != nil {
				failed.Store(true)
			}
			return nil
		})
	}
	_ = group.Wait() // what failed stands in its link
	return links
}

func (r *Repository) readEntry(ctx context.Context, number int) (l link) {
	defer fault.Recover(&l.err)
	name := entryName(number)
	data, err := r.store.Get(ctx, name)
	if err != nil {
		return link{err: fmt.Errorf("reading the log: %w", err)}
	}
	e, err := ParseEntry(data)
	if err != nil {
		return link{err: fmt.Errorf("%s: %w", name, err)}
	}
	text, err := r.object(ctx, e.SHA256)
	if err != nil {
		return link{err: fmt.Errorf("%s: manifest: %w", name, err)}
	}
	m, err := release.ParseManifest(text)
	if err != nil {
		return link{err: fmt.Errorf("%s: %w", name, err)}
	}
	return link{entry: e, manifest: record{Manifest: m, data: text}}
}

// follows reports why an entry cannot come after others, nil if it can.
func (l link) follows(before []Entry) error {
	if l.err != nil {
		return l.err
	}
	if err := l.entry.Agrees(l.manifest.Manifest, len(before)+1, sums(before)); err != nil {
		return fmt.Errorf("%s: %w", entryName(len(before)+1), err)
	}
	return nil
}
