package plan_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

// reading is a store that notes what is read.
type reading struct {
	*ledgertest.Memory

	mu    sync.Mutex // files of a release are read at once
	names []string
}

func (r *reading) Get(ctx context.Context, name string) ([]byte, error) {
	r.mu.Lock()
	r.names = append(r.names, name)
	r.mu.Unlock()
	return r.Memory.Get(ctx, name)
}

// past is published releases and the histories of their trees by kind.
type past struct {
	*ledgertest.Lab

	store     *reading
	cache     *releasecache.Cache
	histories *plan.Histories
	made      int
}

// trees publishes five releases: the first without trees, the fourth without a
// change of them.
func trees(t *testing.T) *past {
	t.Helper()
	p := &past{store: &reading{Memory: ledgertest.NewMemory()}}
	p.Lab = ledgertest.New(t, p.store)
	benches, err := dataset.ParseTableSchema("benches", []byte(`{"title": "ベンチ", "primaryKey": "id", "fields": [{"name": "id"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	some, more := dataset.Source{Dataset: benches, CSV: []byte("id\nb-1\n")}, dataset.Source{Dataset: benches, CSV: []byte("id\nb-1\nb-2\n")}
	for i, sources := range [][]dataset.Source{
		{some}, append(ledgertest.Version(t, 1), some), append(ledgertest.Version(t, 2), some), append(ledgertest.Version(t, 2), more), append(ledgertest.Version(t, 3), more),
	} {
		p.Publish(ledger.Proposal{Sources: sources, Reason: ledgertest.ReasonOf(i + 1)})
	}
	if p.cache, err = releasecache.New(t.Context(), p.Repo, p.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	p.histories = plan.NewHistories(p.cache, func(ctx context.Context, find func(context.Context) (*release.Set, error)) (*release.Set, error) {
		p.made++
		return find(ctx)
	})
	return p
}

// of is the history of a kind up to a release: height, from, to, reason.
func (p *past) of(number int, kind string) []string {
	p.T.Helper()
	ctx := context.Background()
	upTo, err := p.cache.Number(ctx, number, p.Clock.Now())
	if err != nil {
		p.T.Fatal(err)
	}
	now, err := p.cache.Number(ctx, 5, p.Clock.Now())
	if err != nil {
		p.T.Fatal(err)
	}
	set, _ := now.Set("trees")
	p.store.names = nil
	history := plan.NewHistory(plan.HistorySet(set), plan.Series{Dataset: "trees", Parent: "kind"}, kind)
	made, err := p.histories.Of(ctx, upTo, history, p.Clock.Now())
	if err != nil {
		p.T.Fatal(err)
	}
	var out []string
	for _, cells := range ledgertest.Cells(made) {
		out = append(out, strings.Join(slices.Delete(cells, 2, 3), " "))
	}
	return out
}

func TestTheHistoryUpToARelease(t *testing.T) {
	p := trees(t)
	for _, c := range []struct {
		number int
		kind   string
		want   []string
	}{
		{5, "松", []string{"t-1 1.5 2 3 correction", "t-1 2.5 3 5 correction", "t-1 3.5 5  correction"}},
		{4, "松", []string{"t-1 1.5 2 3 correction", "t-1 2.5 3  correction"}},
		{2, "松", []string{"t-1 1.5 2  correction"}},
		{1, "松", nil},
		{5, "桜", []string{"t-2 3.0 2  correction"}},
		{5, "梅", nil},
	} {
		if got := p.of(c.number, c.kind); !slices.Equal(got, c.want) {
			t.Errorf("%s up to %d: %q", c.kind, c.number, got)
		}
	}
}

// It is made once, and a release that did not change the dataset is not read.
func TestAHistoryIsMadeOnce(t *testing.T) {
	p := trees(t)
	p.of(5, "松")
	h := p.cache.History()
	csv, _, _ := h.Files(4, "trees")
	var read int
	for _, name := range p.store.names {
		if strings.HasSuffix(name, csv.SHA256) {
			read++
		}
	}
	if read > 1 {
		t.Errorf("the trees of releases 3 and 4 were read %d times", read)
	}
	p.of(5, "松")
	if p.made != 1 {
		t.Errorf("made %d times", p.made)
	}
	p.of(5, "桜")
	p.of(4, "松")
	if p.made != 3 {
		t.Errorf("three histories are made %d times", p.made)
	}
}

// What was withdrawn is passed over, also by a history that was made before.
func TestAHistoryPassesOverWhatWasWithdrawn(t *testing.T) {
	p := trees(t)
	p.of(5, "松")
	if _, err := p.Repo.Withdraw(t.Context(), 3, "022039_trees.csv", "a name in it", p.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if err := p.cache.Refresh(t.Context(), p.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if got, want := p.of(5, "松"), []string{"t-1 1.5 2 5 correction", "t-1 3.5 5  correction"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
