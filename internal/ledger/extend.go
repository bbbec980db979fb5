package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
)

// maxConcurrentReads bounds the entries of a log that are read at the same time: a store
// far away takes long to answer, but answers many at once.
const maxConcurrentReads = 16

// ErrShortened says that a history lacks entries it had before.
var ErrShortened = errors.New("not the log that was read before")

// Extend reads what was appended after older, and nothing else: to find that
// there is nothing, it reads the last entry and looks for the next, however long
// the log is. It fails with ErrShortened if what older had last is no longer
// there, and refuses entries that break the log's rules or the chain of hashes.
// older itself is never changed. An entry that was lost behind the last known one
// is missed by whoever reads the whole log: publishing, verifying, starting.
func (r *Repository) Extend(ctx context.Context, older *History) (*History, error) {
	news, err := r.hasNews(ctx, older)
	if err != nil {
		return nil, err
	}
	if !news {
		return older, nil
	}
	last, err := r.listEntries(ctx, older)
	if err != nil {
		return nil, err
	}
	entries, manifests := older.Entries(), slices.Clone(older.manifests)
	for _, l := range r.readEntries(ctx, len(entries)+1, last) {
		if err := l.follows(entries); err != nil {
			return nil, err
		}
		entries, manifests = append(entries, l.entry), append(manifests, l.manifest)
	}
	log, err := NewLog(entries)
	if err != nil {
		return nil, brokenLog(err)
	}
	return &History{Log: log, manifests: manifests}, nil
}

// hasNews reports whether there may be entries after those that are known. The
// last of these must be unchanged: by the chain of hashes, all before it are.
func (r *Repository) hasNews(ctx context.Context, older *History) (bool, error) {
	head, known := older.Head()
	if !known {
		return true, nil
	}
	if err := r.stillThere(ctx, head); err != nil {
		return false, err
	}
	_, err := r.store.Get(ctx, entryName(head.Number+1))
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// listEntries returns the number of the last entry in the store. Names are listed
// from the last known entry on. What cannot be an entry is no part of the log:
// file managers and network disks leave files of their own.
func (r *Repository) listEntries(ctx context.Context, older *History) (last int, err error) {
	head, known := older.Head()
	after := ""
	if known {
		after = entryName(head.Number - 1)
	}
	names, err := r.store.List(ctx, logPrefix, after)
	if err != nil {
		return 0, err
	}
	names = slices.DeleteFunc(names, func(name string) bool { return entryNumber(name) == 0 })
	first := max(1, head.Number)
	if known && len(names) == 0 {
		return 0, shortened(fmt.Errorf("%w: entry %d is missing", ErrShortened, head.Number))
	}
	for i, name := range names {
		if want := entryName(first + i); name != want {
			return 0, brokenLog(fmt.Errorf("the log has %s where %s belongs", name, want))
		}
	}
	return first + len(names) - 1, nil
}

// stillThere checks that an entry is unchanged.
func (r *Repository) stillThere(ctx context.Context, head Entry) error {
	data, err := r.store.Get(ctx, entryName(head.Number))
	if errors.Is(err, store.ErrNotFound) {
		return shortened(fmt.Errorf("%w: entry %d is missing", ErrShortened, head.Number))
	}
	if err != nil {
		return err
	}
	want, err := head.Encode()
	if err != nil {
		return err
	}
	if string(data) != string(want) {
		return shortened(fmt.Errorf("%w: entry %d differs", ErrShortened, head.Number))
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
		if errors.Is(err, store.ErrNotFound) {
			err = missing(name, err)
		}
		return link{err: err}
	}
	e, err := ParseEntry(data)
	if err != nil {
		return link{err: damaged(name, err)}
	}
	text, err := r.object(ctx, e.SHA256)
	if err != nil {
		return link{err: fault.New(fault.Internal, lang.T("公表の記録 "+name+" のファイル一覧を読み込めません", "cannot read the manifest of "+name)).Because(err)}
	}
	m, err := release.ParseManifest(text)
	if err != nil {
		return link{err: damaged(objectName(e.SHA256), err)}
	}
	return link{entry: e, manifest: record{Manifest: m, data: text}}
}

// follows reports why an entry cannot come after others, nil if it can.
func (l link) follows(before []Entry) error {
	if l.err != nil {
		return l.err
	}
	if err := l.entry.Agrees(l.manifest.Manifest, len(before)+1, sums(before)); err != nil {
		return damaged(entryName(len(before)+1), err)
	}
	return nil
}
