package siteverify

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"slices"

	"hachinohe.example/opendata/internal/disk"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasefolder"
)

// maxFile is the largest file of a release in bytes.
const maxFile = 1 << 30

// folderVerification is the verification of one exported release. Everything
// rests on the sha256 of the manifest, which --head, or the site, confirms.
type folderVerification struct {
	files     fs.FS
	report    *ledger.Report
	unchecked map[string]bool               // true for regular files
	withdrawn map[string]release.Withdrawal // by sha256: why a file is not there
}

// Folder verifies an exported release. head is the end of a log as it was noted
// down, nil if it was not.
// It ends with ctx, whatever the disk does.
func Folder(ctx context.Context, dir string, head *ledger.Head) (*ledger.Report, error) {
	report, err := disk.Within(ctx, func() (*ledger.Report, error) { return folder(dir, head) })
	if err != nil && ctx.Err() != nil {
		return nil, fault.New(fault.Unavailable, lang.T("検証を中断しました", "the verification was interrupted")).Because(err)
	}
	return report, err
}

func folder(dir string, head *ledger.Head) (*ledger.Report, error) {
	root, err := disk.OpenFolder(dir)
	if err != nil {
		return nil, fault.New(fault.NotFound, lang.T("フォルダーを開けません: "+dir, "cannot open the folder "+dir),
			lang.T("フォルダー名と場所、読み取りの権限を確認してください。保管場所は file:///… のように指定します", "check its name and place, and the permission to read it; specify a store as file:///…")).Because(err)
	}
	defer root.Close()
	v := &folderVerification{files: root.FS(), report: &ledger.Report{}, unchecked: make(map[string]bool), withdrawn: make(map[string]release.Withdrawal)}
	if err := v.list(); err != nil {
		return nil, fault.New(fault.Unavailable, lang.T("フォルダーを読み込めません: "+dir, "cannot read the folder "+dir),
			lang.T("読み取りの権限を確認してください", "check the permission to read it")).Because(err)
	}
	text, ok := v.read(releasefolder.ManifestName)
	if !ok {
		v.found(releasefolder.ManifestName, lang.T("ありません。opendata export で出力したフォルダーを指定してください。保管場所は file:///… のように指定します",
			"missing: specify a folder that opendata export wrote; specify a store as file:///…"))
		return v.report, nil
	}
	v.check(text, head)
	return v.report, nil
}

func (v *folderVerification) found(name string, problem lang.Text) { found(v.report, name, problem) }

// list notes every file. Only regular files can have been exported.
func (v *folderVerification) list() error {
	return fs.WalkDir(v.files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			v.unchecked[name] = entry.Type().IsRegular()
		}
		return err
	})
}

// read returns a regular file and takes it off the list of unchecked files.
func (v *folderVerification) read(name string) ([]byte, bool) {
	if !v.unchecked[name] {
		return nil, false
	}
	delete(v.unchecked, name)
	data, err := disk.ReadFile(v.files, name, maxFile)
	if err != nil {
		v.found(name, unreadable(err))
	}
	return data, true
}

func (v *folderVerification) check(text []byte, head *ledger.Head) {
	v.report.Head = ledger.Head{SHA256: release.Checksum(text)}
	m, err := release.ParseManifest(text)
	if err != nil {
		v.found(releasefolder.ManifestName, damaged(err))
		return
	}
	v.report.Entries, v.report.Objects, v.report.Bytes = 1, 1, int64(len(text))
	v.report.Head.Number = m.Number
	v.entry(m)
	v.readWithdrawn()
	for _, f := range m.Files {
		v.file(f)
	}
	v.unusedWithdrawals(m.Files)
	for _, name := range slices.Sorted(maps.Keys(v.unchecked)) {
		v.found(name, lang.T("この公表に含まれないファイルです", "is not part of this release"))
	}
	if head != nil && *head != v.report.Head {
		v.found(releasefolder.ManifestName, lang.T("--head で指定した公表ではありません", "is not the release that --head names"))
	}
}

func (v *folderVerification) entry(m release.Manifest) {
	text, ok := v.read(releasefolder.EntryName)
	if !ok {
		v.found(releasefolder.EntryName, missing())
		return
	}
	e, err := ledger.ParseEntry(text)
	if err == nil {
		alone := func(int) (string, bool) { return "", false } // earlier entries are not here
		err = e.Agrees(m, m.Number, alone)
	}
	if err != nil || e.SHA256 != v.report.Head.SHA256 {
		v.found(releasefolder.EntryName, lang.T(releasefolder.ManifestName+" と一致しません", "does not agree with "+releasefolder.ManifestName))
	}
}

// readWithdrawn reads what was gone when the release was exported.
func (v *folderVerification) readWithdrawn() {
	text, ok := v.read(releasefolder.WithdrawnName)
	if !ok {
		return
	}
	list, err := ledger.ParseWithdrawals(text)
	if err == nil && len(list) == 0 {
		err = errors.New("the list is empty")
	}
	if err != nil {
		v.found(releasefolder.WithdrawnName, damaged(err))
	}
	for _, w := range list {
		v.withdrawn[w.SHA256] = w
	}
}

// file checks one file of the manifest: either it is there or it was withdrawn.
func (v *folderVerification) file(f release.File) {
	name := releasefolder.FilesFolder + "/" + f.Path
	w, gone := v.withdrawn[f.SHA256]
	data, ok := v.read(name)
	switch {
	case ok && gone:
		v.found(name, lang.T(releasefolder.WithdrawnName+" では取り下げ済みですが、ファイルがあります", "is there, although "+releasefolder.WithdrawnName+" says that it was withdrawn"))
	case gone:
		v.report.Withdrawn = append(v.report.Withdrawn, w)
	case !ok:
		v.found(name, missing())
	default:
		checkBytes(v.report, name, f, release.Checksum(data), int64(len(data)))
	}
}

// unusedWithdrawals names withdrawals of bytes that no file of the manifest has.
func (v *folderVerification) unusedWithdrawals(files []release.File) {
	for _, hash := range slices.Sorted(maps.Keys(v.withdrawn)) {
		if !slices.ContainsFunc(files, func(f release.File) bool { return f.SHA256 == hash }) {
			v.found(releasefolder.WithdrawnName, lang.T("どのファイルとも一致しない内容（SHA-256 "+hash+"）が取り下げ済みとされています", "says that bytes were withdrawn that no file has: SHA-256 "+hash))
		}
	}
}
