package ledger_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
)

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

func TestTheEffectiveTimeIsCheckedAgainstTheClock(t *testing.T) {
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
