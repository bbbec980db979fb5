package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// directory is a store in a folder. A file appears under its name complete and
// synced or not at all: it is written under a temporary name, flushed to the
// disk, and linked, which fails if the name is taken; then the folder itself is
// flushed, so that the name survives, too.
type directory struct{ root *os.Root }

const (
	folderMode = 0o755
	fileMode   = 0o444 // what is published is never written again
	tempPrefix = ".tmp-"
)

func openDirectory(folder string, create bool) (Store, error) {
	if create {
		if err := makeRoot(folder); err != nil {
			return nil, cannotOpen(folder).Because(err)
		}
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, cannotOpen(folder).Because(err)
	}
	return &directory{root: root}, nil
}

// makeRoot makes the folder of a store, and flushes the one that it stands in
// if it is new.
func makeRoot(folder string) error {
	if info, err := os.Stat(folder); err == nil && info.IsDir() {
		return nil
	}
	if err := os.MkdirAll(folder, folderMode); err != nil {
		return err
	}
	parent, err := os.Open(filepath.Dir(folder))
	if err != nil {
		return err
	}
	return errors.Join(parent.Sync(), parent.Close())
}

func cannotOpen(folder string) *fault.Error {
	return fault.New(fault.Invalid, lang.T("保管場所のフォルダーを開けません: "+folder, "cannot open the folder of the store: "+folder),
		lang.T("フォルダーがあり、このプログラムが読み書きできることを確かめてください", "make sure that it exists and that this program may read and write it"))
}

// Create implements Store.
func (d *directory) Create(ctx context.Context, name string, data []byte) error {
	if err := errors.Join(checkName(name), checkSize(data), ctx.Err()); err != nil {
		return err
	}
	folder := path.Dir(name)
	if err := d.noLinks(folder); err != nil {
		return fmt.Errorf("creating %s: %w", name, err)
	}
	if err := d.root.MkdirAll(folder, folderMode); err != nil {
		return fmt.Errorf("making the folder of %s: %w", name, err)
	}
	temp := path.Join(folder, tempPrefix+rand.Text())
	if err := d.writeTemp(temp, data); err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", name, err), d.discard(temp))
	}
	if err := ctx.Err(); err != nil { // too late is worse than not at all
		return errors.Join(err, d.discard(temp))
	}
	err := d.root.Link(temp, name)
	if gone := d.discard(temp); gone != nil && err == nil {
		err = gone
	}
	switch {
	case errors.Is(err, fs.ErrExist):
		// Who made it may have died before flushing the name that others now
		// rely on.
		return errors.Join(fmt.Errorf("creating %s: %w", name, ErrExists), d.syncFolders(folder))
	case err != nil:
		return fmt.Errorf("creating %s: %w", name, err)
	}
	return d.syncFolders(folder)
}

// syncFolders flushes a folder and those above: another writer may have made
// them a moment ago and not flushed them yet.
func (d *directory) syncFolders(folder string) error {
	for at := folder; ; at = path.Dir(at) {
		if err := d.syncFolder(at); err != nil || at == "." {
			return err
		}
	}
}

func (d *directory) writeTemp(temp string, data []byte) error {
	f, err := d.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func (d *directory) discard(temp string) error {
	if err := d.root.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing a temporary file: %w", err)
	}
	return nil
}

// noLinks refuses a folder that is a link or stands behind one: it may lead to
// anything.
func (d *directory) noLinks(folder string) error {
	for at := folder; at != "."; at = path.Dir(at) {
		info, err := d.root.Lstat(at)
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

func (d *directory) syncFolder(folder string) error {
	f, err := d.root.Open(folder)
	if err != nil {
		return fmt.Errorf("opening a folder to flush it: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("flushing a folder: %w", err)
	}
	return nil
}

// Get implements Store. Only plain files count: a link may lead to anything.
func (d *directory) Get(ctx context.Context, name string) ([]byte, error) {
	if err := errors.Join(checkName(name), ctx.Err()); err != nil {
		return nil, err
	}
	data, err := d.read(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("reading %s: %w", name, ErrNotFound)
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return data, nil
}

func (d *directory) read(name string) ([]byte, error) {
	if err := d.noLinks(path.Dir(name)); err != nil {
		return nil, err
	}
	info, err := d.root.Lstat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("not a plain file")
	case info.Size() > maxObject:
		return nil, errors.New("larger than any object")
	}
	f, err := d.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if opened, err := f.Stat(); err != nil || !os.SameFile(info, opened) {
		return nil, errors.Join(errors.New("replaced while it was read"), err)
	}
	data := make([]byte, info.Size())
	_, err = io.ReadFull(f, data)
	return data, err
}

// List implements Store. Temporary files of a publisher that died are not
// listed; links and other strange things are, so that verification names them.
func (d *directory) List(ctx context.Context, prefix, after string) ([]string, error) {
	var names []string
	err := fs.WalkDir(d.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name != "." && !strings.HasPrefix(name+"/", prefix) && !strings.HasPrefix(prefix, name+"/") {
				return fs.SkipDir
			}
			return ctx.Err()
		}
		if strings.HasPrefix(name, prefix) && name > after && !strings.HasPrefix(entry.Name(), tempPrefix) {
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", prefix, err)
	}
	slices.Sort(names) // WalkDir orders by path element, the promise is by name
	return names, nil
}

// Delete implements Store.
func (d *directory) Delete(ctx context.Context, name string) error {
	if err := errors.Join(checkName(name), ctx.Err()); err != nil {
		return err
	}
	if err := d.noLinks(path.Dir(name)); err != nil {
		return fmt.Errorf("deleting %s: %w", name, err)
	}
	err := d.root.Remove(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("deleting %s: %w", name, err)
	}
	return d.syncFolder(path.Dir(name))
}
