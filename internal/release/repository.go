package release

import (
	"context"
	"fmt"
	"time"

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
	horizon   time.Time    // until when the log is known; zero = for ever
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
