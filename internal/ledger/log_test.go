package ledger_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/ledger"
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
