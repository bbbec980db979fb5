package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// folderCheck is the verification of one exported release. Everything hangs on
// the sha256 of the manifest, which head, or a look at the site, vouches for.
type folderCheck struct {
	files     fs.FS
	report    *ledger.Report
	left      map[string]bool               // files not accounted for yet
	withdrawn map[string]release.Withdrawal // by sha256: why a file is not there
}

func verifyFolder(dir string, head *ledger.Head) (*ledger.Report, error) {
	// A root keeps links inside the folder from leading out of it.
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("フォルダーを開けません / cannot open the folder: %w", err)
	}
	defer root.Close()
	c := &folderCheck{files: root.FS(), report: &ledger.Report{}, left: make(map[string]bool), withdrawn: make(map[string]release.Withdrawal)}
	if err := c.list(); err != nil {
		return nil, fmt.Errorf("フォルダーを読めません / cannot read the folder: %w", err)
	}
	text, ok := c.read(manifestName)
	if !ok {
		c.found(manifestName, "ありません。opendata export で書き出したフォルダーを指定してください。保管場所は file:///… と書きます",
			"missing: name a folder that opendata export wrote; a store is written as file:///…")
		return c.report, nil
	}
	c.check(text, head)
	return c.report, nil
}

func (c *folderCheck) found(name, ja, en string) { found(c.report, name, lang.T(ja, en)) }

// list notes every file. What is no plain file cannot have been exported.
func (c *folderCheck) list() error {
	return fs.WalkDir(c.files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			c.left[name] = entry.Type().IsRegular()
		}
		return err
	})
}

// read returns a plain file and takes it off the list.
func (c *folderCheck) read(name string) ([]byte, bool) {
	if !c.left[name] {
		return nil, false
	}
	delete(c.left, name)
	data, err := fs.ReadFile(c.files, name)
	if err != nil {
		c.found(name, "読めません: "+err.Error(), "cannot be read: "+err.Error())
	}
	return data, true
}

func (c *folderCheck) check(text []byte, head *ledger.Head) {
	c.report.Head = ledger.Head{SHA256: release.Checksum(text)}
	m, err := release.ParseManifest(text)
	if err != nil {
		c.found(manifestName, "壊れています: "+err.Error(), "damaged: "+err.Error())
		return
	}
	c.report.Entries, c.report.Objects, c.report.Bytes = 1, 1, int64(len(text))
	c.report.Head.Number = m.Number
	c.entry(m)
	c.readWithdrawn()
	for _, f := range m.Files {
		c.file(f)
	}
	c.excuses(m.Files)
	for _, name := range slices.Sorted(maps.Keys(c.left)) {
		c.found(name, "この公表にないファイルです", "does not belong to this release")
	}
	if head != nil && *head != c.report.Head {
		c.found(manifestName, "--head の公表ではありません", "is not the release that --head names")
	}
}

func (c *folderCheck) entry(m release.Manifest) {
	text, ok := c.read(entryName)
	if !ok {
		c.found(entryName, "ありません", "missing")
		return
	}
	e, err := ledger.ParseEntry(text)
	if err == nil {
		alone := func(int) (string, bool) { return "", false } // what came before it is not here
		err = e.Agrees(m, m.Number, alone)
	}
	if err != nil || e.SHA256 != c.report.Head.SHA256 {
		c.found(entryName, manifestName+" と食い違っています", "does not agree with "+manifestName)
	}
}

// readWithdrawn reads what was gone when the release was exported.
func (c *folderCheck) readWithdrawn() {
	text, ok := c.read(withdrawnName)
	if !ok {
		return
	}
	list, err := ledger.ParseWithdrawals(text)
	if err == nil && len(list) == 0 {
		err = errors.New("it names nothing")
	}
	if err != nil {
		c.found(withdrawnName, "壊れています: "+err.Error(), "damaged: "+err.Error())
	}
	for _, w := range list {
		c.withdrawn[w.SHA256] = w
	}
}

// file checks one file of the manifest: either it is there or it was withdrawn.
func (c *folderCheck) file(f release.File) {
	name := filesFolder + "/" + f.Path
	w, gone := c.withdrawn[f.SHA256]
	data, ok := c.read(name)
	switch {
	case ok && gone:
		c.found(name, withdrawnName+" では取り下げられているのに、あります", "is there, although "+withdrawnName+" says that it was withdrawn")
	case gone:
		c.report.Withdrawn = append(c.report.Withdrawn, w)
	case !ok:
		c.found(name, "ありません", "missing")
	default:
		checkBytes(c.report, name, f, release.Checksum(data), int64(len(data)))
	}
}

// excuses names withdrawals of bytes that no file of the manifest has.
func (c *folderCheck) excuses(files []release.File) {
	for _, hash := range slices.Sorted(maps.Keys(c.withdrawn)) {
		if !slices.ContainsFunc(files, func(f release.File) bool { return f.SHA256 == hash }) {
			c.found(withdrawnName, "どのファイルでもないもの（sha256 "+hash+"）を取り下げたとしています", "says that bytes were withdrawn that no file has: sha256 "+hash)
		}
	}
}

// checkBytes compares the sha256 and size of a file with what its manifest says.
func checkBytes(r *ledger.Report, name string, f release.File, sum string, size int64) {
	if sum != f.SHA256 || size != int64(f.Bytes) {
		found(r, name, lang.T(fmt.Sprintf("公表したものではありません（sha256 %s、目録では %s）", sum, f.SHA256),
			fmt.Sprintf("is not what was published (sha256 %s, the manifest says %s)", sum, f.SHA256)))
		return
	}
	r.Objects++
	r.Bytes += size
}
