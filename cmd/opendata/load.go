package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

// load checks the built-in sources, with the files of dir laid over them if one
// is given, and builds the release. With a folder it is a preview, made now; its
// files may differ at the next start, and the dates must not say otherwise.
func load(dir string) (*release.Release, error) {
	sources, err := readSources(dir)
	if err != nil {
		return nil, err
	}
	meta := release.Embedded()
	if dir != "" {
		now := time.Now().Truncate(time.Second)
		meta = release.Meta{Number: meta.Number, Issued: now, Effective: now, Note: lang.T("プレビュー", "preview").String()}
	}
	return release.Build(meta, sources)
}

func readSources(dir string) ([]dataset.Source, error) {
	if dir == "" {
		return source.Read(dataset.Embedded(), nil)
	}
	// A root keeps links inside the folder from leading out of it.
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fault.New(fault.NotFound, lang.T("フォルダーを開けません: "+dir, "cannot open the folder "+dir),
			lang.T("フォルダー名と場所、読み取りの権限を確認してください", "check its name and place, and the permission to read it")).Because(err)
	}
	sources, err := source.Read(dataset.Embedded(), root.FS())
	if closeErr := root.Close(); err == nil && closeErr != nil {
		return nil, fault.New(fault.Unavailable, lang.T("フォルダーを読み込めません: "+dir, "cannot read the folder "+dir), lang.T("もう一度実行してください", "run again")).Because(closeErr)
	}
	return sources, err
}

// builtInInstead returns the ids of the datasets that a source folder lacks, so
// that the built-in ones are used. Without a folder there are none: the built-in
// data is meant.
func builtInInstead(dir string) ([]string, error) {
	if dir == "" {
		return nil, nil
	}
	var ids []string
	for _, d := range dataset.BuiltIn() {
		if d.ID == dataset.DictionaryID { // made of the others
			continue
		}
		there := false
		for _, name := range []string{d.ID, d.File} {
			_, err := os.Lstat(filepath.Join(dir, name+".csv"))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, fault.New(fault.Unavailable, lang.T("フォルダーを読み込めません: "+dir, "cannot read the folder "+dir),
					lang.T("読み取りの権限を確認してください", "check the permission to read it")).Because(err)
			}
			there = there || err == nil
		}
		if !there {
			ids = append(ids, d.ID)
		}
	}
	return ids, nil
}

// buildID names this program by its own bytes: another program may write a
// response differently, so it must not share ETags.
func buildID() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", ownFile(err)
	}
	f, err := os.Open(path) //nolint:gosec // the program's own file
	if err != nil {
		return "", ownFile(err)
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", ownFile(err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func ownFile(cause error) error {
	return fault.New(fault.Internal, lang.T("実行中のプログラムのファイルを読み込めません", "cannot read the file of the running program"),
		lang.T("ファイルを元の場所に戻し、読み取りの権限を確認してください", "put the file back where it was, and check the permission to read it")).Because(cause)
}
