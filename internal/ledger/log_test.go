package ledger_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
)

var jst = release.Japan()

func second(n int) time.Time { return time.Unix(int64(1_800_000_000+n), 0).In(jst) }

func published(number, effective int) ledger.Entry {
	return ledger.Entry{Number: number, Kind: release.Published, Effective: second(effective), SHA256: release.Checksum([]byte{byte(number)})}
}

func cancelled(number, at, what int) ledger.Entry {
	return ledger.Entry{Number: number, Kind: release.Cancelled, Effective: second(at), SHA256: release.Checksum([]byte{byte(number)}), Cancels: what}
}

func TestALogThatBreaksItsLawsIsRefused(t *testing.T) {
	for _, test := range []struct {
		name    string
		entries []ledger.Entry
		want    string
	}{
		{"it does not begin with 1", []ledger.Entry{published(2, 10)}, "log entry 2 stands where 1 should"},
		{"a number is left out", []ledger.Entry{published(1, 10), published(3, 20)}, "log entry 3 stands where 2 should"},
		{"a number comes twice", []ledger.Entry{published(1, 10), published(1, 20)}, "log entry 1 stands where 2 should"},
		{"number 0", []ledger.Entry{published(0, 10)}, "log entry 0 stands where 1 should"},
		{"a release before the one before it", []ledger.Entry{published(1, 10), published(2, 9)}, "release 2 takes effect before release 1"},
		{"a release before one that is not the last", []ledger.Entry{published(1, 10), published(2, 30), cancelled(3, 5, 2), published(4, 9)}, "release 4 takes effect before release 1"},
		{"taking back what does not exist", []ledger.Entry{published(1, 10), cancelled(2, 5, 7)}, "entry 2 cancels 7, which is not a pending release"},
		{"taking back itself", []ledger.Entry{published(1, 10), cancelled(2, 5, 2)}, "entry 2 cancels 2, which is not a pending release"},
		{"taking back a release to come", []ledger.Entry{cancelled(1, 5, 2), published(2, 10)}, "entry 1 cancels 2, which is not a pending release"},
		{"taking back at its time", []ledger.Entry{published(1, 10), cancelled(2, 10, 1)}, "entry 2 cancels 1, which is not a pending release"},
		{"taking back after its time", []ledger.Entry{published(1, 10), cancelled(2, 11, 1)}, "entry 2 cancels 1, which is not a pending release"},
		{"taking back a second too late", []ledger.Entry{published(1, 10), cancelled(2, 6, 1)}, "entry 2 cancels 1 less than 5s before its time"},
		{"taking back a second before its time", []ledger.Entry{published(1, 10), cancelled(2, 9, 1)}, "entry 2 cancels 1 less than 5s before its time"},
		{"taking back twice", []ledger.Entry{published(1, 10), cancelled(2, 5, 1), cancelled(3, 6, 1)}, "entry 3 cancels 1, which is not a pending release"},
		{"taking back a cancellation", []ledger.Entry{published(1, 10), cancelled(2, 5, 1), cancelled(3, 4, 2)}, "entry 3 cancels 2, which is not a pending release"},
		{"an unknown kind", []ledger.Entry{{Number: 1, Kind: "delete"}}, `log entry 1 has the unknown kind "delete"`},
		{"no kind", []ledger.Entry{{Number: 1}}, `log entry 1 has the unknown kind ""`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if log, err := ledger.NewLog(test.entries); log != nil || err == nil || err.Error() != test.want {
				t.Errorf("got %v, %v, want %s", log, err, test.want)
			}
		})
	}
}

func TestTheCurrentReleaseIsTheNewestWhoseTimeHasCome(t *testing.T) {
	for _, test := range []struct {
		name    string
		entries []ledger.Entry
		want    map[int]int // second → number, 0 for none
	}{
		{"nothing was published", nil, map[int]int{0: 0, 1 << 30: 0}},
		{"one release", []ledger.Entry{published(1, 10)}, map[int]int{-1 << 30: 0, 9: 0, 10: 1, 11: 1, 1 << 30: 1}},
		{"two releases", []ledger.Entry{published(1, 10), published(2, 20)}, map[int]int{9: 0, 10: 1, 19: 1, 20: 2, 21: 2}},
		{"two releases at the same instant", []ledger.Entry{published(1, 10), published(2, 10)}, map[int]int{9: 0, 10: 2, 11: 2}},
		{"three releases at the same instant after one", []ledger.Entry{published(1, 10), published(2, 20), published(3, 20), published(4, 20)}, map[int]int{10: 1, 19: 1, 20: 4, 21: 4}},
		{"the first was cancelled", []ledger.Entry{published(1, 10), cancelled(2, 5, 1)}, map[int]int{9: 0, 10: 0, 11: 0}},
		{"the last was cancelled", []ledger.Entry{published(1, 10), published(2, 20), cancelled(3, 15, 2)}, map[int]int{10: 1, 15: 1, 20: 1, 21: 1}},
		{"one between was cancelled", []ledger.Entry{published(1, 10), published(2, 20), published(3, 30), cancelled(4, 15, 2)}, map[int]int{19: 1, 20: 1, 29: 1, 30: 3}},
		{"one of two at the same instant was cancelled", []ledger.Entry{published(1, 10), published(2, 10), cancelled(3, 5, 2)}, map[int]int{9: 0, 10: 1}},
		{"published earlier after a cancellation", []ledger.Entry{published(1, 10), published(2, 100), cancelled(3, 15, 2), published(4, 20)}, map[int]int{19: 1, 20: 4, 100: 4}},
		{"the same content again after a cancellation", []ledger.Entry{published(1, 10), cancelled(2, 4, 1), published(3, 10)}, map[int]int{9: 0, 10: 3}},
	} {
		t.Run(test.name, func(t *testing.T) {
			log, err := ledger.NewLog(test.entries)
			if err != nil {
				t.Fatal(err)
			}
			got := make(map[int]int)
			for at := range test.want {
				e, _ := log.At(second(at))
				got[at] = e.Number
			}
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestAReleaseBeginsAtItsInstantAndNotBefore(t *testing.T) {
	log, err := ledger.NewLog([]ledger.Entry{published(1, 0), published(2, 10)})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		at   time.Time
		want int
	}{
		{"a nanosecond before", second(10).Add(-1), 1},
		{"the instant", second(10), 2},
		{"the instant in another zone", second(10).UTC(), 2},
		{"a nanosecond after", second(10).Add(1), 2},
		{"year 1", time.Time{}, 0},
		{"year 9999", time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), 2},
		{"year 200000", time.Date(200_000, 1, 1, 0, 0, 0, 0, time.UTC), 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, _ := log.At(test.at); got.Number != test.want {
				t.Errorf("got %d, want %d", got.Number, test.want)
			}
		})
	}
}

func TestAnEmbargoedACancelledAndAnUnknownNumberCannotBeToldApart(t *testing.T) {
	log, err := ledger.NewLog([]ledger.Entry{published(1, 0), published(2, 10), published(3, 20), cancelled(4, 5, 2)})
	if err != nil {
		t.Fatal(err)
	}
	for _, number := range []int{-1, 0, 2, 3, 4, 5, 1 << 62, -1 << 63} {
		if e, ok := log.Number(number, second(15)); ok || e != (ledger.Entry{}) {
			t.Errorf("%d: got %v, %v", number, e, ok)
		}
	}
	if e, ok := log.Number(3, second(20)); !ok || e != published(3, 20) {
		t.Errorf("at its time: got %v, %v", e, ok)
	}
}

// naive answers what a Log does by looking at every entry.
type naive []ledger.Entry

func (n naive) live() []ledger.Entry {
	return slices.DeleteFunc(slices.Clone(n), func(e ledger.Entry) bool {
		return e.Kind != release.Published || slices.ContainsFunc(n, func(c ledger.Entry) bool { return c.Cancels == e.Number })
	})
}

func (n naive) split(at time.Time) (released, pending []ledger.Entry) {
	for _, e := range n.live() {
		if e.Effective.Compare(at) <= 0 {
			released = append(released, e)
		} else {
			pending = append(pending, e)
		}
	}
	return released, pending
}

// lawful tells whether an entry may follow, by the words of the design.
func (n naive) lawful(e ledger.Entry) bool {
	live := n.live()
	if e.Kind == release.Published {
		return !slices.ContainsFunc(live, func(other ledger.Entry) bool { return e.Effective.Before(other.Effective) })
	}
	return slices.ContainsFunc(live, func(other ledger.Entry) bool {
		return other.Number == e.Cancels && other.Effective.Sub(e.Effective) >= 5*time.Second
	})
}

func TestALogAnswersAsIfItLookedAtEveryEntry(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 72))
	accepted, refused, questions := 0, 0, 0
	for range 2000 {
		var n naive
		for range rng.IntN(12) {
			e := published(len(n)+1, rng.IntN(20)+2*len(n))
			if rng.IntN(3) == 0 {
				e = cancelled(len(n)+1, rng.IntN(20)+2*len(n), 1+rng.IntN(len(n)+1))
			}
			lawful := n.lawful(e)
			_, err := ledger.NewLog(append(slices.Clone(n), e))
			if lawful != (err == nil) {
				t.Fatalf("%v after %v: lawful is %v, got %v", e, n, lawful, err)
			}
			if !lawful {
				refused++
				continue
			}
			accepted++
			n = append(n, e)
		}
		log, err := ledger.NewLog(n)
		if err != nil {
			t.Fatal(err)
		}
		for at := range 50 {
			questions++
			ask(t, log, n, second(at))
		}
	}
	t.Logf("%d entries accepted, %d refused, %d instants asked", accepted, refused, questions)
}

func ask(t *testing.T, log *ledger.Log, n naive, at time.Time) {
	t.Helper()
	released, pending := n.split(at)
	var want ledger.Entry
	if len(released) > 0 {
		want = slices.MaxFunc(released, func(a, b ledger.Entry) int { return cmp.Compare(a.Number, b.Number) })
	}
	if got, ok := log.At(at); got != want || ok != (len(released) > 0) {
		t.Fatalf("%v at %v: got %v, %v, want %v", n, at, got, ok, want)
	}
	if got := log.Released(at); !slices.Equal(got, released) {
		t.Fatalf("%v at %v: released %v, want %v", n, at, got, released)
	}
	if got := log.Pending(at); !slices.Equal(got, pending) {
		t.Fatalf("%v at %v: pending %v, want %v", n, at, got, pending)
	}
	for number := range len(n) + 2 {
		i := slices.IndexFunc(released, func(e ledger.Entry) bool { return e.Number == number })
		if got, ok := log.Number(number, at); ok != (i >= 0) || ok && got != released[i] {
			t.Fatalf("%v at %v: number %d is %v, %v", n, at, number, got, ok)
		}
	}
}

func TestALogDoesNotChangeWithTheListItWasMadeOf(t *testing.T) {
	entries := []ledger.Entry{published(1, 10), published(2, 20)}
	log, err := ledger.NewLog(entries)
	if err != nil {
		t.Fatal(err)
	}
	entries[0].Number = 7
	for _, list := range [][]ledger.Entry{log.Entries(), log.Released(second(30)), log.Pending(second(0))} {
		list[0].SHA256 = ""
	}
	if want := []ledger.Entry{published(1, 10), published(2, 20)}; !slices.Equal(log.Entries(), want) || !slices.Equal(log.Released(second(30)), want) {
		t.Errorf("got %v", log.Entries())
	}
}

func TestALogExtendsWhatItBeginsWith(t *testing.T) {
	whole := []ledger.Entry{published(1, 10), published(2, 20), cancelled(3, 15, 2), published(4, 20)}
	rewritten := slices.Clone(whole)
	rewritten[1].SHA256 = release.Checksum(nil)
	log := func(entries []ledger.Entry) *ledger.Log {
		l, err := ledger.NewLog(entries)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	for i := range whole {
		if !log(whole).Extends(log(whole[:i])) || log(whole[:i]).Extends(log(whole)) {
			t.Errorf("the first %d entries", i)
		}
	}
	if log(rewritten).Extends(log(whole[:2])) || !log(rewritten).Extends(log(whole[:1])) {
		t.Error("a rewritten log")
	}
}

var entryText = `{"number":2,"kind":"cancel","effective":"2026-12-01T09:00:00+09:00","sha256":"` + strings.Repeat("0a", 32) + `","cancels":1}` + "\n"

func written(tb testing.TB, e ledger.Entry) string {
	tb.Helper()
	data, err := e.Encode()
	if err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

func TestAnEntryThatIsNotInCanonicalFormIsRefused(t *testing.T) {
	e, err := ledger.ParseEntry([]byte(entryText))
	if err != nil || written(t, e) != entryText {
		t.Fatalf("the example is not accepted: %v", err)
	}
	for _, test := range []struct{ name, old, new string }{
		{"a space", `"number":2`, `"number": 2`},
		{"no line end", "}\n", "}"},
		{"two line ends", "}\n", "}\n\n"},
		{"something after it", "}\n", "}\n{}"},
		{"another order", `{"number":2,"kind":"cancel",`, `{"kind":"cancel","number":2,`},
		{"a key twice", `"number":2,`, `"number":1,"number":2,`},
		{"a key in upper case", `"number"`, `"Number"`},
		{"an unknown key", `"number":2,`, `"number":2,"more":1,`},
		{"a missing key", `"number":2,`, ``},
		{"a number as text", `"number":2`, `"number":"2"`},
		{"a number with an exponent", `"number":2`, `"number":2e0`},
		{"a number with a fraction", `"number":2`, `"number":2.0`},
		{"a zero that goes without saying", `"cancels":1`, `"cancels":0`},
		{"an escaped letter", `"cancel"`, `"c\u0061ncel"`},
		{"another zone", "09:00:00+09:00", "00:00:00Z"},
		{"fractions of a second", "09:00:00+09:00", "09:00:00.5+09:00"},
		{"a day that does not exist", "2026-12-01", "2026-02-30"},
		{"a year of five digits", "2026-12-01", "12026-12-01"},
		{"no instant", "2026-12-01T09:00:00+09:00", ""},
		{"a short sha256", "0a0a", "0a"},
		{"a sha256 in upper case", "0a0a", "0A0a"},
		{"a sha256 that is a path", "0a0a", "../a"},
		{"no JSON", entryText, "null"},
		{"nothing", entryText, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			changed := strings.Replace(entryText, test.old, test.new, 1)
			if e, err := ledger.ParseEntry([]byte(changed)); err == nil {
				t.Errorf("accepted %q as %v", changed, e)
			}
		})
	}
}

func TestAManifestThatIsNotInCanonicalFormIsRefused(t *testing.T) {
	text := string(ledgertest.EmbeddedRelease(t).Manifest)
	if m, err := release.ParseManifest([]byte(text)); err != nil || indented(t, m) != text {
		t.Fatalf("the embedded one is not accepted: %v", err)
	}
	for _, test := range []struct{ name, old, new string }{
		{"another format", "opendata-release/1", "opendata-release/2"},
		{"no format", `  "format": "opendata-release/1",` + "\n", ""},
		{"another indent", `  "format"`, `   "format"`},
		{"tabs", `  "format"`, "\t\"format\""},
		{"Windows line ends", "{\n", "{\r\n"},
		{"no line end", "\n}\n", "\n}"},
		{"something after it", "\n}\n", "\n}\n{}\n"},
		{"an unknown key", `"number": 1`, `"number": 1, "more": 1`},
		{"a key twice", `"number": 1`, `"number": 1, "number": 1`},
		{"an escaped letter", "第2期", `\u7b2c2期`},
		{"bytes that are not UTF-8", "第2期", "\xff"},
		{"a file of a folder above", `"path": "022039_digital_plans.csv"`, `"path": "../022039_digital_plans.csv"`},
		{"a file without a name", `"path": "022039_digital_plans.csv"`, `"path": ""`},
		{"a file whose name speaks to the terminal", `"path": "022039_digital_plans.csv"`, `"path": "\u001b[2J"`},
		{"a file that comes twice", `"path": "022039_digital_plans.csv"`, `"path": "022039_digital_plans.schema.json"`},
		{"a file of a negative size", `"bytes": `, `"bytes": -`},
		{"a file whose sha256 is a path", `"sha256": "`, `"sha256": "../`},
		{"no files, said at length", `"files": [`, `"cancels": 0, "files": [`},
		{"nothing", text, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			changed := strings.Replace(text, test.old, test.new, 1)
			if _, err := release.ParseManifest([]byte(changed)); err == nil {
				t.Errorf("accepted %q", changed)
			}
		})
	}
}

func FuzzParseEntry(f *testing.F) {
	for _, seed := range []string{entryText, strings.Replace(entryText, `,"cancels":1`, "", 1), strings.Replace(entryText, "cancel", "<&\u2028", 1), "{}", "", "null"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if e, err := ledger.ParseEntry(data); err == nil && written(t, e) != string(data) {
			t.Errorf("%q was accepted as %v, which is written %q", data, e, written(t, e))
		}
	})
}

// indented writes a manifest as the design says it is written.
func indented(tb testing.TB, m release.Manifest) string {
	tb.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(m); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

func FuzzParseManifest(f *testing.F) {
	full := release.Manifest{
		Format: "opendata-release/1", Number: 2, Kind: release.Published, Issued: "2026-12-01T09:00:00+09:00", Effective: "2026-12-01T09:00:08+09:00",
		Reason: release.Correction, Note: "<訂正> & \u2028", Previous: strings.Repeat("0a", 32), Files: []release.File{{Dataset: "trees", Path: "022039_trees.csv", Bytes: 1, SHA256: strings.Repeat("0b", 32)}},
	}
	for _, m := range []release.Manifest{{}, {Format: "opendata-release/1", Kind: release.Cancelled, Cancels: 1}, full} {
		f.Add([]byte(indented(f, m)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := release.ParseManifest(data); err == nil && indented(t, m) != string(data) {
			t.Errorf("%q was accepted as %v, which is written %q", data, m, indented(t, m))
		}
	})
}

func ExampleLog_At() {
	log, err := ledger.NewLog([]ledger.Entry{published(1, 0), published(2, 60)})
	if err != nil {
		panic(err)
	}
	for _, at := range []int{-1, 0, 59, 60} {
		e, ok := log.At(second(at))
		fmt.Println(e.Number, ok)
	}
	// Output:
	// 0 false
	// 1 true
	// 1 true
	// 2 true
}

func TestUpToLeavesOutWhatComesLater(t *testing.T) {
	entries := []ledger.Entry{published(1, 10), published(3, 20), published(4, 30)}
	for number, want := range map[int]int{0: 0, 1: 1, 2: 1, 3: 2, 4: 3, 9: 3} {
		if got := ledger.UpTo(entries, number); len(got) != want {
			t.Errorf("up to %d: %v", number, got)
		}
	}
}
