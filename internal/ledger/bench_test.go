package ledger_test

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"testing"
	"testing/fstest"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
	"hachinohe.example/opendata/internal/store"
)

func BenchmarkLogAt(b *testing.B) {
	var entries []ledger.Entry
	for number := 1; number <= 10_000; number++ {
		entries = append(entries, published(number, 60*number))
	}
	log, err := ledger.NewLog(entries)
	if err != nil {
		b.Fatal(err)
	}
	at := second(60*7654 + 30)
	b.ReportAllocs()
	for b.Loop() {
		if e, _ := log.At(at); e.Number != 7654 {
			b.Fatal(e)
		}
	}
}

func TestAtNeedsNoMemory(t *testing.T) {
	log, err := ledger.NewLog([]ledger.Entry{published(1, 0), published(2, 60)})
	if err != nil {
		t.Fatal(err)
	}
	if got := testing.AllocsPerRun(100, func() { log.At(second(30)) }); got > 1 { // one is second's
		t.Errorf("%v allocations", got)
	}
}

const observationsSchema = `{
  "title": "観測値",
  "fields": [
    {"name": "series", "title": "系列"},
    {"name": "period", "title": "時点", "type": "date"},
    {"name": "value", "title": "値", "type": "number", "unit": "人"},
    {"name": "status", "title": "状態"}
  ],
  "primaryKey": ["series", "period"]
}`

// series are so many observations, of which every 10,000th has a value of its own.
func series(rows, own int) fstest.MapFS {
	var b bytes.Buffer
	b.WriteString("series,period,value,status\n")
	day := time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range rows {
		value := 100_000 + i*7919%900_000
		if i%10_000 == 0 {
			value = own
		}
		b.WriteString("s-" + strconv.Itoa(10_000+i/1000) + "," + day.AddDate(0, 0, i%1000).Format(time.DateOnly) + "," + strconv.Itoa(value) + ".5,A\n")
	}
	return fstest.MapFS{"population.csv": {Data: b.Bytes()}, "population.schema.json": {Data: []byte(observationsSchema)}}
}

// counting counts the bytes that are written.
type counting struct {
	store.Store
	bytes, objects int
}

func (c *counting) Create(ctx context.Context, name string, data []byte) error {
	c.bytes += len(data)
	c.objects++
	return c.Store.Create(ctx, name, data)
}

// BenchmarkPublish publishes ten million observations for the first time and then
// with one of 10,000 changed, from checking the sources to the entry in the log,
// into a folder and by the real clock: who takes too long is refused.
func BenchmarkPublish(b *testing.B) {
	const rows = 10_000_000
	for _, step := range []struct {
		name    string
		states  []int
		changes int
	}{{"first", []int{1}, rows}, {"changed", []int{1, 2}, rows / 10_000}} {
		b.Run(step.name, func(b *testing.B) {
			var sources []fstest.MapFS
			for _, own := range step.states {
				sources = append(sources, series(rows, own))
			}
			for b.Loop() {
				b.StopTimer()
				c := &counting{Store: ledgertest.Folder(b)}
				repo := ledger.NewRepository(c)
				for i, own := range sources {
					if i > 0 || len(sources) == 1 {
						b.StartTimer()
					}
					publishTimed(b, repo, own, i == 0, step.changes)
				}
				b.ReportMetric(float64(c.bytes), "bytes-written")
				b.ReportMetric(float64(c.objects), "objects-written")
			}
		})
	}
}

// publishTimed publishes sources and tells how long each part took.
func publishTimed(b *testing.B, repo *ledger.Repository, own fstest.MapFS, first bool, changes int) {
	b.Helper()
	reason := release.Correction
	if first {
		reason = release.Initial
	}
	watch := time.Now()
	sources, err := source.Read(dataset.Embedded(), own)
	if err != nil {
		b.Fatal(err)
	}
	check := time.Since(watch)
	d, err := repo.Prepare(b.Context(), ledger.Proposal{Sources: sources, Reason: reason}, time.Now())
	if err != nil {
		b.Fatal(err)
	}
	i := slices.IndexFunc(d.Changes, func(c release.Change) bool { return c.Dataset == "population" })
	if !first && d.Changes[i].Records.Len() != changes {
		b.Fatalf("%d changes, want %d", d.Changes[i].Records.Len(), changes)
	}
	prepare := time.Since(watch) - check
	if _, err := repo.Publish(b.Context(), d, time.Now); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(check.Seconds(), "check-s")
	b.ReportMetric(prepare.Seconds(), "prepare-s")
	b.ReportMetric((time.Since(watch) - check - prepare).Seconds(), "store-s")
}

// BenchmarkVerify verifies a folder with two releases of a million
// observations.
func BenchmarkVerify(b *testing.B) {
	l := ledgertest.New(b, ledgertest.Folder(b))
	l.Publish(ledger.Proposal{Sources: ledgertest.City(b, series(1_000_000, 1)), Reason: release.Initial})
	l.Publish(ledger.Proposal{Sources: ledgertest.City(b, series(1_000_000, 2)), Reason: release.Correction})
	b.SetBytes(l.Verify(nil).Bytes)
	for b.Loop() {
		if r := l.Verify(nil); len(r.Findings) > 0 {
			b.Fatal(r.Findings)
		}
	}
}
