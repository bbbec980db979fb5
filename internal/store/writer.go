package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// writer is every change that a store makes below one open folder. In service
// it is the operating system; tests put a recorder in its place, because the
// order of these calls is what makes stored bytes survive a power failure.
// Names are relative to the folder and cannot leave it.
type writer interface {
	// Create makes a file for writing; the name must be free.
	Create(name string) (file, error)
	Mkdir(name string, mode fs.FileMode) error
	Chmod(name string, mode fs.FileMode) error
	// Link gives a file a second name, which must be free.
	Link(from, to string) error
	Remove(name string) error
	// OpenFolder opens a folder to flush the names in it.
	OpenFolder(name string) (file, error)
}

// file is an open file or folder. Sync flushes what is in it to the disk: the
// bytes of a file, the names of a folder.
type file interface {
	io.WriteCloser
	Sync() error
}

// osWriter is the writer of the operating system.
type osWriter struct{ *os.Root }

func newOSWriter(root *os.Root) writer { return osWriter{root} }

// Create implements writer. The file is readable by all, whatever the umask is.
func (w osWriter) Create(name string) (file, error) {
	f, err := w.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return nil, err
	}
	if err := f.Chmod(fileMode); err != nil {
		return nil, errors.Join(err, f.Close(), w.Remove(name))
	}
	return f, nil
}

// OpenFolder implements writer.
func (w osWriter) OpenFolder(name string) (file, error) { return w.Open(name) }
