package source

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// Folder is what a folder laid over the built-in files gives.
type Folder struct {
	Sources []dataset.Source
	// Lacks are the ids of the built-in datasets that the folder has no file of, so
	// that the built-in ones are used.
	Lacks []string
}

// ReadFolder is Read with the files of a folder. It ends with ctx, whatever the
// disk does: a blocked system call cannot be interrupted, so it is left to end by
// itself.
func ReadFolder(ctx context.Context, builtIn fs.FS, dir string) (Folder, error) {
	return abandonable(ctx, func() (Folder, error) { return readFolder(builtIn, dir) })
}

func abandonable[T any](ctx context.Context, read func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := read()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, fault.New(fault.Unavailable, lang.T("データの読み込みを中断しました。何も変更していません", "reading the data was interrupted; nothing was changed")).Because(ctx.Err())
	}
}

func readFolder(builtIn fs.FS, dir string) (Folder, error) {
	root, err := openFolder(dir)
	if err != nil {
		return Folder{}, fault.New(fault.NotFound, lang.T("フォルダーを開けません: "+dir, "cannot open the folder "+dir),
			lang.T("フォルダー名と場所、読み取りの権限を確認してください", "check its name and place, and the permission to read it")).Because(err)
	}
	defer root.Close() // it was only read
	r := newReader()
	if err := r.all(builtIn, root.FS()); err != nil {
		return Folder{}, err
	}
	return Folder{Sources: r.sources, Lacks: r.lacks()}, nil
}

// openFolder opens a folder as a root, which keeps links inside it from leading
// out of it. It looks first: a named pipe would be waited for.
func openFolder(dir string) (*os.Root, error) {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return nil, errors.New("not a folder")
	}
	return os.OpenRoot(dir)
}

// lacks lists the built-in datasets of which the last folder has no file.
func (r *reader) lacks() []string {
	var ids []string
	for _, d := range r.found {
		if d.Record != nil && r.files[d.ID+csvSuffix].folder < r.folder {
			ids = append(ids, d.ID)
		}
	}
	return ids
}
