package ledger

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/release"
)

// Loaded returns a set that was read before, false if there is none with these
// files.
type Loaded func(csv, schema release.File) (*release.Set, bool)

// nothingLoaded is the Loaded of whoever reads everything.
func nothingLoaded(release.File, release.File) (*release.Set, bool) { return nil, false }

// Release reads the release with that number completely.
func (r *Repository) Release(ctx context.Context, h *History, number int) (*release.Release, error) {
	return r.ReleaseBut(ctx, h, number, nothingLoaded)
}

// ReleaseBut reads a release, many sets at once, but none that is loaded
// already: most do not change from one release to the next, and tables never do.
// With an error comes what could be read all the same.
func (r *Repository) ReleaseBut(ctx context.Context, h *History, number int, loaded Loaded) (*release.Release, error) {
	rel, err := r.readRelease(ctx, h, number, loaded)
	if err != nil {
		err = unread(number, err)
	}
	return rel, err
}

func (r *Repository) readRelease(ctx context.Context, h *History, number int, loaded Loaded) (*release.Release, error) {
	m, data := h.Manifest(number)
	issued, err := release.ParseInstant(m.Issued)
	if err != nil {
		return nil, err
	}
	effective, err := release.ParseInstant(m.Effective)
	if err != nil {
		return nil, err
	}
	rel := &release.Release{
		Meta:     release.Meta{Number: m.Number, Issued: issued, Effective: effective, Reason: m.Reason, Note: m.Note, Previous: m.Previous, Attempt: m.Attempt},
		Manifest: data, Hash: release.Checksum(data),
	}
	withdrawn, err := r.Withdrawn(ctx)
	if err != nil {
		return nil, err
	}
	return rel, addParts(rel, r.readParts(ctx, withdrawn, m.Files, loaded))
}

// Dataset reads one dataset of a release, unless it is loaded already, and
// returns it as a release that has no other.
func (r *Repository) Dataset(ctx context.Context, h *History, number int, id string, loaded Loaded) (*release.Release, error) {
	rel := &release.Release{}
	csv, schema, ok := h.Files(number, id)
	if !ok {
		return rel, nil
	}
	withdrawn, err := r.Withdrawn(ctx)
	if err != nil {
		return nil, err
	}
	return rel, addParts(rel, []part{r.readPart(ctx, withdrawn, csv, schema, loaded)})
}

// SchemaOnly reads a dataset without its rows: nothing but its schema is read.
func (r *Repository) SchemaOnly(ctx context.Context, csv, schema release.File) (*release.Set, error) {
	schema, err := r.readFile(ctx, schema)
	if err != nil {
		return nil, err
	}
	return release.SchemaOnly(csv, schema)
}

// part is what was read of one dataset of a release: its set or, where a file of
// it was withdrawn, that and the rest.
type part struct {
	set     *release.Set
	losses  []release.Loss
	remains []release.File
	err     error
}

// addParts adds the parts to a release, and returns the first error.
func addParts(r *release.Release, parts []part) error {
	var err error
	for _, p := range parts {
		if p.set != nil {
			r.Sets = append(r.Sets, *p.set)
		}
		r.Losses = append(r.Losses, p.losses...)
		r.Remains = append(r.Remains, p.remains...)
		if err == nil {
			err = p.err
		}
	}
	return err
}

// readParts reads the datasets of a release, many at once, and returns them in
// order. As with the entries of the log, after one that cannot be read nothing
// more is begun.
func (r *Repository) readParts(ctx context.Context, withdrawn Withdrawn, files []release.File, loaded Loaded) []part {
	parts := make([]part, len(files)/2)
	var (
		group  errgroup.Group
		failed atomic.Bool
	)
	group.SetLimit(maxConcurrentReads)
	for i := range parts {
		if failed.Load() {
			break
		}
		group.Go(func() error {
			parts[i] = r.readPart(ctx, withdrawn, files[2*i], files[2*i+1], loaded)
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
func (r *Repository) readPart(ctx context.Context, withdrawn Withdrawn, csv, schema release.File, loaded Loaded) (p part) {
	defer fault.Recover(&p.err)
	if csv.Dataset != schema.Dataset || !strings.HasSuffix(csv.Path, ".csv") {
		p.err = brokenLog(fmt.Errorf("the manifest lists %s and %s where a CSV and its schema belong", csv.Path, schema.Path))
		return p
	}
	var whole []*release.File
	for _, f := range []*release.File{&csv, &schema} {
		if !withdrawn.Has(*f) {
			whole = append(whole, f)
			continue
		}
		why, err := r.withdrawal(ctx, f.SHA256)
		if err != nil {
			p.err = err
			return p
		}
		p.losses = append(p.losses, release.Loss{File: *f, Why: why})
	}
	if set, ok := loaded(csv, schema); ok && len(p.losses) == 0 {
		p.set = set
		return p
	}
	for _, f := range whole {
		if *f, p.err = r.readFile(ctx, *f); p.err != nil {
			return p
		}
	}
	if len(p.losses) == 0 {
		if p.set, p.err = release.ReadSet(csv, schema); p.err != nil {
			p.err = damaged(objectName(csv.SHA256), p.err)
		}
		return p
	}
	for _, f := range whole {
		p.remains = append(p.remains, *f)
	}
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
