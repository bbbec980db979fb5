// Package ledger keeps the log of releases in a store: it publishes, cancels,
// withdraws, reads and verifies.
//
// It promises that reading is verifying: nothing comes out of it that does not
// have the sha256 that the log gives it; that an entry is appended whole or not
// at all, and once per number; that a release is public from its effective time
// on and not before (embargo.go); that a successor loses or alters nothing
// published unless its reason says so (guard.go). It refuses to change or remove
// what is published, except by withdrawal, and to read the clock. It builds on
// release and store; releasecache, api and cmd use it.
package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
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

// entryNumber returns the number of the entry that has a name, 0 if none can.
func entryNumber(name string) int {
	digits := strings.TrimSuffix(strings.TrimPrefix(name, logPrefix), ".json")
	number, err := strconv.Atoi(digits)
	if err != nil || number < 1 || name != entryName(number) {
		return 0
	}
	return number
}

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
	manifests []record // by number, from 1
}

type record struct {
	release.Manifest
	data []byte
}

// Empty returns the history of a store in which nothing was published.
func Empty() *History { return &History{Log: &Log{}} }

// Fixed returns the history of releases that are all there will be.
func Fixed(releases ...*release.Release) (*History, error) {
	h := new(History)
	var entries []Entry
	for i, rel := range releases {
		m, err := release.ParseManifest(rel.Manifest)
		if err != nil {
			return nil, err
		}
		entries = append(entries, Entry{Number: i + 1, Kind: release.Published, Effective: rel.Effective, SHA256: rel.Hash})
		h.manifests = append(h.manifests, record{Manifest: m, data: rel.Manifest})
	}
	var err error
	h.Log, err = NewLog(entries)
	return h, err
}

// Manifest returns the manifest of an entry with the bytes it was read from.
func (h *History) Manifest(number int) (release.Manifest, []byte) {
	r := h.manifests[number-1]
	return r.Manifest, r.data
}

// Files returns the canonical files of one dataset in a release: its CSV and its
// schema; false if the release does not have it. It reads nothing.
func (h *History) Files(number int, id string) (csv, schema release.File, ok bool) {
	files := h.manifests[number-1].Files
	i := slices.IndexFunc(files, func(f release.File) bool { return f.Dataset == id })
	if i < 0 || i+1 == len(files) {
		return csv, schema, false
	}
	return files[i], files[i+1], true
}

// Dataset returns which dataset a release means by a name: its id, or the name of
// one of its canonical files. It reads nothing.
func (h *History) Dataset(number int, name string) (id string, ok bool) {
	files := h.manifests[number-1].Files
	i := slices.IndexFunc(files, func(f release.File) bool { return f.Dataset == name || f.Path == name })
	if i < 0 {
		return "", false
	}
	return files[i].Dataset, true
}

// errDamaged says that stored bytes are not those that their name promises.
var errDamaged = errors.New("the bytes do not have this sha256")

// object reads the bytes with a sha256 and checks that they have it.
func (r *Repository) object(ctx context.Context, sha256 string) ([]byte, error) {
	name := objectName(sha256)
	data, err := r.store.Get(ctx, name)
	if errors.Is(err, store.ErrNotFound) {
		return nil, missing(name, err)
	}
	if err != nil {
		return nil, err
	}
	if release.Checksum(data) != sha256 {
		return nil, damaged(name, errDamaged)
	}
	return data, nil
}
