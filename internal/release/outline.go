package release

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// Outline returns one dataset of a release whose time has come without its rows,
// of which nothing is read: it costs no more than the schema. It returns false
// if the release does not have the dataset or the law took it away, as far as
// that is known here.
func (s *Shelf) Outline(ctx context.Context, number int, id string, now time.Time) (*Set, bool, error) {
	s.mu.Lock()
	history, rel, withdrawn := s.history, s.loaded[number], s.withdrawn
	s.mu.Unlock()
	if _, ok := history.Number(number, now); !ok {
		return nil, false, nil
	}
	if s.repository == nil {
		set, ok := rel.find(id)
		return set, ok, nil
	}
	files := history.manifests[number-1].Files
	i := slices.IndexFunc(files, func(f File) bool { return f.Dataset == id })
	if i < 0 || i+1 == len(files) {
		return nil, false, nil
	}
	csv, schema := files[i], files[i+1]
	if slices.Contains(withdrawn, withdrawnName(csv.SHA256)) || slices.Contains(withdrawn, withdrawnName(schema.SHA256)) {
		return nil, false, nil
	}
	set, err := s.repository.outline(ctx, csv, schema)
	if err != nil {
		return nil, false, fmt.Errorf("release %d: %w", number, err)
	}
	return set, true, nil
}

func (r *Repository) outline(ctx context.Context, csv, schema File) (*Set, error) {
	data, err := r.object(ctx, schema.SHA256)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", schema.Path, err)
	}
	d, err := dataset.ParseTableSchema(csv.Dataset, data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", schema.Path, err)
	}
	d.File = strings.TrimSuffix(csv.Path, ".csv")
	t, err := table.FromRows(d.Schema, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", schema.Path, err)
	}
	schema.data = data
	return &Set{Dataset: d, Table: t, CSVFile: csv, SchemaFile: schema}, nil
}
