package siteverify

import (
	"maps"
	"slices"
	"strings"
	"time"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasefolder"
)

// clockSkew is how far the clocks of site and verifier may be apart.
const clockSkew = time.Minute

// checkStates checks that releases in force, and they alone, are results, and
// that the newest is the current one.
func (v *siteVerification) checkStates(list releaseList) {
	for _, e := range list.Results {
		want := ledger.StateSuperseded
		if e.Number == v.current {
			want = ledger.StateCurrent
		}
		if e.State != want {
			v.found(releasePath(e.Number), lang.T("状態が "+want+" ではありません", "does not have the state "+want))
		}
	}
	for _, e := range list.Calendar {
		if !slices.Contains([]string{ledger.StatePending, ledger.StateCancelled, ledger.StateCancellation}, e.State) {
			v.found(releasePath(e.Number), lang.T("公表予定にない状態です", "has a state that the calendar cannot have"))
		}
	}
}

// checkRules checks the list against the rules of a log, and its states against
// what follows from them.
func (v *siteVerification) checkRules(now time.Time) {
	entries := make([]ledger.Entry, 0, len(v.entries))
	for i, e := range v.entries {
		entry, err := e.logged()
		if err != nil {
			if e.Number > 0 {
				v.found(releasePath(i+1), because("一覧の内容に誤りがあります", "is not listed correctly", err))
			}
			return
		}
		entries = append(entries, entry)
	}
	log, err := ledger.NewLog(entries)
	if err != nil {
		v.found(listPath, because("公表の記録の規則に反しています", "breaks the rules of a log", err))
		return
	}
	v.checkTimes(log, now)
	v.checkCancellations(entries)
}

// checkTimes checks that what is pending is still to come and that everything
// else has come.
func (v *siteVerification) checkTimes(log *ledger.Log, now time.Time) {
	last, _ := log.Newest()
	for _, e := range log.Released(last.Effective) {
		pending := v.entries[e.Number-1].State == ledger.StatePending
		switch {
		case pending && (e.Number < v.current || e.Effective.Before(now.Add(-clockSkew))):
			v.found(releasePath(e.Number), lang.T("公開日時を過ぎていますが、公開されていません", "is still pending after its effective time"))
		case !pending && e.Effective.After(now.Add(clockSkew)):
			v.found(releasePath(e.Number), lang.T("公開日時より前に公開されています", "is public before its effective time"))
		}
	}
}

// checkCancellations checks that the cancelled releases are those that a
// cancellation names.
func (v *siteVerification) checkCancellations(entries []ledger.Entry) {
	by := make(map[int]int)
	for _, e := range entries {
		if e.Kind == release.Cancelled {
			by[e.Cancels] = e.Number
		}
	}
	for _, e := range v.entries {
		if e.CancelledBy != by[e.Number] || (e.State == ledger.StateCancelled) != (by[e.Number] > 0) {
			v.found(releasePath(e.Number), lang.T("取り消しの記録と一致しません", "does not agree with the cancellations"))
		}
	}
}

// expected is what the list must say of an entry whose manifest is public.
func (v *siteVerification) expected(m release.Manifest, e listedEntry) listedEntry {
	url := v.base + releasePath(m.Number)
	want := listedEntry{
		Number: m.Number, State: e.State, Effective: m.Effective, Note: m.Note, SHA256: e.SHA256, ManifestURL: url + "/" + releasefolder.ManifestName, Cancels: m.Cancels,
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
func (v *siteVerification) compare(got, want listedEntry) {
	if got == want {
		return
	}
	is, should := got.fields(), want.fields()
	maps.DeleteFunc(is, func(name string, value any) bool { return should[name] == value })
	names := strings.Join(slices.Sorted(maps.Keys(is)), ", ")
	v.found(releasePath(got.Number), lang.T("一覧の "+names+" が公表した内容と違います", "is listed with a different "+names+" than was published"))
}

func (e listedEntry) fields() map[string]any {
	return map[string]any{
		"number": e.Number, "state": e.State, "issued": e.Issued, "effective": e.Effective, "reason": e.Reason, "reason_label": e.ReasonLabel, "reason_label_en": e.ReasonLabelEn,
		"note": e.Note, "sha256": e.SHA256, "previous": e.Previous, "url": e.URL, "manifest_url": e.ManifestURL, "cancels": e.Cancels, "cancelled_by": e.CancelledBy,
	}
}
