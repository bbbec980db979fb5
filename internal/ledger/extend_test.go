package ledger_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
)

// longLog is a store with so many entries, of releases without files.
func longLog(tb testing.TB, entries int) *ledgertest.Memory {
	tb.Helper()
	s := ledgertest.NewMemory()
	start := time.Date(2026, 12, 1, 9, 0, 0, 0, release.Japan())
	previous := ""
	for number := 1; number <= entries; number++ {
		at := start.Add(time.Duration(number) * time.Minute).Format(time.RFC3339)
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetIndent("", "  ")
		if err := enc.Encode(release.Manifest{Format: "opendata-release/1", Number: number, Kind: release.Published, Issued: at, Effective: at, Previous: previous}); err != nil {
			tb.Fatal(err)
		}
		previous = release.Checksum(b.Bytes())
		s.Data["objects/"+previous[:2]+"/"+previous] = b.Bytes()
		s.Data[fmt.Sprintf("log/%08d.json", number)] = fmt.Appendf(nil, `{"number":%d,"kind":"release","effective":"%s","sha256":"%s"}`+"\n", number, at, previous)
	}
	return s
}

// distant is a store that takes a while for each operation.
type distant struct {
	store.Store
	wait func(name string) time.Duration
}

func (d distant) Get(ctx context.Context, name string) ([]byte, error) {
	time.Sleep(d.wait(name))
	return d.Store.Get(ctx, name)
}

func (d distant) List(ctx context.Context, prefix, after string) ([]string, error) {
	time.Sleep(d.wait(prefix))
	return d.Store.List(ctx, prefix, after)
}

func fiveMilliseconds(string) time.Duration { return 5 * time.Millisecond }

func TestALongLogIsReadManyEntriesAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		h, err := ledger.NewRepository(distant{longLog(t, 500), fiveMilliseconds}).Extend(t.Context(), ledger.Empty())
		if err != nil || len(h.Entries()) != 500 {
			t.Fatal(err)
		}
		// 500 entries of two objects, 16 entries at once, after one listing.
		if took, want := time.Since(start), (1+2*32)*5*time.Millisecond; took != want {
			t.Errorf("took %s, want %s", took, want)
		}
	})
}

func TestTheFirstFaultOfALogIsReportedHoweverFastOthersAre(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(*ledgertest.Memory)
		want  string
	}{
		{"two that cannot be read", func(m *ledgertest.Memory) { m.Data["log/00000003.json"] = nil; m.Data["log/00000010.json"] = nil }, "log/00000003.json: reading a log entry"},
		{"one out of place before one that cannot be read", func(m *ledgertest.Memory) {
			m.Data["log/00000003.json"] = m.Data["log/00000002.json"]
			delete(m.Data, "objects/"+hashOf(m, 9))
		}, "log/00000003.json: entry 2 stands where 3 should"},
		{"one that cannot be read before one out of place", func(m *ledgertest.Memory) {
			m.Data["log/00000009.json"] = m.Data["log/00000002.json"]
			delete(m.Data, "objects/"+hashOf(m, 3))
		}, "log/00000003.json: not found"},
		{"the last of many", func(m *ledgertest.Memory) { m.Data["log/00000050.json"] = m.Data["log/00000049.json"] }, "log/00000050.json: entry 49 stands where 50 should"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := longLog(t, 50)
				test.spoil(m)
				slowest := func(name string) time.Duration { // the first answers come last
					if name == "log/00000003.json" {
						return time.Hour
					}
					return time.Millisecond
				}
				if h, err := ledger.NewRepository(distant{m, slowest}).Extend(t.Context(), ledger.Empty()); h != nil || !tells(err, test.want) {
					t.Errorf("got %v, want %s", err, test.want)
				}
			})
		})
	}
}

// tells reports whether an error names something in the store and says what is
// wrong with it.
func tells(err error, want string) bool {
	name, wrong, _ := strings.Cut(want, ": ")
	return err != nil && strings.Contains(err.Error(), name) && strings.Contains(err.Error(), "("+wrong)
}

// hashOf is the name of the manifest of an entry behind objects/.
func hashOf(m *ledgertest.Memory, number int) string {
	e, _ := ledger.ParseEntry(m.Data[fmt.Sprintf("log/%08d.json", number)])
	return e.SHA256[:2] + "/" + e.SHA256
}

func TestAStoreThatDoesNotAnswerEndsReadingALog(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ledger.NewRepository(longLog(t, 50)).Extend(ctx, ledger.Empty()); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// BenchmarkExtend reads a log of 500 entries from a store that takes 5 ms for
// each operation.
func BenchmarkExtend(b *testing.B) {
	r := ledger.NewRepository(distant{longLog(b, 500), fiveMilliseconds})
	for b.Loop() {
		if _, err := r.Extend(b.Context(), ledger.Empty()); err != nil {
			b.Fatal(err)
		}
	}
}
