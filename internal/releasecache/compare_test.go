package releasecache_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

// scene is one state of two datasets as a person would note it down: what is
// there, under a name for everything that can differ.
type scene struct {
	sources []dataset.Source
	facts   map[string]string
}

// randomScene makes up to two datasets with columns, titles and rows that
// change all the time.
func randomScene(t *testing.T, rng *rand.Rand) scene {
	t.Helper()
	s := scene{facts: make(map[string]string)}
	for _, id := range []string{"benches", "trees"} {
		if id == "benches" && rng.IntN(4) == 0 {
			continue
		}
		s.add(t, rng, id)
	}
	return s
}

func (s *scene) add(t *testing.T, rng *rand.Rand, id string) {
	t.Helper()
	title := []string{"い", "ろ"}[rng.IntN(2)]
	s.facts[id], s.facts[id+" property  title"] = "there", title
	fields, columns := []string{`{"name": "id"}`}, []string{"id"}
	for _, name := range []string{"x", "y", "z"} {
		if name != "x" && rng.IntN(3) == 0 {
			continue
		}
		meaning := []string{"", "は", "に"}[rng.IntN(3)]
		columns = append(columns, name)
		fields = append(fields, fmt.Sprintf(`{"name": %q, "description": %q}`, name, meaning))
		s.facts[id+" column "+name] = "means " + meaning
		s.facts[id+" property "+name+" description"] = meaning
	}
	lines := []string{strings.Join(columns, ",")}
	for _, key := range []string{"a", "b", "c"} {
		if rng.IntN(4) == 0 {
			continue
		}
		s.facts[id+" record "+key] = "there"
		for _, name := range []string{"x", "y", "z"} {
			s.facts[id+" cell "+key+" "+name] = "a cell with "
		}
		cells := []string{key}
		for _, name := range columns[1:] {
			value := []string{"", "1", "2"}[rng.IntN(3)]
			cells = append(cells, value)
			s.facts[id+" cell "+key+" "+name] += value
		}
		lines = append(lines, strings.Join(cells, ","))
	}
	schema := fmt.Appendf(nil, `{"title": %q, "fields": [%s], "primaryKey": "id"}`, title, strings.Join(fields, ", "))
	d, err := dataset.ParseTableSchema(id, schema)
	if err != nil {
		t.Fatal(err)
	}
	s.sources = append(s.sources, dataset.Source{Dataset: d, CSV: []byte(strings.Join(lines, "\n") + "\n")})
}

// traced lists the differences between two releases, under the names of the
// facts, with the release that brought each.
func traced(changes []release.Change) map[string]int {
	out := make(map[string]int)
	for _, c := range changes {
		if c.Dataset == dataset.DictionaryID {
			continue
		}
		if c.Kind != release.Changed {
			out[c.Dataset] = c.Release
		}
		for _, col := range c.Columns {
			out[c.Dataset+" column "+col.Column] = col.Release
		}
		for _, p := range c.Properties {
			out[c.Dataset+" property "+p.Column+" "+p.Property] = p.Release
		}
		for r := range c.Records.All() {
			key := strings.Join(r.Key, ",")
			if r.Kind != release.Changed {
				out[c.Dataset+" record "+key] = r.Release
			}
			for _, f := range r.Fields {
				out[c.Dataset+" cell "+key+" "+f.Column] = f.Release
			}
		}
	}
	return out
}

// naively finds for every fact that differs between two scenes the last one in
// between where it changed. What is said with the dataset or the record alone
// is left out.
func naively(scenes map[int]scene, numbers []int, from, to int) map[string]int {
	out := make(map[string]int)
	names := make(map[string]bool)
	for _, n := range []int{from, to} {
		for name := range scenes[n].facts {
			names[name] = true
		}
	}
	for name := range names {
		was, is := scenes[from].facts[name], scenes[to].facts[name]
		parts := strings.Split(name, " ")
		id, kind := parts[0], append(parts, "")[1]
		both := scenes[from].facts[id] == scenes[to].facts[id]
		switch {
		case was == is, (kind == "column" || kind == "property") && !both:
			continue
		case kind == "cell":
			record := id + " record " + parts[2]
			if !both || scenes[from].facts[record] != scenes[to].facts[record] || scenes[to].facts[id+" column "+parts[3]] == "" {
				continue
			}
		case kind == "property" && parts[2] != "" && (scenes[from].facts[id+" column "+parts[2]] == "" || scenes[to].facts[id+" column "+parts[2]] == ""):
			continue
		}
		between := slices.DeleteFunc(slices.Clone(numbers), func(n int) bool { return n < min(from, to) || n > max(from, to) })
		for i := 1; i < len(between); i++ {
			if scenes[between[i-1]].facts[name] != scenes[between[i]].facts[name] {
				out[name] = between[i]
			}
		}
	}
	return out
}

func TestEveryDifferenceIsTracedToTheReleaseThatBroughtIt(t *testing.T) {
	if testing.Short() {
		t.Skip("builds many random histories")
	}
	rng := rand.New(rand.NewPCG(7, 2026))
	differences, pairs := 0, 0
	for range 40 {
		l, scenes, numbers := ledgertest.New(t, ledgertest.NewMemory()), make(map[int]scene), []int(nil)
		for len(numbers) < 6 {
			s := randomScene(t, rng)
			if len(numbers) > 0 && rng.IntN(3) == 0 { // as it was once
				s = scenes[numbers[rng.IntN(len(numbers))]]
			}
			r, err := l.Try(ledger.Proposal{Sources: s.sources, Reason: ledgertest.ReasonOf(len(numbers) + 1)})
			if err != nil {
				continue // nothing differs
			}
			if len(numbers) > 0 && rng.IntN(6) == 0 {
				if _, err := l.Repo.Cancel(t.Context(), r.Number, "", l.Clock.Now); err != nil {
					t.Fatal(err)
				}
				continue
			}
			scenes[r.Number], numbers = s, append(numbers, r.Number)
			l.Clock.Pass(time.Minute)
		}
		cache := cacheOf(l)
		for _, from := range numbers {
			for _, to := range numbers {
				want := naively(scenes, numbers, from, to)
				if got := traced(compare(l, cache, from, to)); !maps.Equal(got, want) {
					t.Fatalf("from %d to %d of %v\ngot  %v\nwant %v", from, to, numbers, got, want)
				}
				differences += len(want)
				pairs++
			}
		}
	}
	t.Logf("%d pairs, %d differences", pairs, differences)
}

func cacheOf(l *ledgertest.Lab) *releasecache.Cache {
	l.T.Helper()
	cache, err := releasecache.New(context.Background(), l.Repo, l.Clock.Now())
	if err != nil {
		l.T.Fatal(err)
	}
	return cache
}

func compare(l *ledgertest.Lab, cache *releasecache.Cache, from, to int) []release.Change {
	l.T.Helper()
	var ends [2]*release.Release
	for i, n := range []int{from, to} {
		var err error
		if ends[i], err = cache.Number(context.Background(), n, l.Clock.Now()); err != nil {
			l.T.Fatal(err)
		}
	}
	changes, err := cache.Compare(context.Background(), ends[0], ends[1], l.Clock.Now())
	if err != nil {
		l.T.Fatal(err)
	}
	return changes
}
