package release

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// finder returns a set that was read before, false if there is none with these
// files.
type finder func(csv, schema File) (*Set, bool)

// Release reads the release with that number completely.
func (r *Repository) Release(ctx context.Context, h *History, number int) (*Release, error) {
	return r.release(ctx, h, number, func(File, File) (*Set, bool) { return nil, false })
}

// release reads a release, many sets at once, but none that is here already:
// most do not change from one release to the next, and tables never do. With an
// error comes what could be read all the same.
func (r *Repository) release(ctx context.Context, h *History, number int, here finder) (*Release, error) {
	m, data := h.Manifest(number)
	issued, err := parseStamp(m.Issued)
	if err != nil {
		return nil, err
	}
	effective, err := parseStamp(m.Effective)
	if err != nil {
		return nil, err
	}
	rel := &Release{
		Meta:     Meta{Number: m.Number, Issued: issued, Effective: effective, Reason: m.Reason, Note: m.Note, Previous: m.Previous, attempt: m.Attempt},
		Manifest: data, Hash: digest(data),
	}
	withdrawn, err := r.store.List(ctx, withdrawnPrefix, "")
	if err != nil {
		return nil, fmt.Errorf("listing what was withdrawn: %w", err)
	}
	err = rel.add(r.readParts(ctx, withdrawn, m.Files, here))
	if err != nil {
		err = fmt.Errorf("release %d: %w", number, err)
	}
	return rel, err
}

// part is what was read of one dataset of a release: its set or, where the law
// took something of it, that and the rest.
type part struct {
	set     *Set
	losses  []Loss
	remains []File
	err     error
}

// add takes the parts of a release into it, and returns the first error.
func (r *Release) add(parts []part) error {
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
func (r *Repository) readParts(ctx context.Context, withdrawn []string, files []File, here finder) []part {
	parts := make([]part, len(files)/2)
	var (
		group  errgroup.Group
		failed atomic.Bool
	)
	group.SetLimit(maxAtOnce)
	for i := range parts {
		if failed.Load() {
			break
		}
		group.Go(func() error {
			parts[i] = r.readPart(ctx, withdrawn, files[2*i], files[2*i+1], here)
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
func (r *Repository) readPart(ctx context.Context, withdrawn []string, csv, schema File, here finder) part {
	var p part
	if csv.Dataset != schema.Dataset || !strings.HasSuffix(csv.Path, ".csv") {
		p.err = fmt.Errorf("the manifest lists %s and %s where a CSV and its schema belong", csv.Path, schema.Path)
		return p
	}
	var whole []*File
	for _, f := range []*File{&csv, &schema} {
		if _, ok := slices.BinarySearch(withdrawn, withdrawnName(f.SHA256)); !ok {
			whole = append(whole, f)
			continue
		}
		why, err := r.withdrawal(ctx, f.SHA256)
		if err != nil {
			p.err = err
			return p
		}
		p.losses = append(p.losses, Loss{File: *f, Why: why})
	}
	if set, ok := here(csv, schema); ok && len(p.losses) == 0 {
		p.set = set
		return p
	}
	for _, f := range whole {
		if p.err = r.readFile(ctx, f); p.err != nil {
			return p
		}
	}
	if len(p.losses) == 0 {
		p.set, p.err = newSet(csv, schema)
		return p
	}
	for _, f := range whole {
		p.remains = append(p.remains, *f)
	}
	return p
}

// readFile reads the bytes of a file into it.
func (r *Repository) readFile(ctx context.Context, f *File) error {
	data, err := r.object(ctx, f.SHA256)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	if len(data) != f.Bytes {
		return fmt.Errorf("%s has %d bytes, the manifest says %d", f.Path, len(data), f.Bytes)
	}
	f.data = data
	return nil
}

// newSet makes a dataset with its rows out of its files.
func newSet(csv, schema File) (*Set, error) {
	d, err := dataset.ParseTableSchema(csv.Dataset, schema.data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", schema.Path, err)
	}
	d.File = strings.TrimSuffix(csv.Path, ".csv")
	t, err := table.Read(d.Schema, csv.data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", csv.Path, err)
	}
	return &Set{Dataset: d, Table: t, CSVFile: csv, SchemaFile: schema}, nil
}

// same reports whether two files are the same bytes under the same name.
func (f File) same(g File) bool {
	return f.Dataset == g.Dataset && f.Path == g.Path && f.Bytes == g.Bytes && f.SHA256 == g.SHA256
}

// joined returns what was read of a release by either of two attempts.
func (r *Release) joined(other *Release) *Release {
	switch {
	case r == nil:
		return other
	case other == nil:
		return r
	}
	sets := slices.Clone(r.Sets)
	for _, set := range other.Sets {
		if _, ok := r.made(set.CSVFile, set.SchemaFile); !ok {
			sets = append(sets, set)
		}
	}
	return &Release{Sets: sets}
}
