package ledger_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/store"
)

// interleaved is a store that lets something else happen once: just before the
// first creation of a name with a prefix, which may also be done within it, or
// before something is read.
type interleaved struct {
	store.Store
	creating string // a prefix; empty for none
	reading  string // a name; empty for none
	met      bool
	meet     func(create func())
}

func (i *interleaved) Create(ctx context.Context, name string, data []byte) (err error) {
	done := false
	create := func() {
		done = true
		err = i.Store.Create(ctx, name, data)
	}
	if i.creating != "" && strings.HasPrefix(name, i.creating) && !i.met {
		i.met = true
		i.meet(create)
	}
	if !done {
		create()
	}
	return err
}

func (i *interleaved) Get(ctx context.Context, name string) ([]byte, error) {
	if name == i.reading && !i.met {
		i.met = true
		i.meet(nil)
	}
	return i.Store.Get(ctx, name)
}

// contest is a store in which release 1 has bytes that somebody withdraws while
// somebody else publishes them again as release 3.
type contest struct {
	*ledgertest.Lab
	repeat ledger.Proposal
	object string // the name of the bytes
}

func newContest(t *testing.T) *contest {
	t.Helper()
	l := ledgertest.New(t, ledgertest.NewMemory())
	first := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction})
	set, _ := first.Set("trees")
	return &contest{Lab: l, repeat: ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Correction}, object: "objects/" + set.CSVFile.SHA256[:2] + "/" + set.CSVFile.SHA256}
}

func (c *contest) publishOn(s store.Store) error {
	other := &ledgertest.Lab{T: c.T, Store: s, Repo: ledger.NewRepository(s), Clock: c.Clock}
	_, err := other.Try(c.repeat)
	return err
}

func (c *contest) withdrawOn(s store.Store) error {
	_, err := ledger.NewRepository(s).Withdraw(context.Background(), 1, "022039_trees.csv", "law", c.Clock.Now())
	return err
}

// there checks whether the bytes are still there.
func (c *contest) there(want bool) {
	c.T.Helper()
	if _, err := c.Store.Get(context.Background(), c.object); errors.Is(err, store.ErrNotFound) == want {
		c.T.Errorf("the bytes: %v, must be there: %v", err, want)
	}
}

// takenBack checks that the publisher took release 3 back and said so.
func (c *contest) takenBack(err error) {
	c.T.Helper()
	head, _ := c.History().Head()
	if head.Number != 4 || head.Cancels != 3 {
		c.T.Errorf("the log ends with %+v", head)
	}
	refusal, ok := errors.AsType[*fault.Error](err)
	if !ok || refusal.Kind != fault.Invalid || !strings.Contains(err.Error(), "was cancelled by entry 4") ||
		!strings.Contains(err.Error(), "for verify --head, note down 4:"+head.SHA256) || !reflect.DeepEqual(placesOf(refusal), []string{"022039_trees.csv"}) {
		c.T.Errorf("the publisher is told %v", err)
	}
}

func TestAWithdrawalBeforeTheEntryMakesThePublisherTakeItBack(t *testing.T) {
	c := newContest(t)
	err := c.publishOn(&interleaved{Store: c.Store, creating: "log/", meet: func(func()) {
		if err := c.withdrawOn(c.Store); err != nil {
			t.Error(err)
		}
	}})
	c.takenBack(err)
	c.there(false)
	c.Sound()
}

func TestAnEntryBeforeTheExplanationKeepsTheBytes(t *testing.T) {
	c := newContest(t)
	err := c.withdrawOn(&interleaved{Store: c.Store, creating: "withdrawn/", meet: func(func()) {
		if err := c.publishOn(c.Store); err != nil {
			t.Error(err)
		}
	}})
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "nothing is removed yet") || !strings.Contains(err.Error(), "opendata cancel 3") {
		t.Errorf("who withdraws is told %v", err)
	}
	c.there(true)
	if _, err := c.Repo.Cancel(t.Context(), 3, "", c.Clock.Now); err != nil {
		t.Fatal(err)
	}
	if err := c.withdrawOn(c.Store); err != nil {
		t.Errorf("withdrawing again: %v", err)
	}
	c.there(false)
	c.Sound()
}

func TestAnEntryAndAnExplanationAtOnceSeeEachOther(t *testing.T) {
	c := newContest(t)
	c.takenBack(c.publishOn(&interleaved{Store: c.Store, creating: "log/", meet: func(create func()) {
		err := c.withdrawOn(&interleaved{Store: c.Store, reading: "log/00000003.json", meet: func(func()) { create() }})
		if fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "nothing is removed yet") {
			t.Errorf("who withdraws is told %v", err)
		}
	}}))
	c.there(true)
	if err := c.withdrawOn(c.Store); err != nil {
		t.Errorf("withdrawing again: %v", err)
	}
	c.there(false)
	c.Sound()
}

func TestAPublisherKilledAfterItsEntryLeavesAReleaseThatReadersAndWithdrawalsUnderstand(t *testing.T) {
	c := newContest(t)
	killed := &interleaved{Store: c.Store, creating: "log/", meet: func(func()) {
		if err := c.withdrawOn(c.Store); err != nil {
			t.Error(err)
		}
	}}
	err := c.publishOn(deadAfterEntry{killed})
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "opendata cancel 3") {
		t.Errorf("got %v", err)
	}
	c.Clock.Pass(time.Minute)
	cache, err := releasecache.New(t.Context(), c.Repo, c.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	r, err := cache.At(t.Context(), c.Clock.Now())
	if err != nil || r.Number != 3 || len(r.Sets) != 1 || ledgertest.WhyWithdrawn(r) != "law" {
		t.Errorf("release 3 is not served without what was withdrawn: %v", err)
	}
	if err := c.withdrawOn(c.Store); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "release 3, which is current") {
		t.Errorf("who withdraws again is told %v", err)
	}
	c.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 4), Reason: release.NewData})
	c.Sound()
}

// deadAfterEntry is the store of a publisher that can do nothing any more once
// its entry stands.
type deadAfterEntry struct{ store.Store }

func (d deadAfterEntry) List(ctx context.Context, prefix, after string) ([]string, error) {
	names, err := d.Store.List(ctx, "log/", "")
	if err == nil && slices.Contains(names, "log/00000003.json") {
		return nil, ledgertest.ErrInjected
	}
	return d.Store.List(ctx, prefix, after)
}
