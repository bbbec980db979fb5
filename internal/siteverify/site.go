package siteverify

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasefolder"
)

// siteVerification is the verification of what a site serves: the chain of
// manifests, and every file of every release against its manifest. The site is
// not trusted: it may be broken, or somebody else's.
type siteVerification struct {
	*client
	report  *ledger.Report
	entries []listedEntry // by number, from 1; the zero listedEntry where the site lists none
	current int           // number of the current release
	base    string        // how the site's own links begin
}

// Site verifies what a site serves at now, by the clock of the caller. head is
// an entry of the log as it was noted down, nil if it was not.
func Site(ctx context.Context, site string, head *ledger.Head, now time.Time, limits Limits) (*ledger.Report, error) {
	ctx, cancel := context.WithTimeout(ctx, limits.Total)
	defer cancel()
	v := &siteVerification{client: newClient(site, limits), report: &ledger.Report{}}
	list, err := v.list(ctx)
	if err != nil {
		return nil, err
	}
	v.arrange(list)
	v.checkRules(now)
	for i := range v.entries {
		if len(v.report.Findings) >= limits.Findings {
			v.found(site, lang.T("問題が多いため、検証を打ち切りました", "too many problems: the rest was not checked"))
			break
		}
		v.entry(ctx, v.entries[i])
	}
	v.head(head)
	if ctx.Err() != nil {
		return nil, fault.New(fault.Unavailable, lang.T("検証が完了しませんでした: "+site, "the verification did not finish: "+site)).Because(ctx.Err())
	}
	return v.report, nil
}

func (v *siteVerification) found(name string, problem lang.Text) { found(v.report, name, problem) }

func (v *siteVerification) head(expected *ledger.Head) {
	last := len(v.entries)
	if v.report.Entries = last; last > 0 {
		v.report.Head = ledger.Head{Number: last, SHA256: v.entries[last-1].SHA256}
	}
	if expected == nil {
		return
	}
	if n := expected.Number; n < 1 || n > last || v.entries[n-1].SHA256 != expected.SHA256 {
		v.found(releasePath(n), lang.T("--head で指定した公表が一覧にありません。記録の末尾が失われたか、書き換えられています", "the list does not contain --head: the log was cut short or rewritten"))
	}
}

func releasePath(number int) string { return fmt.Sprintf("/releases/%d", number) }

// entry checks one entry of the log as far as it is public. Of a release that is
// pending or cancelled the list must say nothing but when and which sha256.
func (v *siteVerification) entry(ctx context.Context, e listedEntry) {
	switch e.State {
	case ledger.StateCurrent, ledger.StateSuperseded, ledger.StateCancellation:
		v.manifest(ctx, e)
	case ledger.StatePending, ledger.StateCancelled:
		v.compare(e, listedEntry{Number: e.Number, State: e.State, Effective: e.Effective, SHA256: e.SHA256, CancelledBy: e.CancelledBy})
	}
}

// manifest checks the manifest of an entry, what the list says of it, and all
// its files.
func (v *siteVerification) manifest(ctx context.Context, e listedEntry) {
	name := releasePath(e.Number) + "/" + releasefolder.ManifestName
	text, ok := v.fetch(ctx, name)
	if !ok {
		return
	}
	if got := release.Checksum(text); got != e.SHA256 {
		v.found(name, lang.T("SHA-256 が一覧と違います: "+got, "does not have the SHA-256 of the list: "+got))
		return
	}
	m, err := release.ParseManifest(text)
	if err != nil {
		v.found(name, damaged(err))
		return
	}
	logged, err := e.logged()
	if err == nil {
		err = logged.Agrees(m, e.Number, v.sum)
	}
	if err != nil {
		v.found(name, because("一覧または前の記録と一致しません", "does not agree with the list or the entry before it", err))
	}
	v.compare(e, v.expected(m, e))
	v.report.Objects++
	v.report.Bytes += int64(len(text))
	for _, f := range m.Files {
		if len(v.report.Findings) >= v.limits.Findings {
			return
		}
		v.file(ctx, e.Number, f)
	}
}

// sum is the sha256 that the list gives an entry.
func (v *siteVerification) sum(number int) (string, bool) {
	if number < 1 || number > len(v.entries) {
		return "", number == 0
	}
	sha256 := v.entries[number-1].SHA256
	return sha256, sha256 != ""
}

// fetch returns a manifest, which must be there.
func (v *siteVerification) fetch(ctx context.Context, name string) ([]byte, bool) {
	res, err := v.get(ctx, name, v.limits.Manifest)
	switch {
	case err != nil:
		v.found(name, unreadable(err))
	case res.status != http.StatusOK:
		v.found(name, missingWith(res.status))
	default:
		return res.body, true
	}
	return nil, false
}

func missingWith(status int) lang.Text {
	return lang.T(fmt.Sprintf("ありません（HTTPステータス %d）", status), fmt.Sprintf("missing (HTTP status %d)", status))
}

func (v *siteVerification) file(ctx context.Context, number int, f release.File) {
	name := releasePath(number) + "/" + releasefolder.FilesFolder + "/" + url.PathEscape(f.Path)
	status, sum, size, err := v.measure(ctx, name, int64(f.Bytes))
	switch {
	case err != nil:
		v.found(name, unreadable(err))
	case status == http.StatusGone && number != v.current: // nobody can withdraw what is current
		v.withdrawn(f)
	case status != http.StatusOK:
		v.found(name, missingWith(status))
	default:
		checkBytes(v.report, name, f, sum, size)
	}
}

// withdrawn notes a file that the site says was withdrawn. Of bytes that several
// releases have one note is enough.
func (v *siteVerification) withdrawn(f release.File) {
	if !slices.ContainsFunc(v.report.Withdrawn, func(w release.Withdrawal) bool { return w.SHA256 == f.SHA256 }) && len(v.report.Withdrawn) < v.limits.Findings {
		v.report.Withdrawn = append(v.report.Withdrawn, release.Withdrawal{SHA256: f.SHA256, Path: f.Path})
	}
}
