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

// opened is the folder of a store during one operation. Nothing outside of it
// can be reached through it, and no way through it follows a link.
type opened struct{ *os.Root }

// makeFolder makes a folder and those above that do not exist. Whatever the
// umask of the publisher is, whoever serves can read them.
func (o opened) makeFolder(folder string) error {
	if folder == "." {
		return nil
	}
	if err := o.noLinks(folder); err != nil {
		return err
	}
	if err := o.makeFolder(path.Dir(folder)); err != nil {
		return err
	}
	err := o.Mkdir(folder, folderMode)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err == nil {
		err = o.Chmod(folder, folderMode)
	}
	if err != nil {
		return fmt.Errorf("making a folder: %w", err)
	}
	return nil
}

// noLinks refuses a folder that is a link or stands behind one: it may lead to
// anything.
func (o opened) noLinks(folder string) error {
	for at := folder; at != "."; at = path.Dir(at) {
		info, err := o.Lstat(at)
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

func (o opened) writeTemp(temp string, data []byte) error {
	f, err := o.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(fileMode) // the umask may have taken from it
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func (o opened) discard(temp string) error {
	if err := o.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing a temporary file: %w", err)
	}
	return nil
}

// syncFolders flushes a folder and those above: another writer may have made
// them a moment ago and not flushed them yet.
func (o opened) syncFolders(folder string) error {
	for at := folder; ; at = path.Dir(at) {
		if err := o.syncFolder(at); err != nil || at == "." {
			return err
		}
	}
}

func (o opened) syncFolder(folder string) error {
	f, err := o.Open(folder)
	if err != nil {
		return fmt.Errorf("opening a folder to flush it: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("flushing a folder: %w", err)
	}
	return nil
}

func (o opened) read(p *patience, name string) ([]byte, error) {
	if err := o.noLinks(path.Dir(name)); err != nil {
		return nil, err
	}
	info, err := o.Lstat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("not a plain file")
	case info.Size() > maxObject:
		return nil, errors.New("larger than any object")
	}
	f, err := o.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if now, err := f.Stat(); err != nil || !os.SameFile(info, now) {
		return nil, errors.Join(errors.New("replaced while it was read"), err)
	}
	data := make([]byte, info.Size())
	for rest := data; len(rest) > 0; p.moved() {
		n := min(len(rest), maxStep)
		if _, err := io.ReadFull(f, rest[:n]); err != nil {
			return nil, err
		}
		rest = rest[n:]
	}
	return data, nil
}

// maxStep is how much of a file is read before it is said that it gets on.
const maxStep = 1 << 20
