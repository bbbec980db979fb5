package release_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/release"
)

// Whatever fraction of a second it is, what Cancel writes is read by everybody,
// and it never writes less than Lead before the time.
func TestWhatCancelWritesIsNeverRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("cancels hundreds of releases")
	}
	rng := rand.New(rand.NewPCG(5, 2026))
	offsets := []time.Duration{0, 1, time.Second, release.Lead - 1, release.Lead, release.Lead + 1, release.Lead + time.Second - 1, release.Lead + time.Second, release.Lead + time.Second + 1}
	for range 300 {
		offsets = append(offsets, time.Duration(rng.Int64N(int64(10*time.Second))))
	}
	written, refused, nearest := 0, 0, time.Hour
	for _, before := range offsets {
		l := newLab(t, newMemory())
		effective := l.clock.now().Add(time.Minute)
		l.publish(release.Proposal{Sources: version(t, 1), Reason: release.Initial, Effective: effective})
		l.clock.pass(time.Minute - before)
		_, err := l.repo.Cancel(t.Context(), 1, "", l.clock.now)
		entries := l.history().Entries()
		switch {
		case err == nil && len(entries) == 2 && before >= release.Lead:
			written, nearest = written+1, min(nearest, entries[0].Effective.Sub(entries[1].Effective))
			l.sound()
		case fault.KindOf(err) == fault.Invalid && len(entries) == 1 && before <= release.Lead+time.Second:
			refused++
		default:
			t.Errorf("%s before: %v, %d entries", before, err, len(entries))
		}
	}
	if written == 0 || refused == 0 || nearest < release.Lead {
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
		{"a second more than Lead", release.Lead + time.Second, true},
		{"exactly Lead", release.Lead, true},
		{"a second less than Lead", release.Lead - time.Second, false},
		{"a second before", time.Second, false},
		{"at its time", 0, false},
		{"a second after", -time.Second, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newMemory()
			l := newLab(t, s)
			effective := l.clock.now().Add(time.Hour)
			first := l.publish(release.Proposal{Sources: version(t, 1), Reason: release.Initial, Effective: effective})
			at := effective.Add(-c.before)
			manifest := indented(t, release.Manifest{
				Format: "opendata-release/1", Number: 2, Kind: release.Cancelled, Issued: at.Format(time.RFC3339), Effective: at.Format(time.RFC3339), Cancels: 1, Previous: first.Hash,
			})
			hash := sha256Of([]byte(manifest))
			s.data["objects/"+hash[:2]+"/"+hash] = []byte(manifest)
			s.data["log/00000002.json"] = []byte(written(t, release.Entry{Number: 2, Kind: release.Cancelled, Effective: at, SHA256: hash, Cancels: 1}))
			_, err := l.repo.Extend(t.Context(), release.Empty())
			named := slices.ContainsFunc(l.verify(nil).Findings, func(f release.Finding) bool { return f.Name == "log/" })
			if (err == nil) != c.read || named == c.read {
				t.Errorf("read: %v, named by verify: %v", err, named)
			}
		})
	}
}

func TestTheLogKnowsItsCancellations(t *testing.T) {
	log, err := release.NewLog([]release.Entry{published(1, 0), published(2, 20), cancelled(3, 5, 2)})
	if err != nil {
		t.Fatal(err)
	}
	for number, want := range map[int]release.Entry{-1: {}, 0: {}, 1: {}, 2: {}, 3: cancelled(3, 5, 2), 4: {}} {
		if got, ok := log.Cancellation(number); got != want || ok != (number == 3) {
			t.Errorf("%d: %v, %v", number, got, ok)
		}
	}
}

// The manifest of a release that was taken back is seen by nobody, so the
// cancellation names what that one followed from.
func TestACancellationKeepsTheChainTogether(t *testing.T) {
	s := newMemory()
	l := newLab(t, s)
	first := l.publish(release.Proposal{Sources: version(t, 1), Reason: release.Initial})
	second := l.publish(release.Proposal{Sources: version(t, 2), Reason: release.Correction, Effective: l.clock.now().Add(time.Hour)})
	at := l.clock.now()
	forged := func(m release.Manifest) error {
		m.Format, m.Number, m.Issued, m.Effective, m.Previous = "opendata-release/1", 3, at.Format(time.RFC3339), at.Add(time.Hour).Format(time.RFC3339), second.Hash
		e := release.Entry{Number: 3, Kind: m.Kind, Effective: at.Add(time.Hour), Cancels: m.Cancels}
		if m.Kind == release.Cancelled {
			m.Effective, e.Effective = m.Issued, at
		}
		text := indented(t, m)
		e.SHA256 = sha256Of([]byte(text))
		s.data["objects/"+e.SHA256[:2]+"/"+e.SHA256], s.data["log/00000003.json"] = []byte(text), []byte(written(t, e))
		_, err := l.repo.Extend(t.Context(), release.Empty())
		if report := l.verify(nil); (err == nil) != (len(report.Findings) == 0) {
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
			if (c.want == "") != (err == nil) || err != nil && err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
	delete(s.data, "log/00000003.json")
	if _, err := l.repo.Cancel(t.Context(), 2, "", l.clock.now); err != nil {
		t.Fatal(err)
	}
	if m, _ := l.history().Manifest(3); m.CancelledPrevious != first.Hash {
		t.Errorf("%+v", m)
	}
}
