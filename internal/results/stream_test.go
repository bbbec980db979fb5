package results_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/results"
)

// anyPage is metadata that say nothing.
func anyPage(results.Page) any { return nil }

// receiver notes in what pieces a stream comes.
type receiver struct {
	body   strings.Builder
	begun  []results.Page
	pieces []int
	fails  error
}

func (r *receiver) begin(page results.Page) io.Writer {
	r.begun = append(r.begun, page)
	return r
}

func (r *receiver) Write(p []byte) (int, error) {
	if r.fails != nil {
		return 0, r.fails
	}
	r.pieces = append(r.pieces, len(p))
	return r.body.Write(p)
}

// A stream is begun once, when the first piece is there, and comes in pieces of
// about a chunk, however it is found: as it stands, from a row on, or as a page.
func TestStreamsComeInChunks(t *testing.T) {
	rel := large(t)
	all, err := ask(t, rel, "fictional_observations", "", format.NDJSON()).stream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(all, "\n")
	cursor := "cursor=" + ask(t, rel, "fictional_observations", "", format.NDJSON()).Cursor(rel.Number, 4999)
	for raw, want := range map[string]struct {
		from, to int
		page     results.Page
	}{
		cursor:                   {5000, 200_000, results.Page{Count: 200_000}},
		"":                       {0, 200_000, results.Page{}},
		"offset=1000":            {1000, 200_000, results.Page{Count: 200_000}},
		"limit=5000&offset=1000": {1000, 6000, results.Page{Count: 200_000, More: true, Last: 5999}},
		"limit=200000":           {0, 200_000, results.Page{Count: 200_000}},
	} {
		a, r := ask(t, rel, "fictional_observations", raw, format.NDJSON()), &receiver{}
		if err := a.Stream(t.Context(), a.set, results.Output{Begin: r.begin}); err != nil {
			t.Fatal(raw, err)
		}
		if r.body.String() != strings.Join(lines[want.from:want.to], "") {
			t.Errorf("%s: %d bytes, or they differ", raw, r.body.Len())
		}
		if len(r.begun) != 1 || r.begun[0] != want.page {
			t.Errorf("%s: begun with %+v", raw, r.begun)
		}
		for i, n := range r.pieces[:len(r.pieces)-1] {
			if n < 64<<10 || n > 65<<10 {
				t.Fatalf("%s: piece %d of %d has %d bytes", raw, i, len(r.pieces), n)
			}
		}
	}
}

// What the layout and the columns say is written, and so is what a document says
// of itself; nothing found is a whole body, too.
func TestStreamsAreWrittenAsAsked(t *testing.T) {
	rel := shelters(t)
	a := ask(t, rel, "shelters", "fields=capacity,id&kind=hall", format.CSV())
	a.Layout = format.Layout{Japanese: true}
	if got, err := a.stream(t.Context()); err != nil || got != "人数,ID\r\n20,s-2\r\n40,s-4\r\n" {
		t.Errorf("%v %q", err, got)
	}
	if got, err := ask(t, rel, "shelters", "id=none", format.NDJSON()).stream(t.Context()); err != nil || got != "" {
		t.Errorf("%v %q", err, got)
	}
	var told []format.Fact
	a.Format.New = func(s format.Subject) (format.Writer, error) {
		told = s.About()
		return format.CSV().New(s)
	}
	about := func() []format.Fact { return []format.Fact{{Name: lang.T("題名", "Title"), Value: "x"}} }
	if err := a.Stream(t.Context(), a.set, results.Output{About: about, Begin: (&receiver{}).begin}); err != nil || len(told) != 1 {
		t.Errorf("%v %v", err, told)
	}
}

// What fails before the first piece has begun nothing; a reader who is gone ends
// the stream.
func TestStreamsFailBeforeTheyBegin(t *testing.T) {
	a, r := ask(t, crossed(t, 30, 200), "routes", "id=r-002&expand=stops.routes.stops", format.NDJSON()), &receiver{}
	if err := a.Stream(t.Context(), a.set, results.Output{Begin: r.begin}); err == nil || len(r.begun) > 0 {
		t.Errorf("%v, begun with %v", err, r.begun)
	}
	gone := errors.New("gone")
	for _, raw := range []string{"", "limit=2000"} {
		a, r = ask(t, large(t), "fictional_observations", raw, format.CSV()), &receiver{fails: gone}
		if err := a.Stream(t.Context(), a.set, results.Output{Begin: r.begin}); !errors.Is(err, gone) || len(r.begun) != 1 {
			t.Errorf("%v, begun %d times", err, len(r.begun))
		}
	}
}

var errRefused = errors.New("more rows than the format takes")

// short is a format of at most 3 rows.
func short(counts *[]int) format.Format {
	f := format.CSV()
	f.MaxRows = 3
	f.New = func(s format.Subject) (format.Writer, error) {
		w, err := format.CSV().New(s)
		return bounded{w, counts}, err
	}
	return f
}

type bounded struct {
	format.Writer

	counts *[]int
}

func (b bounded) Begin(dst []byte, count int) ([]byte, error) {
	*b.counts = append(*b.counts, count)
	if count > 3 {
		return dst, errRefused
	}
	return b.Writer.Begin(dst, count)
}

// A format that holds so many rows is told how many follow where there may be
// more, and refuses them before anything is written.
func TestFormatsRefuseMoreRowsThanTheyHold(t *testing.T) {
	for raw, c := range map[string]struct {
		count int
		err   error
	}{
		"kind=hall":                {2, nil},
		"capacity.le=30":           {3, nil},
		"capacity.le=40":           {4, errRefused},
		"":                         {4, errRefused},
		"limit=2":                  {2, nil},
		"limit=4":                  {4, errRefused},
		"limit=3&sort=-capacity":   {3, nil},
		"offset=3&sort=-capacity":  {2, nil},
		"group_by=kind&limit=1000": {3, nil},
		"group_by=kind":            {-1, nil}, // there are no more than 3
	} {
		var counts []int
		var r receiver
		a := ask(t, shelters(t), "shelters", raw, short(&counts))
		err := a.Stream(t.Context(), a.set, results.Output{Begin: r.begin})
		if !errors.Is(err, c.err) || len(counts) != 1 || counts[0] != c.count || (err == nil) != (len(r.begun) == 1) {
			t.Errorf("%s: %v, told %v, begun %v", raw, err, counts, r.begun)
		}
	}
}

// The memory of a stream is what the format says, and the numbers of the rows
// where they are listed before, and the groups where these are made.
func TestMemoryOfStreams(t *testing.T) {
	for raw, want := range map[string]int{
		"group_by=kind": 100 + 3*8 + 3*40, "": 100 + 3*8, "limit=2": 100, "limit=2000": 100 + 5*8, "sort=-capacity": 100 + 5*8, "offset=1": 100 + 5*8,
	} {
		f := short(nil)
		f.Memory = 100
		a := ask(t, shelters(t), "shelters", raw, f)
		if got := a.Memory(a.set.Table); got != want {
			t.Errorf("%s: %d bytes, want %d", raw, got, want)
		}
	}
}

// Rows that stand in no table are passed on in chunks, too, by a format that
// carries them.
func TestWriterOfCells(t *testing.T) {
	a, r := ask(t, shelters(t), "shelters", "", format.CSV()), &receiver{}
	subject := format.Subject{Shape: format.Only(a.set.Table, []int{0, 1})}
	w, err := results.NewWriter(a.Format, subject, -1, func() io.Writer { return r.begin(results.Page{}) })
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("x", 1<<10)
	for range 100 {
		if err := w.Cells([]string{"a", long}); err != nil {
			t.Fatal(err)
		}
	}
	if len(r.pieces) != 1 {
		t.Errorf("%d pieces before the end", len(r.pieces))
	}
	if err := w.End(); err != nil || r.body.String() != "id,name\r\n"+strings.Repeat("a,"+long+"\r\n", 100) {
		t.Errorf("%v, %d bytes", err, r.body.Len())
	}
	none := format.JSON()
	if w, err = results.NewWriter(none, subject, -1, nil); err != nil {
		t.Fatal(err)
	}
	if err := w.Cells([]string{"a", "b"}); err == nil {
		t.Error("JSON writes cells")
	}
}
