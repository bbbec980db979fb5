package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/sample"
	"hachinohe.example/opendata/internal/source"
)

// builtIn is the release that is built into the program. Its sources were checked
// when the program was made.
func builtIn() (*release.Release, error) {
	sources, err := release.EmbeddedSources()
	if err != nil {
		return nil, err
	}
	return release.Build(release.Embedded(), sources)
}

// served is the release that is served without a store: the built-in one, or a
// preview of a folder.
func served(ctx context.Context, dir string) (*release.Release, error) {
	if dir == "" {
		return builtIn()
	}
	return load(ctx, dir)
}

// load checks the built-in sources, with the files of dir laid over them if one
// is given, and builds the release. With a folder it is a preview, made now; its
// files may differ at the next start, and the dates must not say otherwise.
func load(ctx context.Context, dir string) (*release.Release, error) {
	read, err := readSources(ctx, dir)
	if err != nil {
		return nil, err
	}
	meta := release.Embedded()
	if dir != "" {
		now := time.Now().Truncate(time.Second)
		meta = release.Meta{Number: meta.Number, Issued: now, Effective: now, Note: lang.T("プレビュー", "preview").String(), Preview: true}
	}
	return release.Build(meta, read.Sources)
}

// openSample returns the built-in data with the fictional sample beside it.
func openSample() (*releasecache.Cache, error) {
	sources, err := release.EmbeddedSources()
	if err != nil {
		return nil, err
	}
	releases, err := sample.Releases(sources)
	if err != nil {
		return nil, err
	}
	return releasecache.Fixed(releases...)
}

// readSources reads the built-in sources, with a folder laid over them if one is
// given. Without one nothing is lacking: the built-in data is meant.
func readSources(ctx context.Context, dir string) (source.Folder, error) {
	if dir != "" {
		return source.ReadFolder(ctx, dataset.Embedded(), dir)
	}
	sources, err := source.Read(dataset.Embedded(), nil)
	return source.Folder{Sources: sources}, err
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
