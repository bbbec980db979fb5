package main

import (
	"maps"
	"slices"
	"strings"
	"time"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// clockSkew is how far the clocks of site and verifier may be apart.
const clockSkew = time.Minute

// inTheirPlace checks that releases in force, and they alone, are results, and
// that the newest is the current one.
func (c *siteCheck) inTheirPlace(list siteList) {
	for _, e := range list.Results {
		want := ledger.StateSuperseded
		if e.Number == c.current {
			want = ledger.StateCurrent
		}
		if e.State != want {
			c.found(releasePath(e.Number), "状態が "+want+" ではありません", "does not have the state "+want)
		}
	}
	for _, e := range list.Calendar {
		if !slices.Contains([]string{ledger.StatePending, ledger.StateCancelled, ledger.StateCancellation}, e.State) {
			c.found(releasePath(e.Number), "公表の予定にある状態ではありません", "has a state that cannot stand in the calendar")
		}
	}
}

// laws holds the list to the laws of a log, and its states to what follows from
// them.
func (c *siteCheck) laws(now time.Time) {
	entries := make([]ledger.Entry, 0, len(c.entries))
	for i, e := range c.entries {
		entry, err := e.logged()
		if err != nil {
			if e.Number > 0 {
				c.found(releasePath(i+1), "一覧の記述が正しくありません: "+err.Error(), "is not listed correctly: "+err.Error())
			}
			return
		}
		entries = append(entries, entry)
	}
	log, err := ledger.NewLog(entries)
	if err != nil {
		c.found(listPath, "記録の規則に反します: "+err.Error(), "breaks the laws of a log: "+err.Error())
		return
	}
	c.due(log, now)
	c.takenBack(entries)
}

// due checks that what is pending is still to come and that everything else has
// come.
func (c *siteCheck) due(log *ledger.Log, now time.Time) {
	last, _ := log.Newest()
	for _, e := range log.Released(last.Effective) {
		pending := c.entries[e.Number-1].State == ledger.StatePending
		switch {
		case pending && (e.Number < c.current || e.Effective.Before(now.Add(-clockSkew))):
			c.found(releasePath(e.Number), "発効の時刻を過ぎたのに予定のままです", "is pending, although its time has come")
		case !pending && e.Effective.After(now.Add(clockSkew)):
			c.found(releasePath(e.Number), "発効の時刻の前に公開されています", "is public before its time")
		}
	}
}

// takenBack checks that those releases are cancelled which a cancellation names.
func (c *siteCheck) takenBack(entries []ledger.Entry) {
	by := make(map[int]int)
	for _, e := range entries {
		if e.Kind == release.Cancelled {
			by[e.Cancels] = e.Number
		}
	}
	for _, e := range c.entries {
		if e.CancelledBy != by[e.Number] || (e.State == ledger.StateCancelled) != (by[e.Number] > 0) {
			c.found(releasePath(e.Number), "取り消しの記録と食い違っています", "does not agree with what was taken back")
		}
	}
}

// told is what the list must say of an entry whose manifest is public.
func (c *siteCheck) told(m release.Manifest, e siteEntry) siteEntry {
	url := c.base + releasePath(m.Number)
	want := siteEntry{
		Number: m.Number, State: e.State, Effective: m.Effective, Note: m.Note, SHA256: e.SHA256, ManifestURL: url + "/" + manifestName, Cancels: m.Cancels,
	}
	if m.Kind == release.Cancelled {
		return want
	}
	want.Issued, want.Reason, want.Previous, want.URL = m.Issued, string(m.Reason), m.Previous, url
	for _, r := range release.Reasons() {
		if r.Reason == m.Reason {
			want.ReasonLabel, want.ReasonLabelEn = r.Label.Ja, r.Label.En
		}
	}
	return want
}

// compare names the fields in which an entry is not listed as it should be.
func (c *siteCheck) compare(got, want siteEntry) {
	if got == want {
		return
	}
	is, should := got.fields(), want.fields()
	maps.DeleteFunc(is, func(name string, value any) bool { return should[name] == value })
	names := strings.Join(slices.Sorted(maps.Keys(is)), ", ")
	c.found(releasePath(got.Number), "一覧の "+names+" が公表したものと違います", "is listed with another "+names+" than was published")
}

func (e siteEntry) fields() map[string]any {
	return map[string]any{
		"number": e.Number, "state": e.State, "issued": e.Issued, "effective": e.Effective, "reason": e.Reason, "reason_label": e.ReasonLabel, "reason_label_en": e.ReasonLabelEn,
		"note": e.Note, "sha256": e.SHA256, "previous": e.Previous, "url": e.URL, "manifest_url": e.ManifestURL, "cancels": e.Cancels, "cancelled_by": e.CancelledBy,
	}
}
