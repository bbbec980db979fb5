package release

import (
	"fmt"
	"io/fs"
	"slices"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/table"
)

// The release that is built into the program is a constant of the source, so
// that every copy of the program serves the same one.
const (
	embeddedNumber = 1
	embeddedTime   = 1795273200 // 2026-11-22T00:00:00+09:00
	embeddedNote   = "第2期八戸市デジタル推進計画（素案）の最初の公表"
)

// Embedded returns the meta data of the release that is built into the program.
func Embedded() Meta {
	at := time.Unix(embeddedTime, 0).In(Japan())
	return Meta{Number: embeddedNumber, Issued: at, Effective: at, Reason: Initial, Note: embeddedNote}
}

// EmbeddedSources returns the sources that are built into the program, as they are.
// They are not checked each time the program starts: a test of internal/source
// checks them.
func EmbeddedSources() ([]dataset.Source, error) {
	var sources []dataset.Source
	for _, d := range dataset.BuiltIn() {
		if d.Generated {
			continue
		}
		data, err := fs.ReadFile(dataset.Embedded(), d.ID+".csv")
		if err != nil {
			return nil, fmt.Errorf("reading the embedded source of %s: %w", d.ID, err)
		}
		sources = append(sources, dataset.Source{Dataset: d, CSV: data})
	}
	return sources, nil
}

// Build makes a release out of sources that were checked. Generated datasets
// are added. An error means that the sources were not checked.
func Build(meta Meta, sources []dataset.Source) (*Release, error) {
	sets, err := BuildSets(sources)
	if err != nil {
		return nil, err
	}
	return Assemble(meta, sets)
}

// BuildSets makes the rows and canonical files of a release that has no number
// yet.
func BuildSets(sources []dataset.Source) ([]Set, error) {
	r := &Release{}
	var datasets []dataset.Dataset
	for _, src := range sources {
		t, err := table.Read(src.Dataset.Schema, src.CSV)
		if err != nil {
			return nil, fmt.Errorf("building dataset %s: %w", src.Dataset.ID, err)
		}
		datasets = append(datasets, src.Dataset)
		r.Sets = append(r.Sets, Set{Dataset: src.Dataset, Table: t})
	}
	if err := r.addDictionary(datasets); err != nil {
		return nil, err
	}
	for i := range r.Sets {
		if err := r.Sets[i].seal(); err != nil {
			return nil, err
		}
	}
	return r.Sets, nil
}

// Assemble puts the table of contents before the sets.
func Assemble(meta Meta, sets []Set) (*Release, error) {
	m := Manifest{
		Format: ManifestFormat, Number: meta.Number, Kind: Published,
		Issued: FormatInstant(meta.Issued), Effective: FormatInstant(meta.Effective),
		Reason: meta.Reason, Note: meta.Note, Previous: meta.Previous, Attempt: meta.Attempt,
	}
	for _, s := range sets {
		m.Files = append(m.Files, s.CSVFile, s.SchemaFile)
	}
	data, err := m.Encode()
	if err != nil {
		return nil, err
	}
	return &Release{Meta: meta, Sets: sets, Manifest: data, Hash: Checksum(data)}, nil
}

// addDictionary appends the generated dataset that describes every column, its
// own included.
func (r *Release) addDictionary(datasets []dataset.Dataset) error {
	for _, d := range dataset.BuiltIn() {
		if d.ID != dataset.DictionaryID {
			continue
		}
		listed := slices.DeleteFunc(datasets, func(d dataset.Dataset) bool { return d.Sample })
		t, err := table.FromRows(d.Schema, dataset.DictionaryRows(append(listed, d)))
		if err != nil {
			return fmt.Errorf("building the data dictionary: %w", err)
		}
		r.Sets = append(r.Sets, Set{Dataset: d, Table: t})
	}
	return nil
}

// seal makes the canonical files of a dataset.
func (s *Set) seal() error {
	schema, err := s.TableSchema()
	if err != nil {
		return fmt.Errorf("writing the schema of %s: %w", s.ID, err)
	}
	s.SchemaFile = NewFile(s.ID, s.File+".schema.json", schema)
	rows, err := format.CanonicalFile(s.Table)
	if err != nil {
		return fmt.Errorf("writing the canonical file of %s: %w", s.ID, err)
	}
	s.CSVFile = NewFile(s.ID, s.File+format.Canonical().Suffix(), rows)
	return nil
}
