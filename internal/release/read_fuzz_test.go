package release_test

import (
	"bytes"
	"slices"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

const parksSchema = `{
  "fields": [
    {"name": "city", "title": "市", "constant": "八戸市"},
    {"name": "id", "title": "番号"},
    {"name": "area", "title": "面積", "type": "number"},
    {"name": "trees", "title": "樹木数", "type": "integer"},
    {"name": "opened", "title": "開園日", "type": "date"},
    {"name": "month", "title": "点検月", "type": "yearmonth"},
    {"name": "toilet", "title": "トイレ", "type": "boolean"},
    {"name": "tags", "title": "設備", "type": "list", "delimiter": ";"}
  ],
  "primaryKey": "id", "order": ["area"]
}`

// canonical reads a dataset of the city's own and returns its canonical CSV,
// false if it is refused.
func canonical(t *testing.T, data []byte) ([]byte, bool) {
	t.Helper()
	own := fstest.MapFS{"fuzz_parks.csv": {Data: data}, "fuzz_parks.schema.json": {Data: []byte(parksSchema)}}
	sources, err := source.Read(dataset.Embedded(), own)
	if err != nil {
		return nil, false
	}
	i := slices.IndexFunc(sources, func(s dataset.Source) bool { return s.Dataset.ID == "fuzz_parks" })
	r, err := release.Build(release.Meta{Number: 1}, sources[i:i+1])
	if err != nil {
		t.Fatalf("what was checked cannot be built: %v", err)
	}
	s, _ := r.Set("fuzz_parks")
	return s.CSVFile.Data(), true
}

func FuzzRead(f *testing.F) {
	for _, data := range []string{
		"id,area,trees,opened,month,toilet,tags\np1,10.50,120,1990-04-01,2026-05,true,a;b\np2,,,,,,\n",
		"\ufeff市,番号,面積,樹木数,開園日,点検月,トイレ,設備\r\n八戸市,\"p\"\"1\",1,2,2026-04-01,2026-04,false,\"a,b\"\r\n",
		"tags,toilet,month,opened,trees,area,id\n,,,,,,p1\n;,,,,,,p2\n",
		"id,area,trees,opened,month,toilet,tags\n\n\"p1\n,,,,,,\n\n",
		"id\n", "", "\n\n", "\"", "\xff",
	} {
		f.Add([]byte(data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		once, ok := canonical(t, data)
		if !ok {
			return
		}
		twice, ok := canonical(t, once)
		if !ok {
			t.Fatalf("the canonical CSV is not accepted:\n%s", once)
		}
		if !bytes.Equal(once, twice) {
			t.Errorf("became\n%s\nwas\n%s", twice, once)
		}
	})
}
