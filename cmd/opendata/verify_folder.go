package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// folderCheck is the verification of one exported release. Everything hangs on
// the sha256 of the manifest, which head, or a look at the site, vouches for.
type folderCheck struct {
	files     fs.FS
	report    *release.Report
	left      map[string]bool // files not accounted for yet
	withdrawn map[string]release.Withdrawal
}

func verifyFolder(dir string, head *release.Head) (*release.Report, error) {
	// A root keeps links inside the folder from leading out of it.
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("フォルダーを開けません / cannot open the folder: %w", err)
	}
	defer root.Close()
	c := &folderCheck{files: root.FS(), report: &release.Report{}, left: make(map[string]bool), withdrawn: make(map[string]release.Withdrawal)}
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

func (c *folderCheck) check(text []byte, head *release.Head) {
	c.report.Head = release.Head{SHA256: digest(text)}
	m, err := parseManifest(text)
	if err != nil {
		c.found(manifestName, "壊れています: "+err.Error(), "damaged: "+err.Error())
		return
	}
	c.report.Entries, c.report.Objects, c.report.Bytes = 1, 1, int64(len(text))
	c.report.Head.Number = m.Number
	c.entry(m)
	c.readWithdrawn(m.Files)
	for _, f := range m.Files {
		c.file(f)
	}
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
	at, err := time.Parse(time.RFC3339, m.Effective)
	want, encodeErr := encodeEntry(release.Entry{Number: m.Number, Kind: m.Kind, Effective: at, SHA256: c.report.Head.SHA256, Cancels: m.Cancels})
	if errors.Join(err, encodeErr) != nil || !bytes.Equal(text, want) {
		c.found(entryName, manifestName+" と食い違っています", "does not agree with "+manifestName)
	}
}

// readWithdrawn reads which datasets were gone when the release was exported.
// An excuse must name bytes that the manifest gives the dataset.
func (c *folderCheck) readWithdrawn(files []release.File) {
	text, ok := c.read(withdrawnName)
	if !ok {
		return
	}
	if err := json.Unmarshal(text, &c.withdrawn); err != nil {
		c.found(withdrawnName, "壊れています: "+err.Error(), "damaged: "+err.Error())
	}
	for _, id := range slices.Sorted(maps.Keys(c.withdrawn)) {
		w := c.withdrawn[id]
		if !slices.ContainsFunc(files, func(f release.File) bool { return f.Dataset == id && f.SHA256 == w.SHA256 }) {
			delete(c.withdrawn, id)
			c.found(withdrawnName, id+" のどのファイルでもないものを取り下げたとしています", "says of "+id+" that bytes were withdrawn that none of its files has")
		}
	}
}

func (c *folderCheck) file(f release.File) {
	name := filesFolder + "/" + f.Path
	w, gone := c.withdrawn[f.Dataset]
	data, ok := c.read(name)
	switch {
	case !ok && gone:
		if w.SHA256 == f.SHA256 {
			c.report.Withdrawn = append(c.report.Withdrawn, w)
		}
	case !ok:
		c.found(name, "ありません", "missing")
	default:
		checkBytes(c.report, name, f, data)
	}
}

// checkBytes compares a file with what its manifest says.
func checkBytes(r *release.Report, name string, f release.File, data []byte) {
	if got := digest(data); got != f.SHA256 || len(data) != f.Bytes {
		found(r, name, lang.T(fmt.Sprintf("公表したものではありません（sha256 %s、目録では %s）", got, f.SHA256),
			fmt.Sprintf("is not what was published (sha256 %s, the manifest says %s)", got, f.SHA256)))
		return
	}
	r.Objects++
	r.Bytes += int64(len(data))
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// parseManifest reads a manifest whose sha256 says whether it is the right one.
func parseManifest(text []byte) (release.Manifest, error) {
	var m release.Manifest
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return m, err
	}
	for _, f := range m.Files {
		if !fs.ValidPath(f.Path) || strings.Contains(f.Path, "/") {
			return m, fmt.Errorf("%q is not the name of a file", f.Path)
		}
	}
	return m, nil
}
