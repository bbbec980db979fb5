package release

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// Lead is how long before its time a release must stand in the log, or be taken
// back. It is made of the time that a store may take to write the entry, of the
// time that replicas have to notice it, and of how far clocks may be apart.
const (
	Lead = writing + noticing + skew

	writing  = 2 * time.Second
	noticing = 2 * time.Second // two polls; see History.known
	skew     = time.Second
)

// soon is the delay of a release that is to be current as soon as may be. It
// leaves time to write the log between choosing the instant and Lead.
const soon = Lead + 3*time.Second

// Proposal is what a publisher wants to release.
type Proposal struct {
	Sources   []dataset.Source
	Reason    Reason
	Note      string
	Effective time.Time // zero = as soon as may be
	// BuiltIn are the ids of the datasets that the publisher did not give, so that
	// those of the program stand in. They must not change what was published.
	BuiltIn []string
}

// Draft is a proposal compared with the newest release.
type Draft struct {
	Changes  []Change
	Number   int // the number it would get
	proposal Proposal
	sets     []Set
	history  *History
}

// Prepare builds a proposal and compares it with the newest release, pending
// ones included. It refuses what may not be published; nothing is written.
func (r *Repository) Prepare(ctx context.Context, p Proposal, now time.Time) (*Draft, error) {
	h, err := r.Extend(ctx, Empty())
	if err != nil {
		return nil, err
	}
	sets, err := buildSets(p.Sources)
	if err != nil {
		return nil, err
	}
	d := &Draft{Number: len(h.entries) + 1, proposal: p, sets: sets, history: h}
	var previous *Release
	if newest, ok := h.Newest(); ok {
		if previous, err = r.Release(ctx, h, newest.Number); err != nil {
			return nil, err
		}
		previous.Losses = nil // what is gone from the newest release can be added anew
	}
	d.Changes = Diff(previous, &Release{Sets: sets})
	if err := d.check(now); err != nil {
		return d, err
	}
	return d, r.refuseWithdrawn(ctx, sets)
}

func (d *Draft) check(now time.Time) error {
	if err := checkNote(d.proposal.Note); err != nil {
		return err
	}
	newest, published := d.history.Newest()
	switch {
	case !published && d.proposal.Reason != Initial:
		return fault.New(fault.Invalid, lang.T("最初の公表です", "this is the first release"), lang.T("--reason initial を指定してください", "give --reason initial"))
	case published && (d.proposal.Reason == Initial || !known(d.proposal.Reason)):
		return fault.New(fault.Invalid, lang.T("変更の理由が要ります", "a reason for the change is needed"),
			lang.T("--reason に "+laterReasons()+" のいずれかを指定してください", "give one of "+laterReasons()+" as --reason"))
	case published && len(d.Changes) == 0:
		return fault.New(fault.Invalid, lang.T("最新の公表と変わりがありません", "nothing differs from the newest release"),
			lang.T("データを直してから、もう一度実行してください", "change the sources and run again"))
	}
	if err := d.checkTime(now, newest); err != nil {
		return err
	}
	if published {
		if err := d.checkBuiltIn(newest.Number); err != nil {
			return err
		}
	}
	return guard(d.Changes, d.proposal.Reason)
}

func known(reason Reason) bool {
	for _, r := range Reasons() {
		if r.Reason == reason {
			return true
		}
	}
	return false
}

// laterReasons lists the reasons of every release but the first.
func laterReasons() string {
	var names []string
	for _, r := range Reasons() {
		if r.Reason != Initial {
			names = append(names, string(r.Reason))
		}
	}
	return strings.Join(names, ", ")
}

// checkTime holds the effective time to the lead, to the order of releases and
// to what can be written down. newest is the zero Entry before the first.
func (d *Draft) checkTime(now time.Time, newest Entry) error {
	at := d.effective(now)
	if at.Before(now.Add(Lead)) {
		return fault.New(fault.Invalid, lang.T("発効の時刻が近すぎるか過去です", "the effective time is past or too near"),
			lang.T("今から5秒以上あとにするか、--effective を省いてください", "choose at least 5 seconds from now, or leave --effective out"))
	}
	if _, err := parseStamp(stamp(at)); err != nil {
		return fault.New(fault.Invalid, lang.T("発効の時刻が遠すぎます", "the effective time is too far away"),
			lang.T("西暦9999年までにしてください", "choose a year up to 9999")).Because(err)
	}
	if at.Before(newest.Effective) {
		return fault.New(fault.Invalid,
			lang.T(fmt.Sprintf("公表 %d が %s に発効する予定です", newest.Number, stamp(newest.Effective)), fmt.Sprintf("release %d is pending for %s", newest.Number, stamp(newest.Effective))),
			lang.T(fmt.Sprintf("それ以後の時刻にするか、先に opendata cancel %d で取り消してください", newest.Number), fmt.Sprintf("choose a later time, or first take it back with opendata cancel %d", newest.Number)))
	}
	return nil
}

// effective is when the release is to be current, in whole seconds.
func (d *Draft) effective(now time.Time) time.Time {
	if d.proposal.Effective.IsZero() {
		return now.Add(soon).Truncate(time.Second)
	}
	return d.proposal.Effective.Truncate(time.Second)
}

// maxNote bounds a note, in bytes.
const maxNote = 10_000

// checkNote refuses a note that could not be read back letter by letter.
func checkNote(note string) error {
	if !utf8.ValidString(note) || len(note) > maxNote {
		return fault.New(fault.Invalid, lang.T("注記が UTF-8 ではないか、長すぎます", "the note is not UTF-8 or too long"),
			lang.T("UTF-8 で3,000字程度までにしてください", "write it in UTF-8, at most 10,000 bytes"))
	}
	return nil
}

// Publish appends a draft to the log. Files come first, then the manifest, then
// the log entry, which is the moment of publication: whatever fails before it
// leaves the old log. If somebody else took the number, nothing is published.
// A release that turns out to hold what was withdrawn meanwhile is taken back.
func (r *Repository) Publish(ctx context.Context, d *Draft, clock func() time.Time) (*Release, error) {
	if err := r.refuseWithdrawn(ctx, d.sets); err != nil {
		return nil, err
	}
	for _, s := range d.sets {
		for _, f := range []File{s.CSVFile, s.SchemaFile} {
			if err := r.keep(ctx, f.SHA256, f.data); err != nil {
				return nil, fmt.Errorf("storing %s: %w", f.Path, err)
			}
		}
	}
	now := clock().Truncate(time.Second)
	if err := d.check(now); err != nil { // the question may have waited long for its answer
		return nil, err
	}
	meta := Meta{Number: d.Number, Issued: now, Effective: d.effective(now), Reason: d.proposal.Reason, Note: d.proposal.Note, attempt: rand.Text()}
	if head, ok := d.history.Head(); ok {
		meta.Previous = head.SHA256
	}
	rel, err := assemble(meta, d.sets)
	if err != nil {
		return nil, err
	}
	if err := r.refuseWithdrawn(ctx, d.sets); err != nil { // withdrawn while it was being stored
		return nil, err
	}
	e := Entry{Number: d.Number, Kind: Published, Effective: meta.Effective, SHA256: rel.Hash}
	if err := r.append(ctx, d.history, e, rel.Manifest, e.Effective, clock); err != nil {
		return nil, err
	}
	if err := r.lookAgain(context.WithoutCancel(ctx), rel, clock); err != nil {
		return nil, err
	}
	return rel, nil
}
