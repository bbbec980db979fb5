package ledger

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// Lead is how long before its time a release must be in the log, or be
// cancelled: the time that a store may take to write the entry, the time that
// replicas have to poll it, and the difference between clocks.
const (
	Lead = writeTime + PollTime + clockSkew

	writeTime = 2 * time.Second
	PollTime  = 2 * time.Second // two polls; releasecache relies on it
	clockSkew = time.Second
)

// defaultDelay is the delay of a release that has no effective time of its own.
// It leaves time to write the log between choosing the instant and Lead.
const defaultDelay = Lead + 3*time.Second

// Proposal is what a publisher wants to release.
type Proposal struct {
	Sources   []dataset.Source
	Reason    release.Reason
	Note      string
	Effective time.Time // zero = as soon as possible
	// BuiltIn are the ids of the datasets that the publisher did not give, so that
	// those of the program stand in. They must not change what was published.
	BuiltIn []string
}

// Draft is a proposal compared with the newest release.
type Draft struct {
	Changes  []release.Change
	Number   int // the number it would get
	proposal Proposal
	sets     []release.Set
	history  *History
}

// Prepare builds a proposal and compares it with the newest release, pending
// ones included. It refuses what may not be published; nothing is written.
func (r *Repository) Prepare(ctx context.Context, p Proposal, now time.Time) (*Draft, error) {
	h, err := r.Extend(ctx, Empty())
	if err != nil {
		return nil, err
	}
	sets, err := release.BuildSets(p.Sources)
	if err != nil {
		return nil, err
	}
	d := &Draft{Number: h.Len() + 1, proposal: p, sets: sets, history: h}
	var previous *release.Release
	if newest, ok := h.Newest(); ok {
		if previous, err = r.Release(ctx, h, newest.Number); err != nil {
			return nil, err
		}
		previous.Losses = nil // what is gone from the newest release can be added anew
	}
	d.Changes = release.Diff(previous, &release.Release{Sets: sets})
	if err := d.check(now); err != nil {
		return d, err
	}
	return d, r.refuseWithdrawn(ctx, sets)
}

// check refuses a draft that may not be published.
func (d *Draft) check(now time.Time) error {
	if err := checkNote(d.proposal.Note); err != nil {
		return err
	}
	if i := slices.IndexFunc(d.proposal.Sources, func(s dataset.Source) bool { return s.Dataset.Sample }); i >= 0 {
		return fault.New(fault.Invalid, lang.T(dataset.SampleMark+"は公表できません: "+d.proposal.Sources[i].Dataset.ID, "the fictional sample cannot be published: "+d.proposal.Sources[i].Dataset.ID),
			lang.T("サンプルのデータセットを除いてください", "leave out the datasets of the sample"))
	}
	newest, published := d.history.Newest()
	judged := d.judge()
	switch {
	case !published && d.proposal.Reason != release.Initial:
		return fault.New(fault.Invalid, lang.T("最初の公表です。何も公表していません", "this is the first release; nothing was published"), lang.T("--reason initial を指定してください", "use --reason initial"))
	case published && d.proposal.Reason == release.Initial:
		return fault.New(fault.Invalid, lang.T("initial は最初の公表だけに使います。何も公表していません", "initial is for the first release only; nothing was published"),
			lang.T("--reason に "+laterReasons()+" のいずれかを指定してください", "use one of "+laterReasons()+" as --reason"))
	case published && !known(d.proposal.Reason):
		return fault.New(fault.Invalid, lang.T("変更の理由が指定されていません", "no reason for the change is given"),
			lang.T("--reason に "+laterReasons()+" のいずれかを指定してください", "use one of "+laterReasons()+" as --reason"))
	case published && !judged.changes():
		return fault.New(fault.Invalid, lang.T("最新の公表と同じ内容です", "nothing differs from the newest release"),
			lang.T("データを修正してから、もう一度実行してください", "change the sources and run again"))
	}
	if err := d.checkTime(now); err != nil {
		return err
	}
	if published {
		if err := d.checkBuiltIn(newest.Number); err != nil {
			return err
		}
	}
	return judged.refusal()
}

func known(reason release.Reason) bool {
	for _, r := range release.Reasons() {
		if r.Reason == reason {
			return true
		}
	}
	return false
}

// laterReasons lists the reasons of every release but the first.
func laterReasons() string {
	var names []string
	for _, r := range release.Reasons() {
		if r.Reason != release.Initial {
			names = append(names, string(r.Reason))
		}
	}
	return strings.Join(names, ", ")
}

// checkTime holds the effective time to the lead, to the order of releases and
// to what can be written down.
func (d *Draft) checkTime(now time.Time) error {
	newest, _ := d.history.Newest() // the zero Entry before the first
	at := d.effective(now)
	if at.Before(now.Add(Lead)) {
		return fault.New(fault.Invalid, lang.T("公開日時が過去か、近すぎます", "the effective time is in the past or too soon"),
			lang.T("5秒以上先の日時を指定するか、--effective を省略してください", "choose a time at least 5 seconds from now, or omit --effective"))
	}
	if _, err := release.ParseInstant(release.FormatInstant(at)); err != nil {
		return fault.New(fault.Invalid, lang.T("公開日時が遠すぎます", "the effective time is too far in the future"),
			lang.T("西暦9999年までの日時を指定してください", "choose a year up to 9999")).Because(err)
	}
	if at.Before(newest.Effective) {
		return fault.New(fault.Invalid,
			lang.T(fmt.Sprintf("第%d回公表が %s に公開される予定です", newest.Number, release.FormatInstant(newest.Effective)), fmt.Sprintf("release %d is pending for %s", newest.Number, release.FormatInstant(newest.Effective))),
			lang.T(fmt.Sprintf("それ以後の日時を指定するか、先に opendata cancel %d で取り消してください", newest.Number), fmt.Sprintf("choose a later time, or cancel it first with opendata cancel %d", newest.Number)))
	}
	return nil
}

// effective is when the release is to be current, in whole seconds.
func (d *Draft) effective(now time.Time) time.Time {
	if d.proposal.Effective.IsZero() {
		return now.Add(defaultDelay).Truncate(time.Second)
	}
	return d.proposal.Effective.Truncate(time.Second)
}

// maxNote bounds a note, in bytes.
const maxNote = 10_000

// checkNote refuses a note that could not be read back exactly.
func checkNote(note string) error {
	if !utf8.ValidString(note) || len(note) > maxNote {
		return fault.New(fault.Invalid, lang.T("注記が UTF-8 ではないか、長すぎます", "the note is not UTF-8 or is too long"),
			lang.T("UTF-8 で3,000字程度までにしてください", "write it in UTF-8, at most 10,000 bytes"))
	}
	return nil
}

// Publish appends a draft to the log. Files come first, then the manifest, then
// the log entry, which is the moment of publication: whatever fails before it
// leaves the old log. If somebody else took the number, nothing is published.
// A release that is found to have files that were withdrawn meanwhile is
// cancelled.
func (r *Repository) Publish(ctx context.Context, d *Draft, clock func() time.Time) (*release.Release, error) {
	if err := r.refuseWithdrawn(ctx, d.sets); err != nil {
		return nil, err
	}
	for _, s := range d.sets {
		for _, f := range []release.File{s.CSVFile, s.SchemaFile} {
			if err := r.storeObject(ctx, f.SHA256, f.Data()); err != nil {
				return nil, publishing(d.Number).failed(lang.T(f.Path+" を保存できません", "cannot store "+f.Path), err)
			}
		}
	}
	if err := r.refuseWithdrawn(ctx, d.sets); err != nil { // withdrawn while it was being stored
		return nil, err
	}
	// The time is taken last, so that nothing that grows with the data comes
	// between it and the entry.
	now := clock().Truncate(time.Second)
	if err := d.checkTime(now); err != nil { // the publisher may have taken long to confirm
		return nil, err
	}
	meta := release.Meta{Number: d.Number, Issued: now, Effective: d.effective(now), Reason: d.proposal.Reason, Note: d.proposal.Note, Attempt: rand.Text()}
	if head, ok := d.history.Head(); ok {
		meta.Previous = head.SHA256
	}
	rel, err := release.Assemble(meta, d.sets)
	if err != nil {
		return nil, err
	}
	e := Entry{Number: d.Number, Kind: release.Published, Effective: meta.Effective, SHA256: rel.Hash}
	if err := r.append(ctx, d.history, addition{e, rel.Manifest, e.Effective, publishing(e.Number)}, clock); err != nil {
		return nil, err
	}
	if err := r.cancelIfWithdrawn(context.WithoutCancel(ctx), rel, clock); err != nil {
		return nil, err
	}
	return rel, nil
}
