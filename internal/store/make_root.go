package store

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"hachinohe.example/opendata/internal/disk"
)

// makeRoot makes the folder of a store and the missing ones above it, durably:
// each new name is flushed in the folder that it is in, up to the first folder
// that existed. The parent of the store's folder is flushed even if the folder
// exists, because whoever made it may have died before flushing it.
//
// The store's folder is readable by all, whatever the umask is. The folders
// above it do not belong to the store and get the mode that the umask leaves.
func makeRoot(folder string, newWriter func(*os.Root) writer) error {
	folder = filepath.Clean(folder)
	parent := filepath.Dir(folder)
	if parent == folder { // the root of the file system
		return nil
	}
	base, err := existing(parent)
	if err != nil {
		return err
	}
	root, err := disk.OpenFolder(base)
	if errors.Is(err, fs.ErrPermission) && isFolder(folder) {
		return nil // who may not even read the parent has not made the store
	}
	if err != nil {
		return err
	}
	defer root.Close()
	name, err := filepath.Rel(base, folder)
	if err != nil {
		return err
	}
	return makeDurably(newWriter(root), filepath.ToSlash(name))
}

// makeDurably makes a folder and the missing ones above it, and flushes all
// folders above it.
func makeDurably(disk writer, name string) error {
	var err error
	for end := range len(name) + 1 {
		if end < len(name) && name[end] != '/' {
			continue
		}
		err = disk.Mkdir(name[:end], folderMode)
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	if err == nil {
		err = disk.Chmod(name, folderMode)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return openFolder{disk: disk}.syncFolders(path.Dir(name))
}

// existing returns the folder itself or the nearest one above it that exists.
func existing(folder string) (string, error) {
	for {
		_, err := os.Stat(folder)
		if !errors.Is(err, fs.ErrNotExist) || folder == filepath.Dir(folder) {
			return folder, err
		}
		folder = filepath.Dir(folder)
	}
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}
