package ledger_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/store"
)

// edited is an embedded source file with one text in place of another.
func edited(tb testing.TB, name, was, is string) fstest.MapFS {
	tb.Helper()
	data, err := fs.ReadFile(dataset.Embedded(), name)
	if err != nil {
		tb.Fatal(err)
	}
	if !bytes.Contains(data, []byte(was)) {
		tb.Fatalf("%s has no %q", name, was)
	}
	return fstest.MapFS{name: {Data: bytes.Replace(data, []byte(was), []byte(is), 1)}}
}

func treeFiles(csv string) fstest.MapFS {
	return fstest.MapFS{"trees.csv": {Data: []byte(csv)}, "trees.schema.json": {Data: []byte(ledgertest.TreesSchema)}}
}

const twoTrees = "id,height,kind\nt-1,1.5,松\nt-2,3.0,桜\n"

func TestReleasesFollowOneAnother(t *testing.T) {
	ledgertest.Everywhere(t, func(t *testing.T, s store.Store) {
		t.Helper()
		l := ledgertest.New(t, s)
		first := l.Publish(ledger.Proposal{Sources: ledgertest.City(t, nil), Reason: release.Initial, Note: "最初"})
		second := l.Publish(ledger.Proposal{Sources: ledgertest.City(t, treeFiles(twoTrees)), Reason: release.NewData})
		third := l.Publish(ledger.Proposal{Sources: ledgertest.City(t, treeFiles(strings.Replace(twoTrees, "1.5", "1.50", 1))), Reason: release.Correction})
		h := l.History()
		if got, want := len(h.Entries()), 3; got != want {
			t.Fatalf("%d entries, want %d", got, want)
		}
		for i, made := range []*release.Release{first, second, third} {
			read, err := l.Repo.Release(t.Context(), h, i+1)
			if err != nil {
				t.Fatal(err)
			}
			same(t, read, made)
			if e := h.Entries()[i]; e.SHA256 != made.Hash || !e.Effective.Equal(made.Effective) || made.Effective.Sub(made.Issued) != ledger.DefaultDelay {
				t.Errorf("release %d: %v", i+1, e)
			}
		}
		if second.Previous != first.Hash || third.Previous != second.Hash || first.Previous != "" {
			t.Error("the chain is broken")
		}
		changes := release.Diff(second, third)
		want := []release.RecordChange{{Kind: release.Changed, Key: []string{"t-1"}, Fields: []release.FieldChange{{Column: "height", Old: "1.5", New: "1.50"}}}}
		if len(changes) != 1 || changes[0].Dataset != "trees" || !reflect.DeepEqual(slices.Collect(changes[0].Records.All()), want) {
			t.Errorf("got %v, want the records %v of the trees", changes, want)
		}
		report := l.Sound()
		if report.Entries != 3 || report.Head != (ledger.Head{Number: 3, SHA256: third.Hash}) || report.Leftovers != nil || report.Withdrawn != nil {
			t.Errorf("got %+v", report)
		}
	})
}

// same compares a release that was read with the one that was made.
func same(t *testing.T, read, made *release.Release) {
	t.Helper()
	if read.Hash != made.Hash || !bytes.Equal(read.Manifest, made.Manifest) || len(read.Sets) != len(made.Sets) ||
		!read.Issued.Equal(made.Issued) || !read.Effective.Equal(made.Effective) || read.Reason != made.Reason || read.Note != made.Note {
		t.Fatalf("read %v, made %v", read.Meta, made.Meta)
	}
	for i := range read.Sets {
		if !bytes.Equal(read.Sets[i].CSVFile.Data(), made.Sets[i].CSVFile.Data()) || !reflect.DeepEqual(ledgertest.Cells(&read.Sets[i]), ledgertest.Cells(&made.Sets[i])) {
			t.Errorf("release %d: %s differs", read.Number, read.Sets[i].ID)
		}
	}
}

func TestTheSameBytesAreStoredOnce(t *testing.T) {
	s := ledgertest.NewMemory()
	l := ledgertest.New(t, s)
	l.Publish(ledger.Proposal{Sources: ledgertest.City(t, nil), Reason: release.Initial})
	before := len(s.Data)
	l.Publish(ledger.Proposal{Sources: ledgertest.City(t, treeFiles(twoTrees)), Reason: release.NewData})
	// trees.csv, its schema, the dictionary, the manifest and the entry
	if got := len(s.Data) - before; got != 5 {
		t.Errorf("%d objects more, want 5", got)
	}
}

func TestWhatTheReasonDoesNotCoverIsRefusedWithTheList(t *testing.T) {
	row := "ind-2,022039,2017-08-31,2017-08-31,2017年8月31日,10.0,"
	for _, test := range []struct {
		name   string
		from   fstest.MapFS
		to     fstest.MapFS
		places []string // that the refusal names
		permit []release.Reason
	}{
		{
			"a new dataset", nil, treeFiles(twoTrees), nil,
			[]release.Reason{release.NewData, release.Correction, release.LateData, release.MethodChange, release.UnitChange, release.PlanRevision},
		},
		{
			"a dataset removed", treeFiles(twoTrees), nil,
			[]string{"trees"},
			[]release.Reason{release.Correction, release.PlanRevision},
		},
		{
			"records removed", treeFiles(twoTrees), treeFiles("id,height,kind\nt-3,1,梅\n"),
			[]string{"trees (t-1)", "trees (t-2)"},
			[]release.Reason{release.Correction, release.PlanRevision},
		},
		{
			"records added", treeFiles(twoTrees), treeFiles(twoTrees + "t-3,1,梅\n"), nil,
			[]release.Reason{release.NewData, release.Correction, release.LateData, release.MethodChange, release.UnitChange, release.PlanRevision},
		},
		{
			"a cell of a record", treeFiles(twoTrees), treeFiles(strings.Replace(twoTrees, "桜", "梅", 1)),
			[]string{`trees (t-2).kind: "桜" → "梅"`},
			[]release.Reason{release.Correction, release.LateData, release.MethodChange, release.UnitChange, release.PlanRevision},
		},
		{
			"an observation", nil, edited(t, "observations.csv", row, strings.Replace(row, "10.0", "10.1", 1)),
			[]string{`observations (ind-2, 022039, 2017-08-31, 2017-08-31).value: "10.0" → "10.1"`},
			[]release.Reason{release.Correction, release.LateData, release.MethodChange, release.UnitChange},
		},
		{
			"the unit of a column", treeFiles(twoTrees),
			fstest.MapFS{"trees.csv": {Data: []byte(twoTrees)}, "trees.schema.json": {Data: []byte(strings.Replace(ledgertest.TreesSchema, `"m"`, `"cm"`, 1))}},
			[]string{"trees.height"},
			[]release.Reason{release.UnitChange},
		},
		{
			"the unit of an indicator", nil, edited(t, "indicators.csv", ",枚,", ",千枚,"),
			[]string{`indicators (ind-1).unit: "枚" → "千枚"`},
			[]release.Reason{release.UnitChange},
		},
		{
			"a column removed", treeFiles(twoTrees),
			fstest.MapFS{"trees.csv": {Data: []byte("id,height\nt-1,1.5\nt-2,3.0\n")}, "trees.schema.json": {Data: []byte(strings.Replace(ledgertest.TreesSchema, `,
    {"name": "kind", "title": "樹種"}`, "", 1))}},
			[]string{"trees.kind"},
			[]release.Reason{release.Correction, release.PlanRevision},
		},
		{
			"a unit and a record at once", treeFiles(twoTrees),
			fstest.MapFS{"trees.csv": {Data: []byte("id,height,kind\nt-2,3.0,桜\n")}, "trees.schema.json": {Data: []byte(strings.Replace(ledgertest.TreesSchema, `"m"`, `"cm"`, 1))}},
			[]string{"trees.height", "trees (t-1)"},
			nil,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			from, to := ledgertest.City(t, test.from), ledgertest.City(t, test.to)
			for _, reason := range release.Reasons()[1:] {
				l := ledgertest.New(t, ledgertest.NewMemory())
				l.Publish(ledger.Proposal{Sources: from, Reason: release.Initial})
				before := ledgertest.Contents(t, l.Store)
				_, err := l.Try(ledger.Proposal{Sources: to, Reason: reason.Reason})
				judge(t, err, reason.Reason, test.places, test.permit)
				if err != nil && !reflect.DeepEqual(ledgertest.Contents(t, l.Store), before) {
					t.Errorf("%s: was refused and something was written", reason.Reason)
				}
			}
		})
	}
}

// judge checks that a reason was accepted if it is permitted, and otherwise
// refused with places and the reasons that are.
func judge(t *testing.T, err error, reason release.Reason, places []string, permit []release.Reason) {
	t.Helper()
	permitted := make(map[release.Reason]bool)
	var words []string
	for _, p := range permit {
		permitted[p] = true
	}
	for _, r := range release.Reasons() {
		if permitted[r.Reason] {
			words = append(words, string(r.Reason))
		}
	}
	if permitted[reason] {
		if err != nil {
			t.Errorf("%s: %v", reason, err)
		}
		return
	}
	refusal, ok := errors.AsType[*fault.Error](err)
	if !ok || refusal.Kind != fault.Invalid || len(refusal.Fixes) != 1 {
		t.Errorf("%s: %v", reason, err)
		return
	}
	fix := "if the changes are intended, use one of these as --reason: " + strings.Join(words, ", ")
	if permit == nil {
		fix = "publish changes that need different reasons separately"
	} else if got := placesOf(refusal); !reflect.DeepEqual(got, places) {
		t.Errorf("%s: names %q, want %q", reason, got, places)
	}
	if refusal.Fixes[0].En != fix {
		t.Errorf("%s: %s, want %s", reason, refusal.Fixes[0].En, fix)
	}
}

func placesOf(e *fault.Error) []string {
	var places []string
	for _, f := range e.Fields {
		places = append(places, f.Place)
	}
	return places
}

func TestAProposalThatCannotBeMeantIsRefused(t *testing.T) {
	for _, test := range []struct {
		name     string
		first    bool // there is no release yet
		proposal ledger.Proposal
		after    time.Duration // effective so long from now, 0 for as soon as may be
		want     string
	}{
		{"the first with another reason", true, ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Correction}, 0, "use --reason initial"},
		{"the first without a reason", true, ledger.Proposal{Sources: ledgertest.Version(t, 1)}, 0, "use --reason initial"},
		{"a later one as the first", false, ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Initial}, 0, "use one of new_data, correction, late_data, method_change, unit_change, plan_revision as --reason"},
		{"an addition without a reason", false, ledger.Proposal{Sources: ledgertest.Trees(t, "id,height,kind\nt-1,1.5,松\nt-2,3.0,桜\nt-3,1,梅\n")}, 0, "use one of new_data, "},
		{"an addition with a reason nobody knows", false, ledger.Proposal{Sources: ledgertest.Trees(t, "id,height,kind\nt-1,1.5,松\nt-2,3.0,桜\nt-3,1,梅\n"), Reason: "mood"}, 0, "use one of new_data, "},
		{"no change", false, ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Correction}, 0, "nothing differs from the newest release"},
		{"no change but the order and the quotes", false, ledger.Proposal{Sources: ledgertest.Trees(t, "kind,id,height\n\"桜\",t-2,3.0\n松,t-1,1.5\n"), Reason: release.Correction}, 0, "nothing differs from the newest release"},
		{"at once", false, ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction}, time.Nanosecond, "choose a time at least 5 seconds from now"},
		{"in less than 5 seconds", false, ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction}, ledger.Lead - 1, "choose a time at least 5 seconds from now"},
		{"in the past", false, ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction}, -time.Hour, "choose a time at least 5 seconds from now"},
		{"a note that is not UTF-8", false, ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction, Note: "a\xffb"}, 0, "write it in UTF-8"},
		{"a very long note", false, ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction, Note: strings.Repeat("長", 5000)}, 0, "write it in UTF-8"},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := ledgertest.New(t, ledgertest.NewMemory())
			if !test.first {
				l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
			}
			before := ledgertest.Contents(t, l.Store)
			if test.after != 0 {
				test.proposal.Effective = l.Clock.Now().Add(test.after)
			}
			_, err := l.Try(test.proposal)
			if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
			if !reflect.DeepEqual(ledgertest.Contents(t, l.Store), before) {
				t.Error("something was written")
			}
		})
	}
}

func TestANoteIsKeptLetterByLetter(t *testing.T) {
	for _, note := range []string{"", "訂正 <b>&amp;</b>", "two\nlines\ttab", "\u2028\u2029\u0000\u007f", "\"quoted\" \\ back", "\ufffd \U0001f333", strings.Repeat("長", 3333)} {
		l := ledgertest.New(t, ledgertest.NewMemory())
		l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial, Note: note})
		r, err := l.Repo.Release(t.Context(), l.History(), 1)
		if err != nil || r.Note != note {
			t.Errorf("%q became %v, %v", note, r, err)
		}
	}
}

func TestTheEffectiveTimeIsHeldAgainstTheClock(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	for _, test := range []struct {
		name string
		at   time.Time
		want string
	}{
		{"the last instant that can be written", time.Date(9999, 12, 31, 23, 59, 59, 0, release.Japan()), ""},
		{"one second later", time.Date(10000, 1, 1, 0, 0, 0, 0, release.Japan()), "choose a year up to 9999"},
		{"the year 10000 in Japan, but not in Greenwich", time.Date(9999, 12, 31, 20, 0, 0, 0, time.UTC), "choose a year up to 9999"},
		{"a far year", time.Date(292_000_000, 1, 1, 0, 0, 0, 0, time.UTC), "choose a year up to 9999"},
		{"exactly the lead", l.Clock.Now().Add(ledger.Lead), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := l.Repo.Prepare(t.Context(), ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction, Effective: test.at}, l.Clock.Now())
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestADraftThatWaitedTooLongIsRefused(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	d, err := l.Repo.Prepare(t.Context(), ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial, Effective: l.Clock.Now().Add(time.Minute)}, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	l.Clock.Pass(56 * time.Second)
	if _, err := l.Repo.Publish(t.Context(), d, l.Clock.Now); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "in the past or too soon") {
		t.Errorf("got %v", err)
	}
	if len(l.History().Entries()) != 0 {
		t.Error("it was published")
	}
}

// slowly is a clock on which every look takes a while.
func slowly(c *ledgertest.Clock, d time.Duration) func() time.Time {
	return func() time.Time { return c.Pass(d) }
}

func TestStoringThatTakesTooLongPublishesNothing(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	d, err := l.Repo.Prepare(t.Context(), ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial}, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Repo.Publish(t.Context(), d, slowly(l.Clock, 4*time.Second)); fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "choose a later --effective") {
		t.Errorf("got %v", err)
	}
	if report := l.Sound(); report.Entries != 0 || len(report.Leftovers) != 4 || len(report.Unlogged) != 1 {
		t.Errorf("got %+v", report)
	}
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
}

func TestACancellationThatTakesTooLongCancelsNothing(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial, Effective: l.Clock.Now().Add(20 * time.Second)})
	if _, err := l.Repo.Cancel(t.Context(), 1, "", slowly(l.Clock, 10*time.Second)); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("got %v", err)
	}
	if got := len(l.History().Entries()); got != 1 {
		t.Errorf("%d entries", got)
	}
}

func TestNothingIsPublishedBeforeAPendingReleaseUnlessItIsCancelled(t *testing.T) {
	ledgertest.Everywhere(t, func(t *testing.T, s store.Store) {
		t.Helper()
		l := ledgertest.New(t, s)
		l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
		l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction, Effective: l.Clock.Now().Add(time.Hour)})
		sooner := ledger.Proposal{Sources: ledgertest.Version(t, 3), Reason: release.Correction}
		if _, err := l.Try(sooner); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "opendata cancel 2") {
			t.Fatalf("got %v", err)
		}
		for _, number := range []int{0, 1, 3, -1, 1 << 40} {
			if _, err := l.Repo.Cancel(t.Context(), number, "", l.Clock.Now); fault.KindOf(err) != fault.Invalid {
				t.Errorf("cancelling %d: %v", number, err)
			}
		}
		e, err := l.Repo.Cancel(t.Context(), 2, "取り消し", l.Clock.Now)
		if err != nil || e.Number != 3 || e.Cancels != 2 || e.Kind != release.Cancelled {
			t.Fatalf("got %v, %v", e, err)
		}
		if _, err := l.Repo.Cancel(t.Context(), 2, "", l.Clock.Now); fault.KindOf(err) != fault.Invalid {
			t.Errorf("cancelling again: %v", err)
		}
		if r := l.Publish(sooner); r.Number != 4 || r.Previous != e.SHA256 {
			t.Errorf("got %v", r.Meta)
		}
		l.Clock.Pass(2 * time.Hour)
		if e, _ := l.History().At(l.Clock.Now()); e.Number != 4 {
			t.Errorf("%d is current", e.Number)
		}
		l.Sound()
	})
}

func TestWhatIsInEffectOrNearlySoCannotBeCancelled(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial, Effective: l.Clock.Now().Add(time.Minute)})
	for _, wait := range []time.Duration{55 * time.Second, 5 * time.Second, time.Hour} {
		l.Clock.Pass(wait)
		if _, err := l.Repo.Cancel(t.Context(), 1, "", l.Clock.Now); fault.KindOf(err) != fault.Invalid {
			t.Errorf("got %v", err)
		}
	}
}

func TestTheFirstReleaseCanBeCancelledAndMadeAgain(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial, Effective: l.Clock.Now().Add(time.Hour)})
	if _, err := l.Repo.Cancel(t.Context(), 1, "", l.Clock.Now); err != nil {
		t.Fatal(err)
	}
	if r := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Initial}); r.Number != 3 {
		t.Errorf("got %v", r.Meta)
	}
	l.Sound()
}

func TestWithdrawalRemovesPastBytesOnly(t *testing.T) {
	ledgertest.Everywhere(t, func(t *testing.T, s store.Store) {
		t.Helper()
		l := ledgertest.New(t, s)
		first := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
		cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		refused(t, l, 1, "022039_trees.csv", "name in it", "publish a correction without these bytes first")
		l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction, Effective: l.Clock.Now().Add(time.Hour)})
		refused(t, l, 1, "022039_trees.csv", "name in it", "publish a correction without these bytes first")
		refused(t, l, 2, "022039_trees.csv", "name in it", "release 2, which is current or pending")
		l.Clock.Pass(2 * time.Hour)
		refused(t, l, 1, "022039_trees.schema.json", "name in it", "release 2, which is current or pending")
		refused(t, l, 1, "022039_trees.csv", "", "give the reason with --note")
		refused(t, l, 1, "022039_trees.csv", "\xff", "write it in UTF-8")
		refused(t, l, 1, "../../etc/passwd", "x", "release 1 has no ../../etc/passwd")
		refused(t, l, 3, "022039_trees.csv", "x", "release 3 has no 022039_trees.csv")
		refused(t, l, -1, "022039_trees.csv", "x", "release -1 has no")
		l.Sound()
		if _, err := cache.Number(t.Context(), 1, l.Clock.Now()); err != nil {
			t.Fatal(err)
		}

		w, err := l.Repo.Withdraw(t.Context(), 1, "022039_trees.csv", "個人情報", l.Clock.Now())
		set, _ := first.Set("trees")
		want := release.Withdrawal{SHA256: set.CSVFile.SHA256, Path: "022039_trees.csv", Withdrawn: "2026-12-01T11:01:00+09:00", Note: "個人情報"}
		if err != nil || w != want {
			t.Fatalf("got %v, %v, want %v", w, err, want)
		}
		if _, err := s.Get(t.Context(), "objects/"+want.SHA256[:2]+"/"+want.SHA256); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the bytes are still there: %v", err)
		}
		if report := l.Sound(); !reflect.DeepEqual(report.Withdrawn, []release.Withdrawal{want}) {
			t.Errorf("got %+v", report)
		}
		again, err := l.Repo.Withdraw(t.Context(), 1, "022039_trees.csv", "another note", l.Clock.Pass(time.Hour))
		if err != nil || again != want {
			t.Errorf("withdrawing again: %v, %v, the first explanation stays", again, err)
		}
		if err := cache.Refresh(t.Context(), l.Clock.Now()); err != nil {
			t.Fatal(err)
		}
		past, err := cache.Number(t.Context(), 1, l.Clock.Now())
		if err != nil || !reflect.DeepEqual(past.Losses, []release.Loss{{File: listed(t, first, "022039_trees.csv"), Why: want}}) || len(past.Sets) != 1 {
			t.Errorf("the cache has %v, %v", past, err)
		}
		republished(t, l)
	})
}

func refused(t *testing.T, l *ledgertest.Lab, number int, path, note, want string) {
	t.Helper()
	_, err := l.Repo.Withdraw(t.Context(), number, path, note, l.Clock.Now())
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("withdrawing %s of %d: %v, want %s", path, number, err, want)
	}
}

// republished proposes what was withdrawn, and something else.
func republished(t *testing.T, l *ledgertest.Lab) {
	t.Helper()
	before := ledgertest.Contents(t, l.Store)
	_, err := l.Try(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Correction})
	refusal, ok := errors.AsType[*fault.Error](err)
	if !ok || refusal.Kind != fault.Invalid || !reflect.DeepEqual(placesOf(refusal), []string{"022039_trees.csv"}) {
		t.Errorf("got %v", err)
	}
	if !reflect.DeepEqual(ledgertest.Contents(t, l.Store), before) {
		t.Error("something was written")
	}
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 5), Reason: release.Correction})
	l.Sound()
}

func TestWhatIsWithdrawnWhileADraftWaitsIsNotPublished(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction})
	d, err := l.Repo.Prepare(t.Context(), ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Correction}, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Repo.Withdraw(t.Context(), 1, "022039_trees.csv", "law", l.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Repo.Publish(t.Context(), d, l.Clock.Now); fault.KindOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
	if report := l.Sound(); report.Entries != 2 || len(report.Withdrawn) != 1 || report.Leftovers != nil {
		t.Errorf("got %+v", report)
	}
}

func TestAnInterruptedWithdrawalIsNamedServesNothingAndCanBeCompleted(t *testing.T) {
	s := ledgertest.NewMemory()
	l := ledgertest.New(t, s)
	first := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction})
	for left := 1; ; left++ {
		dead := ledger.NewRepository(&failing{Store: s, left: left, dead: true})
		if _, err := dead.Withdraw(t.Context(), 1, "022039_trees.csv", "law", l.Clock.Now()); err == nil {
			t.Fatal("the withdrawal was never interrupted after the explanation")
		}
		if names, err := s.List(t.Context(), "withdrawn/", ""); err != nil || len(names) == 1 {
			break
		}
	}
	set, _ := first.Set("trees")
	name := "objects/" + set.CSVFile.SHA256[:2] + "/" + set.CSVFile.SHA256
	if got := l.Verify(nil).Findings; len(got) != 1 || got[0].Name != name || got[0].Problem.En != "withdrawn, but still there: withdraw it again" {
		t.Errorf("got %v", got)
	}
	past, err := l.Repo.Release(t.Context(), l.History(), 1)
	if err != nil || ledgertest.WhyWithdrawn(past) != "law" || len(past.Sets) != 1 {
		t.Errorf("got %v, %v", past, err)
	}
	if _, err := l.Repo.Withdraw(t.Context(), 1, "022039_trees.csv", "law", l.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	l.Sound()
}

func TestADamagedBuildingBlockStopsThePublication(t *testing.T) {
	s := ledgertest.NewMemory()
	l := ledgertest.New(t, s)
	r := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	set, _ := r.Set("trees")
	name := "objects/" + set.SchemaFile.SHA256[:2] + "/" + set.SchemaFile.SHA256
	s.Data[name] = append(bytes.Clone(s.Data[name]), ' ')
	if _, err := l.Try(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction}); err == nil || fault.KindOf(err) != fault.Internal {
		t.Errorf("got %v", err)
	}
	if got := len(l.History().Entries()); got != 1 {
		t.Errorf("%d entries", got)
	}
}

func TestAReadOnlyFolderIsServedAndNotWritten(t *testing.T) {
	at := t.TempDir()
	l := ledgertest.New(t, ledgertest.Open(t, "file://"+at, store.S3Options{}))
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	if err := os.WriteFile(at+"/withdrawn", nil, 0o600); err != nil { // a file where a folder belongs
		t.Fatal(err)
	}
	if _, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now()); err != nil {
		t.Errorf("not served: %v", err)
	}
	if got := l.Verify(nil).Findings; len(got) != 1 || got[0].Name != "withdrawn" {
		t.Errorf("got %v", got)
	}
}

func TestAnEmptyStoreSaysHowToPublish(t *testing.T) {
	ledgertest.Everywhere(t, func(t *testing.T, s store.Store) {
		t.Helper()
		_, err := releasecache.New(t.Context(), ledger.NewRepository(s), ledgertest.NewClock().Now())
		if fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "opendata publish --source embedded") {
			t.Errorf("got %v", err)
		}
		if report := ledgertest.New(t, s).Sound(); !reflect.DeepEqual(report, &ledger.Report{}) {
			t.Errorf("got %+v", report)
		}
	})
}

func TestACancelledContextPublishesNothing(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	ctx, cancel := context.WithCancel(t.Context())
	d, err := l.Repo.Prepare(ctx, ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial}, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := l.Repo.Publish(ctx, d, l.Clock.Now); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got := len(l.History().Entries()); got != 0 {
		t.Errorf("%d entries", got)
	}
}

func ExampleReasons() {
	for _, r := range release.Reasons() {
		fmt.Println(r.Reason, r.Label.Ja)
	}
	// Output:
	// initial 最初の公表
	// new_data 新しいデータの追加
	// correction 誤りの訂正
	// late_data 遅れて届いたデータ
	// method_change 算出方法の変更
	// unit_change 単位の変更
	// plan_revision 計画の改定
}

// listed is a file as the manifest of a release lists it.
func listed(tb testing.TB, rel *release.Release, path string) release.File {
	tb.Helper()
	m, err := release.ParseManifest(rel.Manifest)
	if err != nil {
		tb.Fatal(err)
	}
	return m.Files[slices.IndexFunc(m.Files, func(f release.File) bool { return f.Path == path })]
}
