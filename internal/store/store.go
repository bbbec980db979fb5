// Package store keeps bytes under names, for ever.
//
// It promises that a name is written by exactly one caller, that what Create
// reported as stored survives the loss of power, and that Get returns the bytes
// that were stored or an error. It refuses to overwrite, to follow links out of
// its place, and to know what the bytes mean. release and cmd use it.
package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// Errors that callers tell apart.
var (
	// ErrExists says that the name was taken: somebody else won.
	ErrExists = errors.New("exists already")
	// ErrNotFound says that nothing is stored under the name.
	ErrNotFound = errors.New("not found")
)

// Temporary begins the names of what lives only while it is being written. What
// is found there when nobody writes was left by a writer that died.
const Temporary = "tmp/"

// maxObject bounds what is read into memory at once.
const maxObject = 1 << 30

// Store is a place for bytes. Names are slash-separated lower-case words; they
// sort as text. Any number of goroutines may use it at once.
type Store interface {
	// Create stores data under a name that is free, durably. Of any number of
	// callers exactly one succeeds, the others get ErrExists.
	Create(ctx context.Context, name string, data []byte) error
	// Get returns what is stored under a name, or ErrNotFound.
	Get(ctx context.Context, name string) ([]byte, error)
	// List returns the names that begin with prefix and come after the name
	// after, in order.
	List(ctx context.Context, prefix, after string) ([]string, error)
	// Delete removes what is stored under a name. Of what was published, only
	// the law makes anybody remove anything (withdrawal); removing what is not
	// there is no error.
	Delete(ctx context.Context, name string) error
}

var namePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]*(/[a-z0-9][a-z0-9_.-]*)*$`)

func checkName(name string) error {
	if !namePattern.MatchString(name) || len(name) > 500 {
		return fmt.Errorf("store: %q is not a name", name)
	}
	return nil
}

// checkSize refuses what could be stored but never read again.
func checkSize(data []byte) error {
	if len(data) > maxObject {
		return fmt.Errorf("store: %d bytes are more than an object may have (%d)", len(data), maxObject)
	}
	return nil
}

// Options are what an address alone does not say.
type Options struct {
	S3 S3Options
}

// Open returns the store at an address: file:///folder or
// s3://bucket/prefix. With create, a folder that does not exist is made. The
// error is a *fault.Error that says what to write instead.
func Open(address string, create bool, options Options) (Store, error) {
	u, err := url.Parse(address)
	if err != nil || address == "" {
		return nil, badAddress(address) // the cause would repeat the address
	}
	switch {
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.User != nil || u.Port() != "":
	case u.Scheme == "file" && u.Host == "" && u.Path != "":
		return openDirectory(u.Path, create)
	case u.Scheme == "s3" && u.Host != "" && cleanPath(u.Path):
		return openS3(u.Host, u.Path, options.S3)
	}
	return nil, badAddress(address)
}

// cleanPath reports whether the path of an address is written the short way,
// so that no two addresses mean the same prefix by accident.
func cleanPath(p string) bool {
	return p == "" || path.Clean(p) == strings.TrimSuffix(p, "/") || p == "/"
}

func badAddress(address string) *fault.Error {
	if i := strings.LastIndex(address, "@"); i >= 0 {
		address = "…" + address[i:] // what stands before may be a secret
	}
	return fault.New(fault.Invalid, lang.T("「"+address+"」は保管場所の書き方ではありません", "“"+address+"” is not the address of a store"),
		lang.T("file:///var/lib/opendata か s3://バケット/接頭辞 のように書いてください", "write file:///var/lib/opendata or s3://bucket/prefix"))
}
