package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"

	"hachinohe.example/opendata/internal/disk"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// directory is a store in a folder. A file appears under its name complete and
// flushed or not at all: it is written under a temporary name, flushed to the
// disk, and linked, which fails if the name is taken; then the folder itself is
// flushed, so that the name survives a power failure, too.
//
// It keeps the path of the folder and opens it for each operation: after a
// network disk was remounted or a backup restored, the path leads to another
// folder, and an open descriptor would still lead to the old one.
type directory struct {
	at        string
	newWriter func(*os.Root) writer
	readSlots chan struct{}
}

func newDirectory(folder string, create bool, newWriter func(*os.Root) writer) (Store, error) {
	if create {
		if err := makeRoot(folder, newWriter); err != nil {
			return nil, cannotOpen(folder).Because(err)
		}
	}
	d := &directory{at: folder, newWriter: newWriter, readSlots: make(chan struct{}, maxConcurrentReads)}
	o, err := d.open()
	if err != nil {
		return nil, cannotOpen(folder).Because(err)
	}
	o.close()
	return d, nil
}

func cannotOpen(folder string) *fault.Error {
	return fault.New(fault.Invalid, lang.T("保管場所のフォルダーを開けません: "+folder, "cannot open the store folder: "+folder),
		lang.T("フォルダーがあり、このプログラムに権限があることを確認してください（公開と検証には読み取り、公表には読み書き）",
			"make sure that it exists and that this program has permission: to read it for serve and verify, to read and write it for publish"))
}

// open opens the folder that the path leads to now. Its error is an internal
// one: it names a path of the server, and it is not ErrNotFound.
func (d *directory) open() (openFolder, error) {
	root, err := disk.OpenFolder(d.at)
	if err != nil {
		return openFolder{}, fmt.Errorf("opening the folder of the store: %w", err)
	}
	return openFolder{root: root, disk: d.newWriter(root)}, nil
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
	defer o.close()
	folder := path.Dir(name)
	if err := errors.Join(o.makeFolder(folder), o.makeFolder(path.Dir(Temporary))); err != nil {
		return fmt.Errorf("creating %s: %w", name, err)
	}
	temp := temporaryName("")
	if err := o.writeTemp(temp, data); err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", name, err), o.removeTemp(temp))
	}
	if err := ctx.Err(); err != nil { // the caller no longer waits: publish nothing
		return errors.Join(err, o.removeTemp(temp))
	}
	err = o.disk.Link(temp, name)
	if removing := o.removeTemp(temp); removing != nil && err == nil {
		err = removing
	}
	switch {
	case errors.Is(err, fs.ErrExist):
		// Its writer may have died before flushing the folder. A caller that is
		// told that the name exists relies on it, so it must survive.
		if err := o.syncFolders(folder); err != nil {
			return fmt.Errorf("creating %s: %w", name, err)
		}
		return fmt.Errorf("creating %s: %w", name, ErrExists)
	case err != nil:
		return explainLink(name, err)
	}
	return o.syncFolders(folder)
}

// temporaryName returns a random name under Temporary.
func temporaryName(what string) string { return Temporary + what + strings.ToLower(rand.Text()) }

// explainLink says why a finished file cannot be linked to its name.
func explainLink(name string, err error) error {
	switch {
	case errors.Is(err, syscall.EXDEV):
		return fault.New(fault.Invalid, lang.T("保管場所の中に、別のファイルシステムのフォルダーがあります", "a folder in the store is on another file system"),
			lang.T("保管場所の全体を一つのファイルシステムに置いてください（tmp や log だけを別にマウントしない）", "keep the whole store on one file system; do not mount tmp or log separately")).Because(err)
	case errors.Is(err, syscall.EPERM), errors.Is(err, errors.ErrUnsupported):
		return fault.New(fault.Invalid, lang.T("保管場所のファイルシステムはハードリンクに対応していません", "the file system of the store does not support hard links"),
			lang.T("ext4、XFS、NFSなど、ハードリンクに対応したファイルシステムに置いてください（FATなどは使えません）", "put the store on a file system that supports hard links, such as ext4, XFS or NFS (not FAT)")).Because(err)
	}
	return fmt.Errorf("creating %s: %w", name, err)
}

// Get implements Store. Only plain files count: a link may lead to anything.
func (d *directory) Get(ctx context.Context, name string) ([]byte, error) {
	if err := errors.Join(checkName(name), ctx.Err()); err != nil {
		return nil, err
	}
	return abandonable(ctx, d.readSlots, func(t *stallTimer) ([]byte, error) { return d.get(t, name) })
}

func (d *directory) get(t *stallTimer, name string) ([]byte, error) {
	o, err := d.open()
	if err != nil {
		return nil, err
	}
	defer o.close()
	data, err := o.read(t, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("reading %s: %w", name, ErrNotFound)
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return data, nil
}

// List implements Store. Everything but folders is listed, links and other
// special files included, so that verification names them.
func (d *directory) List(ctx context.Context, prefix, after string) ([]string, error) {
	return abandonable(ctx, d.readSlots, func(t *stallTimer) ([]string, error) { return d.list(ctx, t, prefix, after) })
}

func (d *directory) list(ctx context.Context, t *stallTimer, prefix, after string) ([]string, error) {
	o, err := d.open()
	if err != nil {
		return nil, err
	}
	defer o.close()
	var names []string
	err = fs.WalkDir(o.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		t.reset()
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
	defer o.close()
	if err := o.noLinks(path.Dir(name)); err != nil {
		return fmt.Errorf("deleting %s: %w", name, err)
	}
	if err := o.disk.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("deleting %s: %w", name, err)
	}
	// Flushed also when there was nothing to delete: whoever deleted it may have
	// died before flushing the folder. Without a folder there is nothing to flush.
	if err := o.syncFolder(path.Dir(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("deleting %s: %w", name, err)
	}
	return nil
}
