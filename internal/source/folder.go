package source

import (
	"context"
	"io/fs"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/disk"
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
// disk does.
func ReadFolder(ctx context.Context, builtIn fs.FS, dir string) (Folder, error) {
	read, err := disk.Within(ctx, func() (Folder, error) { return readFolder(builtIn, dir) })
	if err != nil && ctx.Err() != nil {
		return Folder{}, fault.New(fault.Unavailable, lang.T("データの読み込みを中断しました。何も変更していません", "reading the data was interrupted; nothing was changed")).Because(err)
	}
	return read, err
}

func readFolder(builtIn fs.FS, dir string) (Folder, error) {
	root, err := disk.OpenFolder(dir)
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
