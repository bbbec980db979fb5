package ledger_test

import (
	"bytes"
	"context"
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

// million is a million observations, of which every 10,000th has a value of
// its own.
func million(own int) fstest.MapFS {
	var b bytes.Buffer
	b.WriteString("series,period,value,status\n")
	day := time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 1_000_000 {
		value := 100_000 + i*7919%900_000
		if i%10_000 == 0 {
			value = own
		}
		b.WriteString("s-" + strconv.Itoa(1000+i/1000) + "," + day.AddDate(0, 0, i%1000).Format(time.DateOnly) + "," + strconv.Itoa(value) + ".5,A\n")
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

// BenchmarkPublishMillion publishes a million observations of which 100
// changed, from checking the sources to the entry in the log, into a folder.
func BenchmarkPublishMillion(b *testing.B) {
	before, after := million(1), million(2)
	for b.Loop() {
		b.StopTimer()
		c := &counting{Store: ledgertest.Folder(b)}
		l := ledgertest.New(b, c)
		l.Publish(ledger.Proposal{Sources: ledgertest.City(b, before), Reason: release.Initial})
		c.bytes, c.objects = 0, 0
		b.StartTimer()
		watch := time.Now()
		sources, err := source.Read(dataset.Embedded(), after)
		if err != nil {
			b.Fatal(err)
		}
		check := time.Since(watch)
		d, err := l.Repo.Prepare(b.Context(), ledger.Proposal{Sources: sources, Reason: release.Correction}, l.Clock.Now())
		if err != nil || len(d.Changes) != 1 || d.Changes[0].Records.Len() != 100 {
			b.Fatal(err, strconv.Itoa(len(d.Changes)))
		}
		prepare := time.Since(watch) - check
		if _, err := l.Repo.Publish(b.Context(), d, l.Clock.Now); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(check.Seconds(), "check-s")
		b.ReportMetric(prepare.Seconds(), "prepare-s")
		b.ReportMetric((time.Since(watch) - check - prepare).Seconds(), "store-s")
		b.ReportMetric(time.Since(watch).Seconds(), "total-s")
		b.ReportMetric(float64(c.bytes), "bytes-written")
		b.ReportMetric(float64(c.objects), "objects-written")
	}
}

// BenchmarkVerify verifies a folder with two releases of a million
// observations.
func BenchmarkVerify(b *testing.B) {
	l := ledgertest.New(b, ledgertest.Folder(b))
	l.Publish(ledger.Proposal{Sources: ledgertest.City(b, million(1)), Reason: release.Initial})
	l.Publish(ledger.Proposal{Sources: ledgertest.City(b, million(2)), Reason: release.Correction})
	b.SetBytes(l.Verify(nil).Bytes)
	for b.Loop() {
		if r := l.Verify(nil); len(r.Findings) > 0 {
			b.Fatal(r.Findings)
		}
	}
}
