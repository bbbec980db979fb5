// Package release turns checked sources into an immutable, numbered release.
//
// It promises that equal sources and equal meta data give equal bytes,
// whatever machine, time zone or scheduling made them; that a release never
// changes; and that everything served comes out of one release. It refuses to
// read the clock. It builds on dataset, table and format; api and cmd use it.
package release

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/table"
)

// Meta says which release it is. Times are whole seconds; they are written in
// Japan Standard Time.
type Meta struct {
	Number    int
	Issued    time.Time // when it was made
	Effective time.Time // from when it is current
	Reason    Reason
	Note      string
	Previous  string // sha256 of the manifest before it; empty for the first
	attempt   string // of publishing it; empty for the embedded one
}

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

// Japan returns Japan Standard Time, without needing a time zone database.
func Japan() *time.Location { return time.FixedZone("JST", 9*60*60) }

// File is a canonical file of a release: bytes that stay the same for ever.
type File struct {
	Dataset string `json:"dataset"`
	Path    string `json:"path"`
	Bytes   int    `json:"bytes"`
	SHA256  string `json:"sha256"`
	data    []byte
}

// Data returns the bytes of the file. They must not be changed.
func (f File) Data() []byte { return f.data }

// Set is one dataset of a release with its rows.
type Set struct {
	dataset.Dataset
	Table      *table.Table
	CSVFile    File // plain CSV: ASCII headings, no byte order mark, constant columns
	SchemaFile File // Table Schema
}

// Release is one immutable state of everything published.
type Release struct {
	Meta
	Sets     []Set
	Manifest []byte // lists every canonical file with its sha256
	Hash     string // sha256 of Manifest, hexadecimal: the identity of the release
	// Losses are the files that the law took away, in the order of the manifest.
	// Their datasets are not among Sets.
	Losses []Loss
	// Remains are the other files of those datasets: the schema of a CSV that is
	// gone is as public as it was.
	Remains []File
}

// Loss is a file of a release that the law took away, and why.
type Loss struct {
	File File
	Why  Withdrawal
}

// Withdrawn returns why a dataset is not among the sets of the release: the law
// took its CSV, its schema or both. It returns false if that is not so.
func (r *Release) Withdrawn(id string) (Withdrawal, bool) {
	i := slices.IndexFunc(r.Losses, func(l Loss) bool { return l.File.Dataset == id })
	if i < 0 {
		return Withdrawal{}, false
	}
	return r.Losses[i].Why, true
}

// Set returns the dataset with that id.
func (r *Release) Set(id string) (*Set, bool) {
	i := slices.IndexFunc(r.Sets, func(s Set) bool { return s.ID == id })
	if i < 0 {
		return nil, false
	}
	return &r.Sets[i], true
}

// Build makes a release out of sources that were checked. Generated datasets
// are added. An error means that the sources were not checked.
func Build(meta Meta, sources []dataset.Source) (*Release, error) {
	sets, err := buildSets(sources)
	if err != nil {
		return nil, err
	}
	return assemble(meta, sets)
}

// buildSets makes the rows and canonical files of a release that has no number
// yet.
func buildSets(sources []dataset.Source) ([]Set, error) {
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

// assemble puts the table of contents before the sets.
func assemble(meta Meta, sets []Set) (*Release, error) {
	m := Manifest{
		Format: manifestFormat, Number: meta.Number, Kind: Published,
		Issued: stamp(meta.Issued), Effective: stamp(meta.Effective),
		Reason: meta.Reason, Note: meta.Note, Previous: meta.Previous, Attempt: meta.attempt,
	}
	for _, s := range sets {
		m.Files = append(m.Files, s.CSVFile, s.SchemaFile)
	}
	data, err := m.encode()
	if err != nil {
		return nil, err
	}
	return &Release{Meta: meta, Sets: sets, Manifest: data, Hash: digest(data)}, nil
}

// addDictionary appends the generated dataset that describes every column, its
// own included.
func (r *Release) addDictionary(datasets []dataset.Dataset) error {
	for _, d := range dataset.BuiltIn() {
		if d.ID != dataset.DictionaryID {
			continue
		}
		t, err := table.FromRows(d.Schema, dataset.DictionaryRows(append(datasets, d)))
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
	s.SchemaFile = newFile(s.ID, s.File+".schema.json", schema)
	rows, err := format.CanonicalFile(s.Table)
	if err != nil {
		return fmt.Errorf("writing the canonical file of %s: %w", s.ID, err)
	}
	s.CSVFile = newFile(s.ID, s.File+format.Canonical().Suffix(), rows)
	return nil
}

// AllColumns returns the numbers of all data columns, in order.
func (s *Set) AllColumns() []int {
	columns := make([]int, s.Table.Columns())
	for i := range columns {
		columns[i] = i
	}
	return columns
}

func newFile(id, path string, data []byte) File {
	return File{Dataset: id, Path: path, Bytes: len(data), SHA256: digest(data), data: data}
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
