package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
)

const (
	folderMode = 0o755
	fileMode   = 0o444 // what is published is never written again
)

// openFolder is the folder of a store, open for one operation: read through
// root, changed through disk. Nothing outside of it can be reached through it,
// and no path through it follows a link.
type openFolder struct {
	root *os.Root
	disk writer
}

// close is for defer: a folder that was only read has nothing to lose.
func (o openFolder) close() { _ = o.root.Close() }

// makeFolder makes a folder and the missing ones above it. Whatever the umask
// of the publisher is, a server under another user can read them. They survive
// a power failure only after syncFolders.
func (o openFolder) makeFolder(folder string) error {
	if folder == "." {
		return nil
	}
	if err := o.noLinks(folder); err != nil {
		return err
	}
	if err := o.makeFolder(path.Dir(folder)); err != nil {
		return err
	}
	err := o.disk.Mkdir(folder, folderMode)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err == nil {
		err = o.disk.Chmod(folder, folderMode)
	}
	if err != nil {
		return fmt.Errorf("making a folder: %w", err)
	}
	return nil
}

// noLinks refuses a folder that is a link or is reached through one: a link may
// lead to anything.
func (o openFolder) noLinks(folder string) error {
	for at := folder; at != "."; at = path.Dir(at) {
		info, err := o.root.Lstat(at)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return err
		case !info.IsDir():
			return fmt.Errorf("%s is not a plain folder", at)
		}
	}
	return nil
}

// writeTemp writes a temporary file and flushes it.
func (o openFolder) writeTemp(temp string, data []byte) error {
	f, err := o.disk.Create(temp)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func (o openFolder) removeTemp(temp string) error {
	if err := o.disk.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing a temporary file: %w", err)
	}
	return nil
}

// syncFolders flushes a folder and those above it, up to that of the store:
// another writer may have made them a moment ago and not flushed them yet.
func (o openFolder) syncFolders(folder string) error {
	for at := folder; ; at = path.Dir(at) {
		if err := o.syncFolder(at); err != nil || at == "." {
			return err
		}
	}
}

// syncFolder flushes the names in a folder.
func (o openFolder) syncFolder(folder string) error {
	f, err := o.disk.OpenFolder(folder)
	if err != nil {
		return fmt.Errorf("opening a folder to flush it: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("flushing a folder: %w", err)
	}
	return nil
}

func (o openFolder) read(t *stallTimer, name string) ([]byte, error) {
	if err := o.noLinks(path.Dir(name)); err != nil {
		return nil, err
	}
	info, err := o.root.Lstat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular(), info.Size() > maxObject:
		return nil, errUnsound
	}
	f, err := o.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if now, err := f.Stat(); err != nil || !os.SameFile(info, now) {
		return nil, errors.Join(errors.New("replaced while it was read"), err)
	}
	data := make([]byte, info.Size())
	for rest := data; len(rest) > 0; t.reset() {
		n := min(len(rest), readChunk)
		if _, err := io.ReadFull(f, rest[:n]); err != nil {
			return nil, err
		}
		rest = rest[n:]
	}
	return data, nil
}

// readChunk is how much of a file is read before the stall timer is reset.
const readChunk = 1 << 20
