// Package releasefolder writes a release into a folder of plain files, as
// opendata export does: the manifest, the log entry, every canonical file that
// is still there, and which were withdrawn.
//
// It promises a folder that verifies without a store, and nothing if the
// release cannot be read whole. It refuses a folder that has anything in it.
// internal/siteverify, which reads such a folder, and cmd/opendata import it.
package releasefolder

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// An exported release is a folder of these; files are below FilesFolder, as
// they are below /releases/{n}/ of a site.
const (
	ManifestName  = "manifest.json"
	EntryName     = "entry.json"     // the log entry
	WithdrawnName = "withdrawn.json" // only if something was
	FilesFolder   = "files"
)

// Export is everything of a release that is still there, and why the
// rest is not.
type Export struct {
	Entry     ledger.Entry
	manifest  []byte
	Files     map[string][]byte // by name
	Missing   []string          // names of files that were withdrawn
	withdrawn []release.Withdrawal
}

// Collect reads a release completely before anything is written, so that a
// release that cannot be read leaves no folder.
func Collect(ctx context.Context, r *ledger.Repository, h *ledger.History, number int) (*Export, error) {
	m, text := h.Manifest(number)
	out := &Export{Entry: h.Entries()[number-1], manifest: text, Files: make(map[string][]byte), Missing: []string{}}
	for _, f := range m.Files {
		data, why, err := r.File(ctx, f)
		switch {
		case err != nil:
			return nil, err
		case why == nil:
			out.Files[f.Path] = data
			continue
		case !slices.Contains(out.withdrawn, *why): // of two files with the same bytes both are gone
			out.withdrawn = append(out.withdrawn, *why)
		}
		out.Missing = append(out.Missing, f.Path)
	}
	return out, nil
}

// Write writes into a folder that is new or empty. It writes the manifest last,
// so that an incomplete folder does not pass for a release.
func (e *Export) Write(dir string) error {
	root, err := emptyFolder(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := root.Mkdir(FilesFolder, folderMode); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(e.Files)) {
		if err := root.WriteFile(FilesFolder+"/"+name, e.Files[name], fileMode); err != nil {
			return err
		}
	}
	if len(e.withdrawn) > 0 {
		text, err := ledger.EncodeWithdrawals(e.withdrawn)
		if err := errors.Join(err, root.WriteFile(WithdrawnName, text, fileMode)); err != nil {
			return err
		}
	}
	entry, err := e.Entry.Encode()
	return errors.Join(err, root.WriteFile(EntryName, entry, fileMode), root.WriteFile(ManifestName, e.manifest, fileMode))
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
