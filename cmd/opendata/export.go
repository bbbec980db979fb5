package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// An exported release is a folder of these; files are below filesFolder, as
// they are below /releases/{n}/ of a site.
const (
	manifestName  = "manifest.json"
	entryName     = "entry.json"     // the log entry
	withdrawnName = "withdrawn.json" // only if something was
	filesFolder   = "files"
)

// export writes a release into a folder that verify can check without a store.
func export(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParseExport(args, term.getenv, term.out)
	if err != nil {
		return err
	}
	r, h, err := open(ctx, cfg.Store)
	if err != nil {
		return err
	}
	rel, err := read(ctx, r, h, cfg.Number)
	if err != nil {
		return err
	}
	written, err := writeFolder(cfg.Out, h.Entries()[cfg.Number-1], rel)
	if err != nil {
		return fmt.Errorf("書き出せません / cannot write %s: %w", cfg.Out, err)
	}
	if cfg.JSON {
		return term.json(struct {
			Number    int      `json:"number"`
			SHA256    string   `json:"sha256"`
			Out       string   `json:"out"`
			Files     int      `json:"files"`
			Withdrawn []string `json:"withdrawn"` // datasets
		}{rel.Number, rel.Hash, cfg.Out, written, withdrawnIn(rel)})
	}
	fmt.Fprintf(term.out, "公表 %d を %s に書き出しました / release %d is written: %d files\nsha256 %s\n", rel.Number, cfg.Out, rel.Number, written, rel.Hash)
	for _, id := range withdrawnIn(rel) {
		fmt.Fprintf(term.out, "取り下げ済み / withdrawn: %s\n", id)
	}
	return nil
}

// writeFolder writes the manifest last: a folder that was not completed is not
// taken for a release. It returns the number of files of the release.
func writeFolder(dir string, e release.Entry, rel *release.Release) (int, error) {
	root, err := emptyFolder(dir)
	if err != nil {
		return 0, err
	}
	defer root.Close()
	if err := root.Mkdir(filesFolder, folderMode); err != nil {
		return 0, err
	}
	n := 0
	for _, set := range rel.Sets {
		for _, f := range []release.File{set.CSVFile, set.SchemaFile} {
			if err := root.WriteFile(filesFolder+"/"+f.Path, f.Data(), fileMode); err != nil {
				return n, err
			}
			n++
		}
	}
	if len(rel.Withdrawn) > 0 {
		text, err := json.MarshalIndent(rel.Withdrawn, "", "  ")
		if err := errors.Join(err, root.WriteFile(withdrawnName, append(text, '\n'), fileMode)); err != nil {
			return n, err
		}
	}
	entry, err := encodeEntry(e)
	return n, errors.Join(err, root.WriteFile(entryName, entry, fileMode), root.WriteFile(manifestName, rel.Manifest, fileMode))
}

const (
	folderMode = 0o755
	fileMode   = 0o644
)

func emptyFolder(dir string) (*os.Root, error) {
	if err := os.MkdirAll(dir, folderMode); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	there, err := fs.ReadDir(root.FS(), ".")
	if err == nil && len(there) > 0 {
		err = fault.New(fault.Invalid, lang.T("フォルダーが空ではありません", "the folder is not empty"),
			lang.T("--out に新しいフォルダーを指定してください", "give a new folder as --out"))
	}
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return root, nil
}

// entryJSON is a log entry as it is stored.
type entryJSON struct {
	Number    int          `json:"number"`
	Kind      release.Kind `json:"kind"`
	Effective string       `json:"effective"`
	SHA256    string       `json:"sha256"`
	Cancels   int          `json:"cancels,omitempty"`
}

func encodeEntry(e release.Entry) ([]byte, error) {
	text, err := json.Marshal(entryJSON{e.Number, e.Kind, stamp(e.Effective), e.SHA256, e.Cancels})
	return append(text, '\n'), err
}
