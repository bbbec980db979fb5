package release

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/store"
	"hachinohe.example/opendata/internal/table"
)

// Repository is the releases in a store:
//
//	log/00000001.json        one entry per number, created once
//	objects/ab/abcd…         manifests and canonical files under their sha256
//	withdrawn/abcd….json     why the bytes with that sha256 are gone
//
// Reading is verifying: nothing comes out of it that does not have the sha256
// that the history gives it.
type Repository struct{ store store.Store }

// NewRepository returns the repository in a store.
func NewRepository(s store.Store) *Repository { return &Repository{store: s} }

const (
	logPrefix       = "log/"
	objectPrefix    = "objects/"
	withdrawnPrefix = "withdrawn/"
)

func entryName(number int) string { return fmt.Sprintf("%s%08d.json", logPrefix, number) }

func objectName(sha256 string) string {
	if len(sha256) < 2 {
		return objectPrefix + sha256
	}
	return objectPrefix + sha256[:2] + "/" + sha256
}

func withdrawnName(sha256 string) string { return withdrawnPrefix + sha256 + ".json" }

// History is a log with the manifest of every entry.
type History struct {
	*Log
	manifests []record     // by number, from 1
	held      map[int]bool // releases that could not be read; see held.go
}

type record struct {
	Manifest
	data []byte
}

// Empty returns the history of a store in which nothing was published.
func Empty() *History { return &History{Log: &Log{}} }

// Manifest returns the manifest of an entry with the bytes it was read from.
func (h *History) Manifest(number int) (Manifest, []byte) {
	r := h.manifests[number-1]
	return r.Manifest, r.data
}

// object reads the bytes with a sha256 and checks that they have it.
func (r *Repository) object(ctx context.Context, sha256 string) ([]byte, error) {
	data, err := r.store.Get(ctx, objectName(sha256))
	if err != nil {
		return nil, err
	}
	if digest(data) != sha256 {
		return nil, fmt.Errorf("%s: the bytes do not have this sha256", objectName(sha256))
	}
	return data, nil
}

// Release reads the release with that number completely.
func (r *Repository) Release(ctx context.Context, h *History, number int) (*Release, error) {
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
		Manifest: data, Hash: digest(data), Withdrawn: make(map[string]Withdrawal),
	}
	withdrawn, err := r.store.List(ctx, withdrawnPrefix, "")
	if err != nil {
		return nil, fmt.Errorf("listing what was withdrawn: %w", err)
	}
	for i := 0; i+1 < len(m.Files); i += 2 {
		if err := r.addSet(ctx, rel, withdrawn, m.Files[i], m.Files[i+1]); err != nil {
			return nil, fmt.Errorf("release %d: %w", number, err)
		}
	}
	return rel, nil
}

// addSet reads one dataset of a release: its CSV, then its schema. What was
// withdrawn is not read, even where it is still there.
func (r *Repository) addSet(ctx context.Context, rel *Release, withdrawn []string, csv, schema File) error {
	if csv.Dataset != schema.Dataset || !strings.HasSuffix(csv.Path, ".csv") {
		return fmt.Errorf("the manifest lists %s and %s where a CSV and its schema belong", csv.Path, schema.Path)
	}
	for _, f := range []*File{&csv, &schema} {
		if _, ok := slices.BinarySearch(withdrawn, withdrawnName(f.SHA256)); ok {
			w, err := r.withdrawal(ctx, f.SHA256)
			rel.Withdrawn[f.Dataset] = w
			return err
		}
		data, err := r.object(ctx, f.SHA256)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
		if len(data) != f.Bytes {
			return fmt.Errorf("%s has %d bytes, the manifest says %d", f.Path, len(data), f.Bytes)
		}
		f.data = data
	}
	d, err := dataset.ParseTableSchema(csv.Dataset, schema.data)
	if err != nil {
		return fmt.Errorf("%s: %w", schema.Path, err)
	}
	d.File = strings.TrimSuffix(csv.Path, ".csv")
	t, err := table.Read(d.Schema, csv.data)
	if err != nil {
		return fmt.Errorf("%s: %w", csv.Path, err)
	}
	rel.Sets = append(rel.Sets, Set{Dataset: d, Table: t, CSVFile: csv, SchemaFile: schema})
	return nil
}
