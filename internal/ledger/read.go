package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/release"
)

// Part is what there is of one dataset of a release: its set or, where a file of
// it was withdrawn, why, and the other file.
type Part struct {
	CSV, Schema release.File // lines of the manifest
	Set         *release.Set
	Losses      []release.Loss
	Remains     []release.File
	err         error
}

// Outdated reports whether a part has bytes that were withdrawn after it was read.
func (p Part) Outdated(withdrawn Withdrawn) bool {
	return p.Set != nil && (withdrawn.Has(p.CSV) || withdrawn.Has(p.Schema)) || slices.ContainsFunc(p.Remains, withdrawn.Has)
}

// Wanted says which datasets are to be read.
type Wanted func(id string) bool

func everything(string) bool { return true }

// Loaded returns what was read before of a dataset with these files, false if
// nothing was.
type Loaded func(csv, schema release.File) (Part, bool)

// nothingLoaded is the Loaded of whoever reads everything.
func nothingLoaded(release.File, release.File) (Part, bool) { return Part{}, false }

// Release reads the release with that number completely.
func (r *Repository) Release(ctx context.Context, h *History, number int) (*release.Release, error) {
	parts, err := r.Parts(ctx, h, number, everything, nothingLoaded)
	if err != nil {
		return nil, err
	}
	return h.Assemble(number, parts)
}

// Parts reads datasets of a release, many at once, but none that is loaded
// already: most do not change from one release to the next, and tables never do.
// Of datasets that are not wanted it tells no more than what was withdrawn. With
// an error comes what could be read all the same.
func (r *Repository) Parts(ctx context.Context, h *History, number int, wanted Wanted, loaded Loaded) ([]Part, error) {
	withdrawn, err := r.Withdrawn(ctx)
	if err != nil {
		return nil, unread(number, err)
	}
	m, _ := h.Manifest(number)
	files := slices.Collect(slices.Chunk(m.Files, 2)) // a CSV and its schema
	files = slices.DeleteFunc(files, func(pair []release.File) bool {
		return !wanted(pair[0].Dataset) && !slices.ContainsFunc(pair, withdrawn.Has)
	})
	parts := r.readParts(ctx, withdrawn, files, loaded)
	read := slices.DeleteFunc(slices.Clone(parts), func(p Part) bool { return p.err != nil })
	if i := slices.IndexFunc(parts, func(p Part) bool { return p.err != nil && !errors.Is(p.err, errNotBegun) }); i >= 0 {
		return read, unread(number, parts[i].err)
	}
	return read, nil
}

// Assemble makes a release of parts of it. It reads nothing.
func (h *History) Assemble(number int, parts []Part) (*release.Release, error) {
	m, data := h.Manifest(number)
	issued, err := release.ParseInstant(m.Issued)
	if err != nil {
		return nil, unread(number, err)
	}
	rel := &release.Release{
		Meta:     release.Meta{Number: m.Number, Issued: issued, Effective: h.Entry(number).Effective, Reason: m.Reason, Note: m.Note, Previous: m.Previous, Attempt: m.Attempt},
		Manifest: data, Hash: h.Entry(number).SHA256,
	}
	for _, p := range parts {
		if p.Set != nil {
			rel.Sets = append(rel.Sets, *p.Set)
		}
		rel.Losses = append(rel.Losses, p.Losses...)
		rel.Remains = append(rel.Remains, p.Remains...)
	}
	return rel, nil
}

// SchemaOnly reads a dataset without its rows: nothing but its schema is read.
func (r *Repository) SchemaOnly(ctx context.Context, csv, schema release.File) (*release.Set, error) {
	schema, err := r.readFile(ctx, schema)
	if err != nil {
		return nil, err
	}
	return release.SchemaOnly(csv, schema)
}

// errNotBegun says that a part was not read because another one failed.
var errNotBegun = errors.New("not begun")

// readParts reads datasets, many at once, and returns them in order. As with the
// entries of the log, after one that cannot be read nothing more is begun.
func (r *Repository) readParts(ctx context.Context, withdrawn Withdrawn, files [][]release.File, loaded Loaded) []Part {
	parts := make([]Part, len(files))
	var (
		group  errgroup.Group
		failed atomic.Bool
	)
	group.SetLimit(maxConcurrentReads)
	for i, pair := range files {
		if failed.Load() {
			parts[i].err = errNotBegun
			continue
		}
		group.Go(func() error {
			parts[i] = r.readPart(ctx, withdrawn, pair, loaded)
			if parts[i].err != nil {
				failed.Store(true)
			}
			return nil
		})
	}
	_ = group.Wait() // what failed stands in its part
	return parts
}

// readPart reads one dataset of a release: its CSV, then its schema. What was
// withdrawn is not read, even where it is still there.
func (r *Repository) readPart(ctx context.Context, withdrawn Withdrawn, pair []release.File, loaded Loaded) (p Part) {
	defer fault.Recover(&p.err)
	if len(pair) != 2 || pair[0].Dataset != pair[1].Dataset || !strings.HasSuffix(pair[0].Path, ".csv") {
		p.err = brokenLog(fmt.Errorf("the manifest lists %s where a CSV and its schema belong", pair[0].Path))
		return p
	}
	p.CSV, p.Schema = pair[0], pair[1]
	if known, ok := loaded(p.CSV, p.Schema); ok && !known.Outdated(withdrawn) {
		return known
	}
	for _, f := range pair {
		if !withdrawn.Has(f) {
			if f, p.err = r.readFile(ctx, f); p.err != nil {
				return p
			}
			p.Remains = append(p.Remains, f)
			continue
		}
		why, err := r.withdrawal(ctx, f.SHA256)
		if err != nil {
			p.err = err
			return p
		}
		p.Losses = append(p.Losses, release.Loss{File: f, Why: why})
	}
	if len(p.Losses) > 0 {
		return p
	}
	if p.Set, p.err = release.ReadSet(p.Remains[0], p.Remains[1]); p.err != nil {
		p.err = damaged(objectName(p.CSV.SHA256), p.err)
	}
	p.Remains = nil
	return p
}

// readFile reads the bytes of a file into it.
func (r *Repository) readFile(ctx context.Context, f release.File) (release.File, error) {
	data, err := r.object(ctx, f.SHA256)
	if err != nil {
		return f, err
	}
	if f, err = f.WithData(data); err != nil {
		return f, damaged(objectName(f.SHA256), err)
	}
	return f, nil
}
