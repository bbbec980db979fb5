package ledger_test

import (
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
)

func TestVerificationNamesWhatIsWrong(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(map[string][]byte)
		head  *ledger.Head
		want  []string
	}{
		{"nothing", func(map[string][]byte) {}, nil, nil},
		{"two entries in the middle are missing", func(m map[string][]byte) { delete(m, "log/00000002.json"); delete(m, "log/00000003.json") }, nil, []string{"log/00000002.json: missing, entries 2 to 3"}},
		{"a number far away", func(m map[string][]byte) { m["log/99999999.json"] = m["log/00000005.json"] }, nil, []string{
			"log/00000006.json: missing, entries 6 to 99999998",
			"log/99999999.json: does not agree with its manifest or the entry before it: entry 5 stands where 99999999 should",
		}},
		{"a head that is not in it", func(map[string][]byte) {}, &ledger.Head{Number: 5, SHA256: release.Checksum(nil)}, []string{"log/00000005.json: the history does not contain --head: the log was cut short or rewritten"}},
		{"a head beyond it", func(map[string][]byte) {}, &ledger.Head{Number: 6, SHA256: release.Checksum(nil)}, []string{"log/00000006.json: the history does not contain --head: the log was cut short or rewritten"}},
		{"a file of somebody else", func(m map[string][]byte) { m["objects/ab/x"] = nil }, nil, []string{"objects/ab/x: belongs to no release of this history"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := ledgertest.NewMemory()
			l := ledgertest.FourReleases(t, s)
			test.spoil(s.Data)
			var got []string
			for _, f := range l.Verify(test.head).Findings {
				got = append(got, f.Name+": "+f.Problem.En)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

// What is damaged or missing is named once, with what to do about it.
func TestWhatIsLostComesBackFromABackup(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(m map[string][]byte, name string)
		want  lang.Text
	}{
		{"damaged", func(m map[string][]byte, name string) { m[name] = []byte("other bytes") }, lang.T(
			"破損しています（内容のSHA-256が名前と一致しません）。バックアップから戻してください", "damaged, its SHA-256 is not its name: restore it from a backup")},
		{"missing", func(m map[string][]byte, name string) { delete(m, name) }, lang.T(
			"ありません。バックアップから戻してください", "missing: restore it from a backup")},
	} {
		s := ledgertest.NewMemory()
		l := ledgertest.FourReleases(t, s)
		m, _ := l.History().Manifest(1)
		hash := m.Files[1].SHA256
		name := "objects/" + hash[:2] + "/" + hash
		test.spoil(s.Data, name)
		if got := l.Verify(nil).Findings; len(got) != 1 || got[0].Name != name || got[0].Problem != test.want {
			t.Errorf("%s: got %v", test.name, got)
		}
	}
}

func TestLeftoversOfAnInterruptedPublicationAreListedAndAreNoFinding(t *testing.T) {
	s := ledgertest.NewMemory()
	l := ledgertest.FourReleases(t, s)
	data := []byte("left over")
	hash := release.Checksum(data)
	name := "objects/" + hash[:2] + "/" + hash
	s.Data[name] = data
	s.Data["tmp/probe-1a2b"], s.Data["tmp/3c4d"] = nil, []byte("half writ")
	if report := l.Sound(); !slices.Equal(report.Leftovers, []string{name, "tmp/3c4d", "tmp/probe-1a2b"}) {
		t.Errorf("got %v", report.Leftovers)
	}
	s.Data[name] = []byte("something else")
	if got := l.Verify(nil).Findings; len(got) != 1 || got[0].Name != name {
		t.Errorf("got %v", got)
	}
}

// What an interrupted publication leaves looks the same, so that it cannot be a
// finding; but it must not be called harmless either.
func TestAnEntryCutOffTheLogIsNotCalledHarmless(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	second := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction})
	third := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 3), Reason: release.Correction})
	object := func(sha256 string) string { return "objects/" + sha256[:2] + "/" + sha256 }
	data := func(rel *release.Release) string { return object(listed(t, rel, "022039_trees.csv").SHA256) }
	for _, c := range []struct {
		name                string
		cut                 string
		unlogged, leftovers []string
	}{
		{"one entry", "log/00000003.json", []string{object(third.Hash)}, []string{data(third)}},
		{"two", "log/00000002.json", []string{object(second.Hash), object(third.Hash)}, []string{data(second), data(third)}},
	} {
		if err := l.Store.Delete(t.Context(), c.cut); err != nil {
			t.Fatal(err)
		}
		slices.Sort(c.unlogged)
		slices.Sort(c.leftovers)
		if report := l.Sound(); !slices.Equal(report.Unlogged, c.unlogged) || !slices.Equal(report.Leftovers, c.leftovers) {
			t.Errorf("%s: unlogged %v, left over %v", c.name, report.Unlogged, report.Leftovers)
		}
		if report := l.Verify(&ledger.Head{Number: 3, SHA256: third.Hash}); len(report.Findings) != 1 {
			t.Errorf("%s: with --head: %v", c.name, report.Findings)
		}
	}
}
