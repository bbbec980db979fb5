package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

const (
	siteTimeout = time.Minute // of one answer
	maxAnswer   = 1 << 30     // of a list or a manifest
)

// siteCheck is the verification of what a site serves: the chain of manifests,
// and every file of every release against its manifest.
type siteCheck struct {
	site   string
	client *http.Client
	report *release.Report
	sums   map[int]string // sha256 of the manifests by number, as far as they are known
}

func verifySite(ctx context.Context, site string, head *release.Head) (*release.Report, error) {
	c := &siteCheck{site: site, client: &http.Client{Timeout: siteTimeout}, report: &release.Report{}, sums: make(map[int]string)}
	lines, err := c.list(ctx)
	if err != nil {
		return nil, fault.New(fault.Unavailable, lang.T("公表の一覧を読めません: "+site, "cannot read the list of releases: "+site)).Because(err)
	}
	last := 0
	for number := range lines {
		last = max(last, number)
	}
	for number := 1; number <= last; number++ {
		l, ok := lines[number]
		if !ok {
			c.found(fmt.Sprintf("/releases/%d", number), "一覧にありません", "is not in the list")
		}
		if l.SHA256 != "" {
			c.sums[number] = l.SHA256
		}
		if l.State == stateCurrent || l.State == stateSuperseded {
			c.release(ctx, l)
		}
	}
	if last == 0 {
		c.found(site, "何も公表されていません", "nothing was published here")
	}
	c.report.Entries, c.report.Head = last, release.Head{Number: last, SHA256: c.sums[last]}
	if head != nil && c.sums[head.Number] != head.SHA256 {
		c.found(fmt.Sprintf("/releases/%d", head.Number), "--head の公表が一覧にありません。記録が切り詰められたか書き換えられています", "the list does not contain --head: the log was cut short or rewritten")
	}
	return c.report, ctx.Err()
}

func (c *siteCheck) found(name, ja, en string) { found(c.report, name, lang.T(ja, en)) }

// list returns what the site says of every entry of the log, by number: its
// releases, and its calendar of pending and cancelled ones. Of a cancellation
// it may say no more than the number.
func (c *siteCheck) list(ctx context.Context) (map[int]line, error) {
	status, text, err := c.get(ctx, "/api/v1/releases", maxAnswer)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Results  []line `json:"results"`
		Calendar []line `json:"calendar"`
	}
	if err := json.Unmarshal(text, &answer); status != http.StatusOK || err != nil {
		return nil, fmt.Errorf("/api/v1/releases: status %d: %w", status, err)
	}
	lines := make(map[int]line)
	for _, l := range answer.Calendar {
		if l.CancelledBy > 0 {
			lines[l.CancelledBy] = line{Number: l.CancelledBy, State: stateCancellation}
		}
	}
	for _, l := range append(answer.Calendar, answer.Results...) {
		lines[l.Number] = l
	}
	return lines, nil
}

// release checks the manifest of a release and all its files.
func (c *siteCheck) release(ctx context.Context, l line) {
	name := fmt.Sprintf("/releases/%d/%s", l.Number, manifestName)
	text, ok := c.fetch(ctx, name, maxAnswer)
	if !ok {
		return
	}
	if got := digest(text); got != l.SHA256 {
		c.found(name, "一覧の sha256 と違います: "+got, "does not have the sha256 of the list: "+got)
		return
	}
	m, err := parseManifest(text)
	if err != nil {
		c.found(name, "壊れています: "+err.Error(), "damaged: "+err.Error())
		return
	}
	if previous, ok := c.sums[l.Number-1]; m.Number != l.Number || (ok && m.Previous != previous) {
		c.found(name, "前の公表とつながっていません", "does not follow from the release before it")
	}
	c.sums[l.Number-1] = m.Previous // the chain vouches for what the list does not say
	c.report.Objects++
	c.report.Bytes += int64(len(text))
	for _, f := range m.Files {
		c.file(ctx, l.Number, f)
	}
}

func (c *siteCheck) file(ctx context.Context, number int, f release.File) {
	name := fmt.Sprintf("/releases/%d/%s/%s", number, filesFolder, url.PathEscape(f.Path))
	status, data, err := c.get(ctx, name, int64(f.Bytes)+1)
	switch {
	case err != nil:
		c.found(name, "読めません: "+err.Error(), "cannot be read: "+err.Error())
	case status == http.StatusGone:
		c.report.Withdrawn = append(c.report.Withdrawn, release.Withdrawal{SHA256: f.SHA256, Path: f.Path})
	case status != http.StatusOK:
		c.found(name, fmt.Sprintf("ありません（状態 %d）", status), fmt.Sprintf("missing (status %d)", status))
	default:
		checkBytes(c.report, name, f, data)
	}
}

// fetch returns what must be there.
func (c *siteCheck) fetch(ctx context.Context, name string, limit int64) ([]byte, bool) {
	status, data, err := c.get(ctx, name, limit)
	switch {
	case err != nil:
		c.found(name, "読めません: "+err.Error(), "cannot be read: "+err.Error())
	case status != http.StatusOK:
		c.found(name, fmt.Sprintf("ありません（状態 %d）", status), fmt.Sprintf("missing (status %d)", status))
	}
	return data, err == nil && status == http.StatusOK
}

// get returns an answer, of which no more than limit bytes are read.
func (c *siteCheck) get(ctx context.Context, path string, limit int64) (int, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.site+path, http.NoBody)
	if err != nil {
		return 0, nil, err
	}
	res, err := c.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(io.LimitReader(res.Body, limit))
	return res.StatusCode, data, err
}
