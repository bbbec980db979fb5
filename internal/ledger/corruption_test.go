package ledger_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
)

// damage is what was done to a store: to which names, of which at least those
// in named must be findings.
type damage struct {
	what  string
	named []string
}

// corrupter spoils copies of a sound store.
type corrupter struct {
	rng   *rand.Rand
	sound map[string][]byte
	names []string // in order
}

func (c *corrupter) any() string { return c.names[c.rng.IntN(len(c.names))] }

// corrupt does one random thing to m.
func (c *corrupter) corrupt(m map[string][]byte) damage {
	name := c.any()
	data := m[name]
	switch kind := c.rng.IntN(8); kind {
	case 0:
		bit := c.rng.IntN(8 * len(data))
		m[name] = slices.Clone(data)
		m[name][bit/8] ^= 1 << (bit % 8)
		return damage{fmt.Sprintf("bit %d of %s is flipped", bit, name), []string{name}}
	case 1:
		size := c.rng.IntN(len(data))
		m[name] = data[:size]
		return damage{fmt.Sprintf("%s is cut to %d bytes", name, size), []string{name}}
	case 2:
		m[name] = append(slices.Clone(data), make([]byte, 1+c.rng.IntN(5))...)
		return damage{name + " is extended", []string{name}}
	case 3:
		delete(m, name)
		return damage{name + " is deleted", []string{c.withoutIt(name)}}
	case 4:
		other := c.any()
		for other == name {
			other = c.any()
		}
		m[name], m[other] = m[other], m[name]
		return damage{name + " and " + other + " are swapped", []string{name, other}}
	case 5:
		other := c.free()
		m[other] = data
		return damage{name + " is copied to " + other, []string{other}}
	case 6:
		other := c.free()
		m[other] = []byte("foreign\n")
		return damage{other + " is added", []string{other}}
	default:
		from := 1 + c.rng.IntN(5)
		for number := from; number <= 5; number++ {
			delete(m, fmt.Sprintf("log/%08d.json", number))
		}
		return damage{fmt.Sprintf("the log is cut before %d", from), []string{"log/00000005.json"}}
	}
}

// withoutIt is what is named when an object is deleted: the object, but of an
// explanation the bytes that it no longer explains.
func (*corrupter) withoutIt(name string) string {
	if hash, ok := strings.CutPrefix(name, "withdrawn/"); ok {
		hash = strings.TrimSuffix(hash, ".json")
		return "objects/" + hash[:2] + "/" + hash
	}
	return name
}

// free makes up a name that nothing has.
func (c *corrupter) free() string {
	hash := release.Checksum([]byte{byte(c.rng.Uint32())})
	for {
		name := []string{
			"log/00000006.json", "log/00000009.json", "log/99999999.json", "log/00000001.json.bak", "log/1.json", "log/x", "readme.txt",
			"objects/" + hash[:2] + "/" + hash, "objects/" + hash, "objects/00/" + hash, "objects/x", "withdrawn/" + hash + ".json", "withdrawn/x",
			c.any() + "x", "z/" + c.any(), "withdrawn/" + strings.TrimPrefix(c.any(), "objects/") + ".json",
		}[c.rng.IntN(16)]
		if _, taken := c.sound[name]; !taken {
			return name
		}
	}
}

func TestOfAThousandCorruptionsNoneIsMissed(t *testing.T) {
	sound := ledgertest.NewMemory()
	l := ledgertest.FourReleases(t, sound)
	if report := l.Sound(); report.Entries != 5 || len(report.Withdrawn) != 1 || report.Leftovers != nil {
		t.Fatalf("got %+v", report)
	}
	head, _ := l.History().Head()
	c := &corrupter{rng: rand.New(rand.NewPCG(1, 2026)), sound: sound.Data, names: slices.Sorted(maps.Keys(sound.Data))}
	for range 1000 {
		spoilt := &ledgertest.Memory{Data: maps.Clone(sound.Data)}
		done := c.corrupt(spoilt.Data)
		report, err := ledger.NewRepository(spoilt).Verify(t.Context(), &ledger.Head{Number: head.Number, SHA256: head.SHA256})
		if err != nil {
			t.Fatalf("%s: %v", done.what, err)
		}
		for _, name := range done.named {
			if !slices.ContainsFunc(report.Findings, func(f ledger.Finding) bool {
				return f.Name == name && f.Problem.Ja != "" && f.Problem.En != ""
			}) {
				t.Errorf("%s: %s is not named in %v", done.what, name, report.Findings)
			}
		}
	}
	t.Logf("1,000 corruptions of %d objects", len(c.names))
}

// everyBit flips every bit of one object, one after the other.
func everyBit(t *testing.T, s *ledgertest.Memory, name string, detect func() error) {
	t.Helper()
	good := s.Data[name]
	if good == nil {
		t.Fatalf("there is no %s", name)
	}
	for bit := range 8 * len(good) {
		s.Data[name] = bytes.Clone(good)
		s.Data[name][bit/8] ^= 1 << (bit % 8)
		if err := detect(); err != nil {
			t.Errorf("%s: bit %d: %v", name, bit, err)
		}
	}
	s.Data[name] = good
	t.Logf("%s: %d bits", name, 8*len(good))
}

func TestEveryBitOfTheHistoryCounts(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the history once for every bit of it")
	}
	s := ledgertest.NewMemory()
	l := ledgertest.FourReleases(t, s)
	cancellation := l.History().Entries()[3].SHA256
	var tombstone string
	for name := range s.Data {
		if strings.HasPrefix(name, "withdrawn/") {
			tombstone = name
		}
	}
	for _, name := range []string{"log/00000004.json", "log/00000005.json", "objects/" + cancellation[:2] + "/" + cancellation} {
		everyBit(t, s, name, func() error {
			if _, err := l.Repo.Extend(context.Background(), ledger.Empty()); err == nil {
				return errors.New("the history is read")
			}
			return unnamed(l.Verify(nil), name)
		})
	}
	everyBit(t, s, tombstone, func() error { return unnamed(l.Verify(nil), tombstone) })
	l.Sound()
}

// unnamed says that a report does not name an object.
func unnamed(r *ledger.Report, name string) error {
	if slices.ContainsFunc(r.Findings, func(f ledger.Finding) bool { return f.Name == name }) {
		return nil
	}
	return fmt.Errorf("it is not named in %v", r.Findings)
}
