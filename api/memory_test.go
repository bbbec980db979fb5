package api_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fixture"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

// memoryLog takes an answer without keeping it, and notes how much memory is live
// while it comes.
type memoryLog struct {
	header        http.Header
	status, bytes int
	next          int
	live          uint64 // most
}

func (l *memoryLog) Header() http.Header { return l.header }

func (l *memoryLog) WriteHeader(status int) { l.status = status }

func (l *memoryLog) Write(p []byte) (int, error) {
	if l.bytes += len(p); l.bytes >= l.next {
		l.next = l.bytes + 1<<20
		l.live = max(l.live, live())
	}
	return len(p), nil
}

// live is how much memory is in use for good.
func live() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// largeReleases is a timeline of three releases, of which the last two have fictional
// observations that differ in almost every row.
func largeReleases(t *testing.T, rows int) *timeline {
	t.Helper()
	var csv, schema bytes.Buffer
	if err := fixture.Observations(&csv, rows); err != nil {
		t.Fatal(err)
	}
	if err := fixture.Descriptor(&schema); err != nil {
		t.Fatal(err)
	}
	all, err := source.Read(dataset.Embedded(), fstest.MapFS{
		fixture.ID + ".csv": {Data: csv.Bytes()}, fixture.ID + ".schema.json": {Data: schema.Bytes()},
	})
	if err != nil {
		t.Fatal(err)
	}
	tl := newTimeline(t, "goals")
	tl.sources = append(tl.sources, all[len(all)-1])
	tl.publish(release.NewData, "")
	tl.publish(release.Correction, "", edit{fixture.ID, ",A\r\n", ",E\r\n"})
	return tl
}

// A long answer must not be held in memory, however it is asked for: not what it
// is made of, and not its text.
func TestALongAnswerTakesLittleMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("publishes 200,000 rows twice")
	}
	const rows, room = 200_000, 6 << 20
	tl := largeReleases(t, rows)
	for _, c := range []struct {
		name, target string
		least        int // bytes of the answer
	}{
		{"a comparison in CSV", "/api/v1/diff.csv?from=2&to=3", 90 * rows},
		{"a comparison in CSV, backwards", "/api/v1/diff.csv?from=3&to=2&header=ja", 90 * rows},
		{"a page of a comparison", "/api/v1/diff?from=2&to=3&limit=1000&offset=50000", 100_000},
		{"rows that came", "/api/v1/diff.csv?from=1&to=3", 90 * rows},
		{"a file in JSON", "/releases/2/files/022039_fictional_observations.json", 90 * rows},
		{"a file for Excel", "/files/022039_fictional_observations.csv", 30 * rows},
		{"the canonical file", "/releases/2/files/022039_fictional_observations.csv", 30 * rows},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, number := range []string{"1", "2"} { // what is read of the releases stays on the cache
				ask(t, tl, "/api/v1/goals?release="+number)
			}
			before := live()
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, c.target, http.NoBody)
			w := &memoryLog{header: make(http.Header), live: before}
			tl.ServeHTTP(w, r)
			if w.status != http.StatusOK || w.bytes < c.least {
				t.Errorf("%d with %d bytes, want at least %d", w.status, w.bytes, c.least)
			}
			if grown := int(w.live) - int(before); grown > room {
				t.Errorf("%d bytes more are live while %d are sent", grown, w.bytes)
			}
			t.Logf("%d bytes: %d more are live while it is sent, %d afterwards", w.bytes, int(w.live)-int(before), int(live())-int(before))
		})
	}
}

func TestALongFileHasNoRanges(t *testing.T) {
	if testing.Short() {
		t.Skip("publishes 200,000 rows twice")
	}
	tl := largeReleases(t, 200_000)
	for _, c := range []struct {
		name, target, ranges string
		status, size         int
	}{
		{"the canonical one is there to be cut", "/files/022039_fictional_observations.csv?bom=false&header=ascii", "bytes", http.StatusPartialContent, 10},
		{"of any other nobody knows where a part begins", "/files/022039_fictional_observations.json", "none", http.StatusOK, 18_000_000},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(t, tl, c.target, "Range", "bytes=100-109")
			if w.Code != c.status || w.Header().Get("Accept-Ranges") != c.ranges || w.Body.Len() < c.size {
				t.Errorf("%d %v, %d bytes", w.Code, w.Header(), w.Body.Len())
			}
			if got := w.Header().Get("Content-Length"); got != strconv.Itoa(w.Body.Len()) {
				t.Errorf("Content-Length: %s, but there are %d bytes", got, w.Body.Len())
			}
			head := httptest.NewRecorder()
			tl.ServeHTTP(head, httptest.NewRequestWithContext(t.Context(), http.MethodHead, c.target, http.NoBody))
			if head.Code != http.StatusOK || head.Header().Get("Accept-Ranges") != c.ranges || head.Body.Len() != 0 {
				t.Errorf("HEAD: %d %v, %d bytes", head.Code, head.Header(), head.Body.Len())
			}
		})
	}
}
