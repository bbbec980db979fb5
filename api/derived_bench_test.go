package api_test

import (
	"bytes"
	"crypto/rand"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fixture"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

// indicated is the service with the observations of the fixture as values of one
// indicator in ten areas, 1,000 months each.
func indicated(tb testing.TB) http.Handler {
	tb.Helper()
	var made bytes.Buffer
	if err := fixture.Observations(&made, 10_000); err != nil {
		tb.Fatal(err)
	}
	rows, err := csv.NewReader(&made).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	var values strings.Builder
	values.WriteString("indicator_id,area_code,period_start,period_end,label,value,base_date,status,note,source\n")
	areas := []string{"022012", "022021", "022039", "022047", "022055", "022063", "022071", "022080", "022098", "022101"}
	for i, row := range rows[1:] {
		fmt.Fprintf(&values, "ind-1,%s,%s,%s,%s,%s,,%s,,架空\n", areas[i/1000], row[2], row[2], row[2], strings.Split(row[3], ".")[0], row[4])
	}
	sources, err := source.Read(dataset.Embedded(), fstest.MapFS{"022039_digital_observations.csv": {Data: []byte(values.String())}})
	if err != nil {
		tb.Fatal(err)
	}
	rel, err := release.Build(release.Embedded(), sources)
	if err != nil {
		tb.Fatal(err)
	}
	cfg := testConfig(io.Discard)
	cfg.NewID, cfg.Now = rand.Text, time.Now
	h, err := api.New(cfg, fixed(tb, rel))
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

// BenchmarkDerived compares one series of 1,000 rows with what is made of it, over
// HTTP, each address for the first time; where its condition is no bound of periods,
// the rows were derived before and only the query is new. p50 of the latter is to stay within 1.3
// times that of the plain rows (docs/performance.md).
func BenchmarkDerived(b *testing.B) {
	h := indicated(b)
	const first, again = "&since=%04d-01-01&until=%04d-01-01", "&period_start.ge=%04d-01-01&period_start.le=%04d-01-01"
	b.Run("first", func(b *testing.B) { derivedBench(b, h, "&fields=period_start,value"+first) })
	b.Run("again", func(b *testing.B) { derivedBench(b, h, "&fields=period_start,value"+again) })
	b.Run("again_whole_rows", func(b *testing.B) { derivedBench(b, h, again) })
}

func derivedBench(b *testing.B, h http.Handler, query string) {
	b.Helper()
	for _, c := range []struct{ name, query string }{
		{"plain", ""},
		{"change", "&transform=change"},
		{"year_on_year", "&transform=year_on_year"},
		{"index", "&transform=index"},
		{"month", "&frequency=month"},
		{"month_percent_change", "&frequency=month&transform=percent_change"},
		{"fiscal_year", "&frequency=fiscal_year"},
		{"labels", "&labels=true"},
	} {
		n := 0 // goes on where the benchmark is repeated, so that no answer is in the cache
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for ; b.Loop(); n++ {
				b.StopTimer()
				r := asked(b, fmt.Sprintf("/api/v1/indicators/ind-1/observations?area=022039&limit=1000"+c.query+query, n%1940, 2027+n/1940))
				b.StartTimer()
				b.SetBytes(int64(call(b, h, r)))
			}
		})
	}
}
