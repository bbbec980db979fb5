package main

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/siteverify"
)

// export writes a release into a folder that verify can check without a store.
func export(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParseExport(args, term.environment())
	if err != nil {
		return err
	}
	r, h, err := open(ctx, cfg.Store)
	if err != nil {
		return err
	}
	if err := mustExist(h, cfg.Number); err != nil {
		return err
	}
	out, err := collect(ctx, r, h, cfg.Number)
	if err != nil {
		return err
	}
	if err := out.write(cfg.Out); err != nil {
		return fault.New(fault.Invalid, lang.T("出力できません: "+cfg.Out, "cannot write "+cfg.Out)).Because(err)
	}
	if cfg.JSON {
		return term.json(struct {
			Number    int      `json:"number"`
			SHA256    string   `json:"sha256"`
			Out       string   `json:"out"`
			Files     int      `json:"files"`
			Withdrawn []string `json:"withdrawn"` // names of files
		}{cfg.Number, out.entry.SHA256, cfg.Out, len(out.files), out.missing})
	}
	term.say(term.out, lang.Textf("第%d回公表を %s に出力しました（%d ファイル）\nSHA-256 %s", "release %d is written to %s (%d files)\nSHA-256 %s", cfg.Number, cfg.Out, len(out.files), out.entry.SHA256))
	for _, name := range out.missing {
		term.say(term.out, lang.T("取り下げ済み: "+name, "withdrawn: "+name))
	}
	return nil
}

// exportedRelease is everything of a release that is still there, and why the
// rest is not.
type exportedRelease struct {
	entry     ledger.Entry
	manifest  []byte
	files     map[string][]byte // by name
	missing   []string          // names of files that were withdrawn
	withdrawn []release.Withdrawal
}

// collect reads a release completely before anything is written, so that a
// release that cannot be read leaves no folder.
func collect(ctx context.Context, r *ledger.Repository, h *ledger.History, number int) (*exportedRelease, error) {
	m, text := h.Manifest(number)
	out := &exportedRelease{entry: h.Entries()[number-1], manifest: text, files: make(map[string][]byte), missing: []string{}}
	for _, f := range m.Files {
		data, why, err := r.File(ctx, f)
		switch {
		case err != nil:
			return nil, err
		case why == nil:
			out.files[f.Path] = data
			continue
		case !slices.Contains(out.withdrawn, *why): // of two files with the same bytes both are gone
			out.withdrawn = append(out.withdrawn, *why)
		}
		out.missing = append(out.missing, f.Path)
	}
	return out, nil
}

// write writes the manifest last, so that an incomplete folder does not pass for
// a release.
func (e *exportedRelease) write(dir string) error {
	root, err := emptyFolder(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := root.Mkdir(siteverify.FilesFolder, folderMode); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(e.files)) {
		if err := root.WriteFile(siteverify.FilesFolder+"/"+name, e.files[name], fileMode); err != nil {
			return err
		}
	}
	if len(e.withdrawn) > 0 {
		text, err := ledger.EncodeWithdrawals(e.withdrawn)
		if err := errors.Join(err, root.WriteFile(siteverify.WithdrawnName, text, fileMode)); err != nil {
			return err
		}
	}
	entry, err := e.entry.Encode()
	return errors.Join(err, root.WriteFile(siteverify.EntryName, entry, fileMode), root.WriteFile(siteverify.ManifestName, e.manifest, fileMode))
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
			lang.T("--out に新しいフォルダーを指定してください", "specify a new folder with --out"))
	}
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return root, nil
}
