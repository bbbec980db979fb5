package releasecache_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/source"
)

// Much text is made ready to be searched before anybody searches it, and counted;
// little is left to the first search. Who ends in the midst of it goes on the next
// time.
func TestMuchTextIsMadeReadyForSearches(t *testing.T) {
	var long strings.Builder
	long.WriteString("id,text\n")
	for i := range 100 {
		fmt.Fprintf(&long, "e-%03d,%d%s\n", i, i, strings.Repeat("ひらがな", 3000))
	}
	sources, err := source.Read(dataset.Embedded(), fstest.MapFS{
		"essays.csv":         {Data: []byte(long.String())},
		"essays.schema.json": {Data: []byte(`{"title": "見本", "primaryKey": ["id"], "fields": [{"name": "id", "title": "ID"}, {"name": "text", "title": "文"}]}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	rel, err := release.Build(release.Embedded(), sources)
	if err != nil {
		t.Fatal(err)
	}
	cache, err := releasecache.Fixed(rel)
	if err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := cache.PrepareSearch(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("ended: %v", err)
	}
	for range 2 {
		if err := cache.PrepareSearch(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for i := range rel.Sets {
		set := &rel.Sets[i]
		if got, long := set.Table.SearchMemory(), set.ID == "essays"; long != (got > 0) || long && got < 100*3000*len("ヒラガナ") {
			t.Errorf("%s: %d bytes are held for searches", set.ID, got)
		}
	}
}
