package ledger

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
)

// Head names the end of a log: who wrote it down can prove later that nothing
// was cut off.
type Head struct {
	Number int
	SHA256 string
}

// Finding is one thing that is wrong with a store, and with what in it.
type Finding struct {
	Name    string // of the object
	Problem lang.Text
}

// Report is the outcome of a verification.
type Report struct {
	Entries   int   // in the log
	Objects   int   // read and found right
	Bytes     int64 // of them
	Head      Head  // of the log as it was found
	Withdrawn []release.Withdrawal
	Leftovers []string // what an interrupted publication left and no release names; harmless
	// Unlogged are manifests of entries that would come after the last one. An
	// interrupted publication leaves one; so does a log that was cut short.
	Unlogged []string
	Findings []Finding // empty = everything is as it was published
}

// Verify reads everything in the store and names whatever is missing, damaged,
// out of place or not of this history. With expected, the log must contain that
// head. An error means that the store could not be read.
func (r *Repository) Verify(ctx context.Context, expected *Head) (*Report, error) {
	names, err := r.store.List(ctx, "", "")
	if err != nil {
		return nil, err
	}
	v := &verification{repository: r, report: &Report{}, left: make(map[string]bool), files: make(map[string]int), sums: make(map[int]string)}
	for _, name := range names {
		v.left[name] = true
	}
	v.log(ctx, names)
	v.head(expected)
	for _, name := range names {
		if v.left[name] {
			v.unreferenced(ctx, name)
		}
	}
	slices.SortStableFunc(v.report.Findings, func(a, b Finding) int { return strings.Compare(a.Name, b.Name) })
	return v.report, ctx.Err()
}

type verification struct {
	repository *Repository
	report     *Report
	left       map[string]bool // names not accounted for yet
	files      map[string]int  // sha256 → size of files already looked at, gone if there is none
	entries    []Entry
	sums       map[int]string // sha256 of their manifests by number
}

// gone is the size of a file that cannot be read, which is known by now.
const gone = -1

func (v *verification) fail(name, ja, en string) {
	v.report.Findings = append(v.report.Findings, Finding{Name: name, Problem: lang.T(ja, en)})
}

// log checks every entry that is there, and names those that are not.
func (v *verification) log(ctx context.Context, names []string) {
	next := 1
	for _, name := range names {
		number := entryNumber(name)
		if number == 0 {
			continue
		}
		if number > next {
			v.fail(entryName(next), fmt.Sprintf("%d から %d までの記録がありません", next, number-1), fmt.Sprintf("missing, entries %d to %d", next, number-1))
		}
		v.entry(ctx, number)
		next = number + 1
	}
	if _, err := NewLog(v.entries); err != nil && len(v.report.Findings) == 0 {
		v.fail(logPrefix, "記録が履歴の規則に反しています: "+err.Error(), "the log violates its rules: "+err.Error())
	}
	v.report.Entries = len(v.entries)
}

// entry checks one entry with its manifest and files.
func (v *verification) entry(ctx context.Context, number int) {
	name := entryName(number)
	delete(v.left, name)
	data, err := v.repository.store.Get(ctx, name)
	if err != nil {
		v.missing(name, err)
		return
	}
	e, err := ParseEntry(data)
	if err != nil {
		v.fail(name, "破損しています: "+err.Error(), "damaged: "+err.Error())
		return
	}
	v.entries = append(v.entries, e)
	v.sums[number] = e.SHA256
	v.report.Head = Head{Number: e.Number, SHA256: e.SHA256}
	text, err := v.repository.object(ctx, e.SHA256)
	if err != nil {
		v.missing(objectName(e.SHA256), err)
		v.fail(name, "ファイル一覧 "+e.SHA256+" を読み込めません", "its manifest "+e.SHA256+" cannot be read")
		return
	}
	v.accept(e.SHA256, len(text))
	m, err := release.ParseManifest(text)
	if err != nil {
		v.fail(objectName(e.SHA256), "破損しています: "+err.Error(), "damaged: "+err.Error())
		return
	}
	if err := e.Agrees(m, number, v.sum); err != nil {
		v.fail(name, "ファイル一覧か前の記録と一致しません: "+err.Error(), "does not agree with its manifest or the entry before it: "+err.Error())
	}
	for _, f := range m.Files {
		v.file(ctx, f)
	}
}

// sum is the sha256 of an entry that was found in the log.
func (v *verification) sum(number int) (string, bool) {
	sha256, known := v.sums[number]
	return sha256, known || number == 0
}

func (v *verification) file(ctx context.Context, f release.File) {
	size, seen := v.files[f.SHA256]
	if !seen {
		size = v.read(ctx, f)
		v.files[f.SHA256] = size
	}
	if size != gone && size != f.Bytes {
		v.fail(objectName(f.SHA256), "サイズがファイル一覧と一致しません", "does not have the size in the manifest")
	}
}

// read checks the bytes of a file, or why they are not there, and returns their
// size.
func (v *verification) read(ctx context.Context, f release.File) int {
	data, err := v.repository.object(ctx, f.SHA256)
	withdrawn := v.left[withdrawnName(f.SHA256)]
	delete(v.left, withdrawnName(f.SHA256))
	switch {
	case withdrawn:
		v.withdrawn(ctx, f, err)
	case err != nil:
		v.missing(objectName(f.SHA256), err)
	}
	if err != nil {
		return gone
	}
	v.accept(f.SHA256, len(data))
	return len(data)
}

// withdrawn checks a file that was withdrawn; err is what reading it gave.
func (v *verification) withdrawn(ctx context.Context, f release.File, err error) {
	w, damage := v.repository.withdrawal(ctx, f.SHA256)
	switch {
	case damage != nil:
		v.fail(withdrawnName(f.SHA256), "破損しているか、読み込めません。バックアップから戻してください（"+fault.In(damage, lang.Japanese)+"）", "damaged or unreadable: restore it from a backup ("+fault.In(damage, lang.English)+")")
	case errors.Is(err, store.ErrNotFound):
		v.report.Withdrawn = append(v.report.Withdrawn, w)
	case err != nil:
		v.missing(objectName(f.SHA256), err)
	default:
		v.fail(objectName(f.SHA256), "取り下げたはずの内容が残っています", "withdrawn, but still there: withdraw it again")
	}
}

// unreferenced says of an object that the history does not name whether a
// publisher that was interrupted left it: a file half written, a trial of the
// store, or bytes under their own sha256, which a later publication of them
// will use.
func (v *verification) unreferenced(ctx context.Context, name string) {
	if strings.HasPrefix(name, store.Temporary) {
		v.report.Leftovers = append(v.report.Leftovers, name)
		return
	}
	if strings.HasPrefix(name, logPrefix) && entryNumber(name) == 0 {
		v.fail(name, "公表の記録ではありません（無視しています）。不要であれば削除してください", "not an entry of the log, and ignored: delete it if it is not needed")
		return
	}
	hash := path.Base(name)
	if name == objectName(hash) {
		if data, err := v.repository.object(ctx, hash); err == nil {
			v.leftover(name, data)
			return
		}
	}
	v.fail(name, "この保管場所の履歴にないものです", "belongs to no release of this history")
}

// leftover notes bytes that no entry names. A manifest of a number that is still
// free may have had an entry that somebody removed. One of a number that is
// taken lost the race for it.
func (v *verification) leftover(name string, data []byte) {
	if m, err := release.ParseManifest(data); err == nil && m.Number > v.report.Head.Number {
		v.report.Unlogged = append(v.report.Unlogged, name)
		return
	}
	v.report.Leftovers = append(v.report.Leftovers, name)
}

func (v *verification) accept(sha256 string, size int) {
	v.report.Objects++
	v.report.Bytes += int64(size)
	delete(v.left, objectName(sha256))
}

func (v *verification) missing(name string, err error) {
	delete(v.left, name)
	switch {
	case errors.Is(err, store.ErrNotFound):
		v.fail(name, "ありません。バックアップから戻してください", "missing: restore it from a backup")
	case errors.Is(err, errDamaged):
		v.fail(name, "破損しています（内容のSHA-256が名前と一致しません）。バックアップから戻してください", "damaged, its SHA-256 is not its name: restore it from a backup")
	default:
		v.fail(name, "読み込めません。読み取りの権限を確認し、破損していればバックアップから戻してください（"+fault.In(err, lang.Japanese)+"）",
			"cannot be read: check the permission to read it, and restore it from a backup if it is damaged ("+fault.In(err, lang.English)+")")
	}
}

func (v *verification) head(expected *Head) {
	if expected == nil {
		return
	}
	for _, e := range v.entries {
		if e.Number == expected.Number && e.SHA256 == expected.SHA256 {
			return
		}
	}
	v.fail(entryName(expected.Number), "--head の公表が履歴にありません。記録の末尾が失われたか、書き換えられています",
		"the history does not contain --head: the log was cut short or rewritten")
}
