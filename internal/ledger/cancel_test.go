package ledger_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
)

// Whatever fraction of a second it is, what Cancel writes is read by everybody,
// and it never writes less than Lead before the time.
func TestWhatCancelWritesIsNeverRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("cancels hundreds of releases")
	}
	rng := rand.New(rand.NewPCG(5, 2026))
	offsets := []time.Duration{0, 1, time.Second, ledger.Lead - 1, ledger.Lead, ledger.Lead + 1, ledger.Lead + time.Second - 1, ledger.Lead + time.Second, ledger.Lead + time.Second + 1}
	for range 300 {
		offsets = append(offsets, time.Duration(rng.Int64N(int64(10*time.Second))))
	}
	written, refused, nearest := 0, 0, time.Hour
	for _, before := range offsets {
		l := ledgertest.New(t, ledgertest.NewMemory())
		effective := l.Clock.Now().Add(time.Minute)
		l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial, Effective: effective})
		l.Clock.Pass(time.Minute - before)
		_, err := l.Repo.Cancel(t.Context(), 1, "", l.Clock.Now)
		entries := l.History().Entries()
		switch {
		case err == nil && len(entries) == 2 && before >= ledger.Lead:
			written, nearest = written+1, min(nearest, entries[0].Effective.Sub(entries[1].Effective))
			l.Sound()
		case fault.KindOf(err) == fault.Invalid && len(entries) == 1 && before <= ledger.Lead+time.Second:
			refused++
		default:
			t.Errorf("%s before: %v, %d entries", before, err, len(entries))
		}
	}
	if written == 0 || refused == 0 || nearest < ledger.Lead {
		t.Errorf("%d written, %d refused, the nearest %s before", written, refused, nearest)
	}
	t.Logf("%d cancellations written and read, %d refused, the nearest %s before its time", written, refused, nearest)
}

// A log that somebody else wrote is held to the same law as one of our own.
func TestACancellationThatReplicasMayHaveMissedIsNotRead(t *testing.T) {
	for _, c := range []struct {
		name   string
		before time.Duration
		read   bool
	}{
		{"a second more than Lead", ledger.Lead + time.Second, true},
		{"exactly Lead", ledger.Lead, true},
		{"a second less than Lead", ledger.Lead - time.Second, false},
		{"a second before", time.Second, false},
		{"at its time", 0, false},
		{"a second after", -time.Second, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := ledgertest.NewMemory()
			l := ledgertest.New(t, s)
			effective := l.Clock.Now().Add(time.Hour)
			first := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial, Effective: effective})
			at := effective.Add(-c.before)
			manifest := encoded(t, release.Manifest{
				Format: "opendata-release/1", Number: 2, Kind: release.Cancelled, Issued: at.Format(time.RFC3339), Effective: at.Format(time.RFC3339), Cancels: 1, Previous: first.Hash,
			})
			hash := release.Checksum([]byte(manifest))
			s.Data["objects/"+hash[:2]+"/"+hash] = []byte(manifest)
			s.Data["log/00000002.json"] = []byte(written(t, ledger.Entry{Number: 2, Kind: release.Cancelled, Effective: at, SHA256: hash, Cancels: 1}))
			_, err := l.Repo.Extend(t.Context(), ledger.Empty())
			named := slices.ContainsFunc(l.Verify(nil).Findings, func(f ledger.Finding) bool { return f.Name == "log/" })
			if (err == nil) != c.read || named == c.read {
				t.Errorf("read: %v, named by verify: %v", err, named)
			}
		})
	}
}

func TestTheLogKnowsItsCancellations(t *testing.T) {
	log, err := ledger.NewLog([]ledger.Entry{published(1, 0), published(2, 20), cancelled(3, 5, 2)})
	if err != nil {
		t.Fatal(err)
	}
	for number, want := range map[int]ledger.Entry{-1: {}, 0: {}, 1: {}, 2: {}, 3: cancelled(3, 5, 2), 4: {}} {
		if got, ok := log.Cancellation(number); got != want || ok != (number == 3) {
			t.Errorf("%d: %v, %v", number, got, ok)
		}
	}
}

// The manifest of a release that was cancelled is seen by nobody, so the
// cancellation names what that one followed from.
func TestACancellationKeepsTheChainTogether(t *testing.T) {
	s := ledgertest.NewMemory()
	l := ledgertest.New(t, s)
	first := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	second := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction, Effective: l.Clock.Now().Add(time.Hour)})
	at := l.Clock.Now()
	forged := func(m release.Manifest) error {
		m.Format, m.Number, m.Issued, m.Effective, m.Previous = "opendata-release/1", 3, at.Format(time.RFC3339), at.Add(time.Hour).Format(time.RFC3339), second.Hash
		e := ledger.Entry{Number: 3, Kind: m.Kind, Effective: at.Add(time.Hour), Cancels: m.Cancels}
		if m.Kind == release.Cancelled {
			m.Effective, e.Effective = m.Issued, at
		}
		text := encoded(t, m)
		e.SHA256 = release.Checksum([]byte(text))
		s.Data["objects/"+e.SHA256[:2]+"/"+e.SHA256], s.Data["log/00000003.json"] = []byte(text), []byte(written(t, e))
		_, err := l.Repo.Extend(t.Context(), ledger.Empty())
		if report := l.Verify(nil); (err == nil) != (len(report.Findings) == 0) {
			t.Errorf("%+v: read: %v, verified: %v", m, err, report.Findings)
		}
		return err
	}
	for _, c := range []struct {
		name string
		m    release.Manifest
		want string
	}{
		{"it names what came before", release.Manifest{Kind: release.Cancelled, Cancels: 2, CancelledPrevious: first.Hash}, ""},
		{"it names nothing", release.Manifest{Kind: release.Cancelled, Cancels: 2}, "log/00000003.json: it does not name what came before the release that it cancels"},
		{"it names the release itself", release.Manifest{Kind: release.Cancelled, Cancels: 2, CancelledPrevious: second.Hash}, "log/00000003.json: it does not name what came before the release that it cancels"},
		{"it cancels nothing", release.Manifest{Kind: release.Published, Reason: release.Correction, CancelledPrevious: first.Hash}, "log/00000003.json: it cancels nothing, but names what came before it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := forged(c.m)
			if (c.want == "") != (err == nil) || err != nil && !tells(err, c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
	delete(s.Data, "log/00000003.json")
	if _, err := l.Repo.Cancel(t.Context(), 2, "", l.Clock.Now); err != nil {
		t.Fatal(err)
	}
	if m, _ := l.History().Manifest(3); m.CancelledPrevious != first.Hash {
		t.Errorf("%+v", m)
	}
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

// encoded is the text of a manifest.
func encoded(t *testing.T, m release.Manifest) string {
	t.Helper()
	data, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
