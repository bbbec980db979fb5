package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// siteCheck is the verification of what a site serves: the chain of manifests,
// and every file of every release against its manifest. The site is not
// trusted: it may be broken, or somebody else's.
type siteCheck struct {
	*visit
	report  *ledger.Report
	entries []siteEntry // by number, from 1; the zero siteEntry where the site lists none
	current int         // number of the current release
	base    string      // how the site's own links begin
}

func verifySite(ctx context.Context, site string, head *ledger.Head, now time.Time, limits siteLimits) (*ledger.Report, error) {
	ctx, cancel := context.WithTimeout(ctx, limits.whole)
	defer cancel()
	c := &siteCheck{visit: newVisit(site, limits), report: &ledger.Report{}}
	list, err := c.list(ctx)
	if err != nil {
		return nil, err
	}
	c.arrange(list)
	c.laws(now)
	for i := range c.entries {
		if len(c.report.Findings) >= limits.findings {
			c.found(site, "問題が多いので、ここで打ち切りました", "there is so much wrong with it that the rest was not looked at")
			break
		}
		c.entry(ctx, c.entries[i])
	}
	c.head(head)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("%s: 検証を終えられませんでした / could not be verified to the end: %w", site, ctx.Err())
	}
	return c.report, nil
}

func (c *siteCheck) found(name, ja, en string) { found(c.report, name, lang.T(ja, en)) }

func (c *siteCheck) head(expected *ledger.Head) {
	last := len(c.entries)
	if c.report.Entries = last; last > 0 {
		c.report.Head = ledger.Head{Number: last, SHA256: c.entries[last-1].SHA256}
	}
	if expected == nil {
		return
	}
	if n := expected.Number; n < 1 || n > last || c.entries[n-1].SHA256 != expected.SHA256 {
		c.found(releasePath(n), "--head の公表が一覧にありません。記録の末尾が失われたか、書き換えられています", "the list does not contain --head: the log was cut short or rewritten")
	}
}

func releasePath(number int) string { return fmt.Sprintf("/releases/%d", number) }

// entry checks one entry of the log as far as it is public: of a release that
// is pending or was taken back, that nothing more is told than its sha256.
func (c *siteCheck) entry(ctx context.Context, e siteEntry) {
	switch e.State {
	case ledger.StateCurrent, ledger.StateSuperseded, ledger.StateCancellation:
		c.manifest(ctx, e)
	case ledger.StatePending, ledger.StateCancelled:
		c.compare(e, siteEntry{Number: e.Number, State: e.State, Effective: e.Effective, SHA256: e.SHA256, CancelledBy: e.CancelledBy})
	}
}

// manifest checks the manifest of an entry, what the list says of it, and all
// its files.
func (c *siteCheck) manifest(ctx context.Context, e siteEntry) {
	name := releasePath(e.Number) + "/" + manifestName
	text, ok := c.fetch(ctx, name)
	if !ok {
		return
	}
	if got := release.Checksum(text); got != e.SHA256 {
		c.found(name, "一覧の sha256 と違います: "+got, "does not have the sha256 of the list: "+got)
		return
	}
	m, err := release.ParseManifest(text)
	if err != nil {
		c.found(name, "壊れています: "+err.Error(), "damaged: "+err.Error())
		return
	}
	logged, err := e.logged()
	if err == nil {
		err = logged.Agrees(m, e.Number, c.sum)
	}
	if err != nil {
		c.found(name, "一覧か前の記録とつながっていません: "+err.Error(), "does not agree with the list or the entry before it: "+err.Error())
	}
	c.compare(e, c.told(m, e))
	c.report.Objects++
	c.report.Bytes += int64(len(text))
	for _, f := range m.Files {
		if len(c.report.Findings) >= c.limits.findings {
			return
		}
		c.file(ctx, e.Number, f)
	}
}

// sum is the sha256 that the list gives an entry.
func (c *siteCheck) sum(number int) (string, bool) {
	if number < 1 || number > len(c.entries) {
		return "", number == 0
	}
	sha256 := c.entries[number-1].SHA256
	return sha256, sha256 != ""
}

// fetch returns a manifest, which must be there.
func (c *siteCheck) fetch(ctx context.Context, name string) ([]byte, bool) {
	a, err := c.get(ctx, name, c.limits.manifest)
	switch {
	case err != nil:
		c.found(name, "読めません: "+err.Error(), "cannot be read: "+err.Error())
	case a.status != http.StatusOK:
		c.found(name, fmt.Sprintf("ありません（状態 %d）", a.status), fmt.Sprintf("missing (status %d)", a.status))
	default:
		return a.body, true
	}
	return nil, false
}

func (c *siteCheck) file(ctx context.Context, number int, f release.File) {
	name := releasePath(number) + "/" + filesFolder + "/" + url.PathEscape(f.Path)
	status, sum, size, err := c.measure(ctx, name, int64(f.Bytes))
	switch {
	case err != nil:
		c.found(name, "読めません: "+err.Error(), "cannot be read: "+err.Error())
	case status == http.StatusGone && number != c.current: // nobody can withdraw what is current
		c.withdrawn(f)
	case status != http.StatusOK:
		c.found(name, fmt.Sprintf("ありません（状態 %d）", status), fmt.Sprintf("missing (status %d)", status))
	default:
		checkBytes(c.report, name, f, sum, size)
	}
}

// withdrawn notes a file that the site says was withdrawn. Of bytes that several
// releases have one note is enough.
func (c *siteCheck) withdrawn(f release.File) {
	if !slices.ContainsFunc(c.report.Withdrawn, func(w release.Withdrawal) bool { return w.SHA256 == f.SHA256 }) && len(c.report.Withdrawn) < c.limits.findings {
		c.report.Withdrawn = append(c.report.Withdrawn, release.Withdrawal{SHA256: f.SHA256, Path: f.Path})
	}
}
