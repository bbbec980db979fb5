package api_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fixture"
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
	return measured(tb, sources)
}

// The addresses that are measured, and what else is asked: the bounds change with each
// request and the rows do not, so that no answer is in the cache.
const (
	derivedTarget = "/api/v1/indicators/ind-1/observations?area=022039&limit=1000"
	firstTime     = "&since=%04d-01-01&until=%04d-01-01"
	again         = "&period_start.ge=%04d-01-01&period_start.le=%04d-01-01"
	twoFields     = "&fields=period_start,value"
)

var derivations = []struct{ name, query string }{
	{"change", "&transform=change"},
	{"percent_change", "&transform=percent_change"},
	{"year_on_year", "&transform=year_on_year"},
	{"index", "&transform=index"},
	{"month", "&frequency=month"},
	{"month_year_on_year", "&frequency=month&transform=year_on_year"},
	{"quarter", "&frequency=quarter"},
	{"year", "&frequency=year"},
	{"fiscal_year", "&frequency=fiscal_year"},
	{"labels", "&labels=true"},
}

// derivedURL is the nth address that asks for a series.
func derivedURL(query string, n int) string {
	return fmt.Sprintf(derivedTarget+query, n%1940, 2027+n/1940)
}

// BenchmarkDerived compares one series of 1,000 rows with what is made of it, without
// the network, each address for the first time. Where its condition is no bound of
// periods, the rows were derived before and only the query is new.
func BenchmarkDerived(b *testing.B) {
	h := indicated(b)
	b.Run("first", func(b *testing.B) { derivedBench(b, h, twoFields+firstTime) })
	b.Run("again", func(b *testing.B) { derivedBench(b, h, twoFields+again) })
	b.Run("again_whole_rows", func(b *testing.B) { derivedBench(b, h, again) })
}

func derivedBench(b *testing.B, h http.Handler, query string) {
	b.Helper()
	for _, c := range append([]struct{ name, query string }{{"plain", ""}}, derivations...) {
		n := 0 // goes on where the benchmark is repeated, so that no answer is in the cache
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for ; b.Loop(); n++ {
				b.StopTimer()
				r := asked(b, derivedURL(c.query+query, n))
				b.StartTimer()
				b.SetBytes(int64(call(b, h, r)))
			}
		})
	}
}

// BenchmarkDerivedOverHTTP requests the plain rows and what is made of them in turn,
// on one connection over loopback, and prints the medians and their ratio, which is to
// stay within 1.3 (docs/performance.md).
func BenchmarkDerivedOverHTTP(b *testing.B) {
	server := httptest.NewServer(indicated(b))
	defer server.Close()
	plain := 0 // goes on from one to the next
	for _, rows := range []struct{ name, query string }{{"two_fields", twoFields}, {"whole_rows", ""}} {
		b.Run(rows.name, func(b *testing.B) {
			for _, c := range derivations {
				made := 0
				b.Run(c.name, func(b *testing.B) {
					var of, with []time.Duration
					for b.Loop() {
						of = append(of, requested(b, server, derivedURL(rows.query+firstTime, plain)))
						with = append(with, requested(b, server, derivedURL(c.query+rows.query+firstTime, made)))
						plain, made = plain+1, made+1
					}
					b.ReportMetric(0, "ns/op") // of both together
					without, p50 := float64(median(of).Nanoseconds()), float64(median(with).Nanoseconds())
					b.ReportMetric(without/1000, "µs-plain")
					b.ReportMetric(p50/1000, "µs-derived")
					b.ReportMetric(p50/without, "ratio")
				})
			}
		})
	}
}

// requested is how long an answer took, from the request to its last byte.
func requested(b *testing.B, server *httptest.Server, target string) time.Duration {
	b.Helper()
	begin := time.Now()
	resp, err := server.Client().Get(server.URL + target)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode != http.StatusOK {
		b.Fatal(resp.Status, err)
	}
	return time.Since(begin)
}
