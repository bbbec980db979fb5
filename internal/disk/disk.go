// Package disk reads folders of files that may be something else, from disks that
// may not respond.
//
// It promises that nothing but folders and regular files is opened, so that nobody
// waits for the writer of a named pipe or reads a device for ever; that no more is
// read than is allowed, also of a file that grows; and that a caller goes on when
// its context ends, although a blocked system call cannot be interrupted. It
// refuses to know what the files are. source, store and siteverify use it.
package disk

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"hachinohe.example/opendata/internal/fault"
)

// Why a file is not read.
var (
	ErrNotRegular = errors.New("not a regular file")
	ErrTooLarge   = errors.New("file too large")
)

// OpenFolder opens a folder as a root, which keeps links inside it from leading
// out of it.
func OpenFolder(dir string) (*os.Root, error) {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: dir, Err: errors.New("not a folder")}
	}
	return os.OpenRoot(dir) // which says why the path leads nowhere
}

// ReadFile reads a regular file of at most so many bytes. It looks before it opens
// the file, and again at what it opened.
func ReadFile(fsys fs.FS, name string, limit int64) ([]byte, error) {
	if _, err := regular(fs.Stat(fsys, name)); err != nil {
		return nil, err
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := regular(f.Stat())
	if err != nil {
		return nil, err
	}
	var data bytes.Buffer
	data.Grow(int(min(info.Size(), limit)) + bytes.MinRead)
	if _, err := data.ReadFrom(io.LimitReader(f, limit+1)); err != nil {
		return nil, err
	}
	if int64(data.Len()) > limit {
		return nil, ErrTooLarge
	}
	return data.Bytes(), nil
}

func regular(info fs.FileInfo, err error) (fs.FileInfo, error) {
	if err == nil && !info.Mode().IsRegular() {
		err = ErrNotRegular
	}
	return info, err
}

// Within returns what read returns, or the error of ctx when that ends before. A
// read that hangs is left to end by itself, and a panic is its error.
func Within[T any](ctx context.Context, read func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() { done <- r }()
		defer fault.Recover(&r.err) // nobody else would, in this goroutine
		r.value, r.err = read()
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, context.Cause(ctx)
	}
}
