// Package store keeps bytes under names permanently, in a folder or in an
// S3-compatible bucket.
//
// It promises that a name is written by exactly one caller, that Get returns
// the bytes that were stored or an error, and that in a folder what Create or
// Delete reported as done survives a power failure (of a bucket, that is the
// object store's promise). It refuses to overwrite, to follow links, and to
// know what the bytes mean. release and cmd import it.
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
	// ErrExists says that the name is taken: another writer was first.
	ErrExists = errors.New("exists already")
	// ErrNotFound says that nothing is stored under the name.
	ErrNotFound = errors.New("not found")

	// errUnsound says that what has the name is not what a store put there.
	errUnsound = errors.New("not a plain file of the size of an object")
)

// Temporary is the prefix of files that are being written. What is found there
// while nobody writes was left by a writer that died.
const Temporary = "tmp/"

// maxObject is the largest object in bytes: an object is read into memory whole.
const maxObject = 1 << 30

// Store keeps objects under names. Names are slash-separated lower-case words;
// they sort as text. It is safe for concurrent use.
type Store interface {
	// Create stores data durably under a name that is free. Of any number of
	// callers exactly one succeeds; the others get ErrExists, and by then what
	// the first one stored is durable.
	Create(ctx context.Context, name string, data []byte) error
	// Get returns what is stored under a name, or ErrNotFound.
	Get(ctx context.Context, name string) ([]byte, error)
	// List returns the names that begin with prefix and come after the name
	// after, in order.
	List(ctx context.Context, prefix, after string) ([]string, error)
	// Delete removes what is stored under a name, durably. A name that does not
	// exist is no error. Published objects are deleted only by a withdrawal.
	Delete(ctx context.Context, name string) error
}

var namePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]*(/[a-z0-9][a-z0-9_.-]*)*$`)

func checkName(name string) error {
	if !namePattern.MatchString(name) || len(name) > 500 {
		return fmt.Errorf("store: %q is not a name", name)
	}
	return nil
}

// checkSize refuses what could be stored but not read again.
func checkSize(data []byte) error {
	if len(data) > maxObject {
		return fmt.Errorf("store: %d bytes are more than an object may have (%d)", len(data), maxObject)
	}
	return nil
}

// Options are the settings that an address does not contain.
type Options struct {
	S3 S3Options
}

// Open returns the store at an address: file:///folder or
// s3://bucket/prefix. With create, a folder that does not exist is made. The
// error is a *fault.Error that says how to fix the address.
func Open(address string, create bool, options Options) (Store, error) {
	u, err := url.Parse(address)
	if err != nil || address == "" {
		return nil, badAddress(address) // the cause would repeat the address
	}
	switch {
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.User != nil || u.Port() != "":
	case u.Scheme == "file" && u.Host == "" && u.Path != "":
		return explainedStore(newDirectory(u.Path, create, newOSWriter))
	case u.Scheme == "s3" && u.Host != "" && cleanPath(u.Path):
		return explainedStore(openS3(u.Host, u.Path, options.S3))
	}
	return nil, badAddress(address)
}

func explainedStore(s Store, err error) (Store, error) {
	if err != nil {
		return nil, err
	}
	return explained{s}, nil
}

// cleanPath reports whether the path of an address is in its shortest form, so
// that different addresses never mean the same prefix.
func cleanPath(p string) bool {
	return p == "" || path.Clean(p) == strings.TrimSuffix(p, "/") || p == "/"
}

func badAddress(address string) *fault.Error {
	if i := strings.LastIndex(address, "@"); i >= 0 {
		address = "…" + address[i:] // the part before it may be a secret
	}
	return fault.New(fault.Invalid, lang.T("「"+address+"」は保管場所のURLではありません", "“"+address+"” is not the address of a store"),
		lang.T("file:///var/lib/opendata か s3://バケット/接頭辞 のように指定してください", "use file:///var/lib/opendata or s3://bucket/prefix"))
}
