// Package freshness is how new the data are, computed from rows and releases and
// never asserted: which days they cover, when they last changed, and whether the
// frequency that is stated was kept.
//
// It promises that what it says follows from a release, the log and a day that the
// caller names. It refuses HTTP and the clock. It builds on plan and releasecache;
// api uses it.
package freshness

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"hachinohe.example/opendata/internal/cache"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/table"
)

// Entry is how new a dataset or an indicator is.
//
//	@Description	データセットまたは指標の新しさ。行と公表から計算した値で、対象期間のないものはnull。dueは次の期間の値が公表される見込みの期限（最新の期間の終わりから更新頻度の2回分）、overdueはjudged_onの日にその期限を過ぎているかどうか。更新の期日を約束しない頻度ではどちらもnull。next_releaseは予定されている次の公表で、対象のデータが変わるとは限らない。 / How new a dataset or an indicator is, computed from its rows and the releases; null where it is about no period. due is the day until which the next value is expected (two intervals of the frequency after the end of the newest period), overdue whether judged_on is past it; both are null if the frequency promises no date. next_release is the release that is scheduled next, whatever it changes.
type Entry struct {
	Kind        string  `json:"kind"          enums:"dataset,indicator"`
	ID          string  `json:"id"`
	Title       string  `json:"title"`
	TitleEn     string  `json:"title_en"`
	Records     int     `json:"records"`
	Covered     *Period `json:"covered"`
	Newest      *Period `json:"newest_period"`
	LastChanged *Point  `json:"last_changed"`
	Frequency   *string `json:"frequency"     enums:"A,S,Q,M,W,D,OA,OM,_O"`
	Words       string  `json:"frequency_note"`
	Due         *string `json:"due"           format:"date"`
	JudgedOn    string  `json:"judged_on"     format:"date"`
	Overdue     *bool   `json:"overdue"`
	NextRelease *Point  `json:"next_release"`
}

// Point is a release in time.
//
//	@Description	公表の番号と公開日時。 / Number and instant of a release.
type Point struct {
	Number    int    `json:"number"`
	Effective string `json:"effective" format:"date-time"`
}

// The kinds of entries.
const (
	kindDataset   = "dataset"
	kindIndicator = "indicator"
)

// Maker says how new the data of releases are. What needs many releases to be
// read is kept for those asked for last.
type Maker struct {
	releases *releasecache.Cache
	admit    Admit
	changes  *cache.Memo[*Changes]
}

// Admit runs what may have to read every release when it is its time.
type Admit func(context.Context, func(context.Context) (*Changes, error)) (*Changes, error)

// NewMaker returns a Maker that has made nothing yet.
func NewMaker(releases *releasecache.Cache, admit Admit) *Maker {
	const kept = 8 // releases
	return &Maker{releases, admit, cache.NewMemo(cache.Options[string, *Changes]{Limit: kept, Size: func(string, *Changes) int { return 1 }})}
}

// Subject is something of which it can be said how new it is.
type Subject struct {
	set      *release.Set   // of a dataset
	observed *plan.Observed // of an indicator
}

// Subjects are the datasets of a release, in its order, and after them its
// indicators; those of the fictional sample are none.
func Subjects(rel *release.Release) []Subject {
	var list []Subject
	for _, set := range rel.Listed() {
		list = append(list, Subject{set: &set})
	}
	for _, o := range plan.ObservedOf(rel) {
		list = append(list, Subject{observed: &o})
	}
	return list
}

// Judging is when it is judged how new data are.
type Judging struct {
	Now  time.Time // of the request: what is pending then is not known
	Day  time.Time // that due days are compared with: a day in Japan, as midnight in UTC
	Next *Point    // the release that is scheduled next; nil: there is none, or the past is asked for
}

// Today is the judging of a release that is current at an instant, and the release
// scheduled next.
func (m *Maker) Today(now time.Time) Judging {
	j := Judging{Now: now, Day: dayOf(now)}
	if pending := m.releases.History().Pending(now); len(pending) > 0 {
		j.Next = &Point{Number: pending[0].Number, Effective: release.FormatInstant(pending[0].Effective)}
	}
	return j
}

// When is the judging of a release of the past: on the day on which it came into
// effect.
func When(rel *release.Release, now time.Time) Judging {
	return Judging{Now: now, Day: dayOf(rel.Effective)}
}

// dayOf is the day in Japan that an instant lies in.
func dayOf(t time.Time) time.Time {
	y, m, d := t.In(release.Japan()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// Identity names a judging: two of one name say the same of a release.
func (j Judging) Identity() string {
	name := j.Day.Format(time.DateOnly)
	if j.Next != nil {
		name += "\n" + j.Next.Effective + "\n" + strconv.Itoa(j.Next.Number)
	}
	return name
}

// Describe says how new some subjects of a release are.
func (m *Maker) Describe(ctx context.Context, rel *release.Release, subjects []Subject, j Judging) ([]Entry, error) {
	changed, err := m.changesUpTo(ctx, rel, j.Now)
	if err != nil {
		return nil, err
	}
	list := make([]Entry, 0, len(subjects))
	for _, s := range subjects {
		e, err := s.describe(ctx, changed, j.Day)
		if err != nil {
			return nil, err
		}
		e.NextRelease = j.Next
		list = append(list, e)
	}
	return list, nil
}

func (s Subject) describe(ctx context.Context, changed *Changes, judged time.Time) (Entry, error) {
	if s.observed != nil {
		return describeIndicator(ctx, s.observed, changed, judged)
	}
	e := Entry{
		Kind: kindDataset, ID: s.set.ID, Title: s.set.Title.Ja, TitleEn: s.set.Title.En,
		Records: s.set.Table.Len(), LastChanged: changed.datasets[s.set.ID], Words: s.set.Frequency.Ja,
	}
	return e.judged(ctx, judged, CodeOf(s.set.Frequency.Ja), s.set)
}

func describeIndicator(ctx context.Context, o *plan.Observed, changed *Changes, judged time.Time) (Entry, error) {
	e := Entry{Kind: kindIndicator, ID: o.ID, Title: o.Name, TitleEn: o.NameEn, LastChanged: changed.indicators[o.ID], Words: o.Words}
	if o.Values == nil {
		e.JudgedOn = judged.Format(time.DateOnly)
		return e, nil
	}
	rows, err := o.Values.Table.Select(ctx, table.Query{Filters: []table.Filter{o.Of}, Limit: 1})
	if err != nil {
		return e, err
	}
	e.Records = rows.Count
	return e.judged(ctx, judged, o.Frequency, o.Values, o.Of, o.Valued)
}

// judged completes an entry by what its rows are about, and whether the next value
// is overdue on a day.
func (e Entry) judged(ctx context.Context, day time.Time, code string, set *release.Set, where ...table.Filter) (Entry, error) {
	e.JudgedOn = day.Format(time.DateOnly)
	if code != "" {
		e.Frequency = &code
	}
	c, found, err := coverageOf(ctx, set, where...)
	if err != nil || !found {
		return e, err
	}
	e.Covered, e.Newest = &c.all, &c.newest
	newest, err := time.Parse(time.DateOnly, c.newest.End)
	if err != nil {
		return e, fmt.Errorf("the newest period of %s: %w", e.ID, err)
	}
	if due, ok := Due(newest, code); ok {
		e.Due, e.Overdue = new(due.Format(time.DateOnly)), new(day.After(due))
	}
	return e, nil
}
