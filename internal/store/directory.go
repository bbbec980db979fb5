package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// directory is a store in a folder. A file appears under its name complete and
// synced or not at all: it is written under a temporary name, flushed to the
// disk, and linked, which fails if the name is taken; then the folder itself is
// flushed, so that the name survives, too.
//
// It keeps the path of the folder and opens it for each operation: a network
// disk that was away or a restored backup is another folder to the operating
// system, and whoever held the old one would see nothing of it.
type directory struct {
	at     string
	places chan struct{} // of those that read
}

func openDirectory(folder string, create bool) (Store, error) {
	if create {
		if err := makeRoot(folder); err != nil {
			return nil, cannotOpen(folder).Because(err)
		}
	}
	d := &directory{at: folder, places: make(chan struct{}, maxReadings)}
	o, err := d.open()
	if err != nil {
		return nil, cannotOpen(folder).Because(err)
	}
	o.Close()
	return d, nil
}

// makeRoot makes the folder of a store, readable whatever the umask is, and
// flushes the one that it stands in if it is new. Folders above it are not of
// the store, and get the mode that the umask leaves.
func makeRoot(folder string) error {
	if info, err := os.Stat(folder); err == nil && info.IsDir() {
		return nil
	}
	if err := os.MkdirAll(folder, folderMode); err != nil {
		return err
	}
	if err := os.Chmod(folder, folderMode); err != nil {
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

// open opens the folder that is there now. The error is none that may be shown
// to whoever asks for data, and no name is missing because of it.
func (d *directory) open() (opened, error) {
	root, err := os.OpenRoot(d.at)
	if err != nil {
		return opened{}, fmt.Errorf("opening the folder of the store: %w", err)
	}
	return opened{root}, nil
}

// Create implements Store.
func (d *directory) Create(ctx context.Context, name string, data []byte) error {
	if err := errors.Join(checkName(name), checkSize(data), ctx.Err()); err != nil {
		return err
	}
	o, err := d.open()
	if err != nil {
		return err
	}
	defer o.Close()
	folder := path.Dir(name)
	if err := errors.Join(o.makeFolder(folder), o.makeFolder(path.Dir(Temporary))); err != nil {
		return fmt.Errorf("creating %s: %w", name, err)
	}
	temp := temporaryName("")
	if err := o.writeTemp(temp, data); err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", name, err), o.discard(temp))
	}
	if err := ctx.Err(); err != nil { // too late is worse than not at all
		return errors.Join(err, o.discard(temp))
	}
	err = o.Link(temp, name)
	if gone := o.discard(temp); gone != nil && err == nil {
		err = gone
	}
	switch {
	case errors.Is(err, fs.ErrExist):
		// Who made it may have died before flushing the name that others now
		// rely on. A name that cannot be flushed does not exist for good.
		if err := o.syncFolders(folder); err != nil {
			return fmt.Errorf("creating %s: %w", name, err)
		}
		return fmt.Errorf("creating %s: %w", name, ErrExists)
	case err != nil:
		return explainLink(name, err)
	}
	return o.syncFolders(folder)
}

// temporaryName returns a name that nobody has.
func temporaryName(what string) string { return Temporary + what + strings.ToLower(rand.Text()) }

// explainLink says in words what keeps a finished file from getting its name.
func explainLink(name string, err error) error {
	switch {
	case errors.Is(err, syscall.EXDEV):
		return fault.New(fault.Invalid, lang.T("保管場所の中に、別のファイルシステムのフォルダーがあります", "a folder in the store is on a file system of its own"),
			lang.T("保管場所の全体を一つのファイルシステムに置いてください（tmp や log だけを別にマウントしない）", "keep the whole store on one file system; do not mount tmp or log separately")).Because(err)
	case errors.Is(err, syscall.EPERM), errors.Is(err, errors.ErrUnsupported):
		return fault.New(fault.Invalid, lang.T("保管場所のファイルシステムはハードリンクを作れません", "the file system of the store cannot make hard links"),
			lang.T("ext4、XFS、NFSなど、ハードリンクを作れるファイルシステムに置いてください（FATなどは使えません）", "put the store on one that can, such as ext4, XFS or NFS; FAT cannot")).Because(err)
	}
	return fmt.Errorf("creating %s: %w", name, err)
}

// Get implements Store. Only plain files count: a link may lead to anything.
func (d *directory) Get(ctx context.Context, name string) ([]byte, error) {
	if err := errors.Join(checkName(name), ctx.Err()); err != nil {
		return nil, err
	}
	return attended(ctx, d.places, func(p *patience) ([]byte, error) { return d.get(p, name) })
}

func (d *directory) get(p *patience, name string) ([]byte, error) {
	o, err := d.open()
	if err != nil {
		return nil, err
	}
	defer o.Close()
	data, err := o.read(p, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("reading %s: %w", name, ErrNotFound)
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return data, nil
}

// List implements Store. Whatever is there is listed, links and other strange
// things, too, so that verification names it.
func (d *directory) List(ctx context.Context, prefix, after string) ([]string, error) {
	return attended(ctx, d.places, func(p *patience) ([]string, error) { return d.list(ctx, p, prefix, after) })
}

func (d *directory) list(ctx context.Context, p *patience, prefix, after string) ([]string, error) {
	o, err := d.open()
	if err != nil {
		return nil, err
	}
	defer o.Close()
	var names []string
	err = fs.WalkDir(o.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		p.moved()
		if entry.IsDir() {
			if name != "." && !strings.HasPrefix(name+"/", prefix) && !strings.HasPrefix(prefix, name+"/") {
				return fs.SkipDir
			}
			return ctx.Err()
		}
		if strings.HasPrefix(name, prefix) && name > after {
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
	o, err := d.open()
	if err != nil {
		return err
	}
	defer o.Close()
	if err := o.noLinks(path.Dir(name)); err != nil {
		return fmt.Errorf("deleting %s: %w", name, err)
	}
	err = o.Remove(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("deleting %s: %w", name, err)
	}
	return o.syncFolder(path.Dir(name))
}
