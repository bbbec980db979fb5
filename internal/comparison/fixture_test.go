package comparison_test

import (
	"context"
	"slices"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/comparison"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

// The schemas of the trees: as they were at first, with another unit and another
// title, and with another name of the key.
const (
	inMetres      = `{"title": "街路樹", "primaryKey": "id", "fields": [{"name": "id"}, {"name": "height", "type": "number", "unit": "m"}, {"name": "kind"}]}`
	inCentimetres = `{"title": "木", "primaryKey": "id", "fields": [{"name": "id"}, {"name": "height", "type": "number", "unit": "cm"}, {"name": "kind", "description": "樹種"}]}`
	byCode        = `{"title": "街路樹", "primaryKey": "code", "fields": [{"name": "code"}, {"name": "height", "type": "number", "unit": "m"}, {"name": "kind"}]}`
	ofBenches     = `{"title": "ベンチ", "primaryKey": "id", "fields": [{"name": "id"}]}`
)

// own is a dataset of the city's own.
func own(t *testing.T, id, schema, csv string) dataset.Source {
	t.Helper()
	d, err := dataset.ParseTableSchema(id, []byte(schema))
	if err != nil {
		t.Fatal(err)
	}
	return dataset.Source{Dataset: d, CSV: []byte(csv)}
}

// archive is published releases and who compares them.
type archive struct {
	*ledgertest.Lab

	cache *releasecache.Cache
	maker *comparison.Maker
	made  int   // comparisons
	fail  error // what the next one fails with
}

// published publishes releases, all but the first as corrections unless a reason
// is given with their number.
func published(t *testing.T, reasons map[int]release.Reason, releases ...[]dataset.Source) *archive {
	t.Helper()
	l := ledgertest.New(t, ledgertest.NewMemory())
	for i, sources := range releases {
		reason, ok := reasons[i+1]
		if !ok {
			reason = ledgertest.ReasonOf(i + 1)
		}
		l.Publish(ledger.Proposal{Sources: sources, Reason: reason})
	}
	return archiveOf(t, l)
}

func archiveOf(t *testing.T, l *ledgertest.Lab) *archive {
	t.Helper()
	cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	a := &archive{Lab: l, cache: cache}
	a.maker = comparison.NewMaker(cache, func(ctx context.Context, find func(context.Context) ([]release.Change, error)) ([]release.Change, error) {
		a.made++
		if err := a.fail; err != nil {
			a.fail = nil
			return nil, err
		}
		return find(ctx)
	})
	return a
}

func (a *archive) compare(from, to int) *comparison.Comparison {
	a.T.Helper()
	c, err := a.maker.Compare(context.Background(), from, to, a.Clock.Now())
	if err != nil {
		a.T.Fatal(err)
	}
	return c
}

// sections are the differences of a dataset, or of all.
func (a *archive) sections(from, to int, only string) comparison.Sections {
	a.T.Helper()
	list, err := a.compare(from, to).Sections(only)
	if err != nil {
		a.T.Fatal(err)
	}
	return list
}

func (a *archive) rows(from, to int, only string) []comparison.ChangeRow {
	a.T.Helper()
	return slices.Collect(a.sections(from, to, only).Rows(0, 0))
}

// withdraw takes a file of the trees out of a release.
func (a *archive) withdraw(number int, path string) {
	a.T.Helper()
	if _, err := a.Repo.Withdraw(context.Background(), number, path, "a name in it", a.Clock.Now()); err != nil {
		a.T.Fatal(err)
	}
	if err := a.cache.Refresh(context.Background(), a.Clock.Now()); err != nil {
		a.T.Fatal(err)
	}
}

// The paths of the two files of the trees.
const (
	treesCSV    = "022039_trees.csv"
	treesSchema = "022039_trees.schema.json"
)

// trees are four states of the trees: the first; a height corrected; a kind
// taken away and a tree in place of another; the first again.
func trees(t *testing.T) *archive {
	t.Helper()
	var releases [][]dataset.Source
	for _, csv := range []string{
		"id,height,kind\nt-1,1.5,松\nt-2,3.0,桜\n",
		"id,height,kind\nt-1,2.5,松\nt-2,3.0,桜\n",
		"id,height,kind\nt-1,2.5,\nt-3,4.0,梅\n",
		"id,height,kind\nt-1,1.5,松\nt-2,3.0,桜\n",
	} {
		releases = append(releases, []dataset.Source{own(t, "trees", inMetres, csv)})
	}
	return published(t, nil, releases...)
}
