package api

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/release"
)

// Unexported parts that tests look at by themselves.
var (
	Negotiate     = negotiate
	ContentCoding = contentCoding
	CodingQuality = codingQuality
	CutExtension  = cutExtension
	Nearest       = lang.Nearest
)

// Limits lists what is limited here, as the guide says it.
func Limits() map[string]string {
	return map[string]string{
		"values of one column of `facets`, most first": strconv.Itoa(maxFacets),
		"an answer in JSON":                            fmt.Sprintf("%d MB", maxAnswer>>20),
		"time to make an answer":                       fmt.Sprintf("%.0f s", workTime.Seconds()),
	}
}

// Parsed is what a request for rows was taken for.
type Parsed struct {
	Format, Canonical string
	Meaning           string // columns, layout and query of the table
}

// ParseRecords reads the query string of a request for rows.
func ParseRecords(set *release.Set, raw, extension, accept string) (Parsed, error) {
	values, err := param.Read(raw)
	if err != nil {
		return Parsed{}, err
	}
	r := &request{http: &http.Request{Header: http.Header{"Accept": {accept}}}, format: extension, params: values}
	v := &view{release: &release.Release{Sets: []release.Set{*set}}}
	q, err := v.parseRecords(r, r.query(), set, "")
	if err != nil {
		return Parsed{}, err
	}
	rows, err := q.Rows(context.Background(), set.Table)
	return Parsed{Format: q.format, Canonical: canonical(q.given), Meaning: fmt.Sprintf("%v %+v %+v", q.Fields, q.layout, rows)}, err
}

// Observed is the whole service, and how many answers it keeps.
func Observed(cfg Config, shelf *release.Shelf) (h http.Handler, kept func() int, err error) {
	s, err := newServer(cfg, shelf)
	if err != nil {
		return nil, nil, err
	}
	return withExtension(s.engine()), func() int {
		s.answers.mu.Lock()
		defer s.answers.mu.Unlock()
		return len(s.answers.entries)
	}, nil
}

// MakeRows makes the body of an answer with rows of a release, and drops it.
func MakeRows(ctx context.Context, rel *release.Release, set *release.Set, raw string) error {
	a, err := answerOf(rel, set, raw)
	if err != nil {
		return err
	}
	if a.stream != nil {
		return a.stream(ctx, func([]string) io.Writer { return io.Discard })
	}
	_, err = a.body(ctx)
	return err
}

// HoldsRows returns how many bytes an answer with rows of a release holds beside a
// chunk while it is sent.
func HoldsRows(rel *release.Release, set *release.Set, raw string) (int, error) {
	a, err := answerOf(rel, set, raw)
	if err != nil {
		return 0, err
	}
	return a.holds, nil
}

// ReachOfRows returns how many rows an answer with rows of a release may have to
// look at.
func ReachOfRows(ctx context.Context, rel *release.Release, set *release.Set, raw string) (int, error) {
	a, err := answerOf(rel, set, raw)
	if err != nil {
		return 0, err
	}
	return a.reach(ctx), nil
}

func answerOf(rel *release.Release, set *release.Set, raw string) (*answer, error) {
	values, err := param.Read(raw)
	if err != nil {
		return nil, err
	}
	r := &request{http: &http.Request{}, params: values}
	v := &view{Server: &Server{}, release: rel}
	q, err := v.parseRecords(r, r.query(), set, "")
	if err != nil {
		return nil, err
	}
	return v.rowsAnswer("/", set, q), nil
}

// Cache is a cache of bodies.
type Cache struct{ *cache }

// NewCache returns an empty cache.
func NewCache(limit int) Cache { return Cache{newCache(limit)} }

// Get is get with a body.
func (c Cache) Get(key string, build func() ([]byte, error)) ([]byte, error) {
	p, err := c.get(key, func() (*payload, error) {
		body, err := build()
		return newPayload(body), err
	})
	if err != nil {
		return nil, err
	}
	return p.body, nil
}

// Used returns how many bytes the cache counts.
func (c Cache) Used() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.used
}

// Has reports whether a key is kept, without using it.
func (c Cache) Has(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, ok := c.entries[key]
	return ok
}

// Bounds that tests reach for.
const (
	MaxCachedBody = maxCachedBody // of the largest body that is kept
	EntryBytes    = entryBytes
	MaxStreams    = maxStreams
	MaxHeld       = 4 // of the streams of MadeHandler
)

// FailingHandler serves routes that fail as no right program does: a handler
// that returns err, a body that cannot be made, panics before and inside the
// answer.
func FailingHandler(cfg Config, err error) http.Handler {
	s := &Server{cfg: cfg, answers: newCache(1), work: newLanes()}
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.Use(s.identify, s.logged, s.recovered, s.secured())
	s.plain(e, "/error", func(*request) (*answer, error) { return nil, err })
	s.plain(e, "/body", func(*request) (*answer, error) {
		return &answer{media: mediaCSV, filename: "x.csv", key: "x", varies: true, body: func(context.Context) (*payload, error) { return nil, err }}, nil
	})
	s.plain(e, "/panic", func(*request) (*answer, error) { panic(err) })
	e.GET("/half", func(c *gin.Context) {
		s.write(c, http.StatusOK, []byte("half"))
		panic(err)
	})
	return e
}

// Made is how the answers of MadeHandler are made.
type Made struct {
	Body   func(context.Context) ([]byte, error)
	Stream func(ctx context.Context, begin func(links []string) io.Writer) error
}

// MadeHandler serves answers that a test makes: /body in one piece, /heavy as one
// that looks at many rows, /stream while it is made, /held and /light as streams
// that hold much or little beside a chunk.
func MadeHandler(cfg Config, made Made) http.Handler {
	s := &Server{cfg: cfg, answers: newCache(cacheBytes), work: newLanes(), streams: make(work, maxStreams), held: newRoom(maxHeld)}
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.Use(s.identify, s.logged, s.recovered, s.secured())
	body := func(ctx context.Context) (*payload, error) {
		body, err := made.Body(ctx)
		return newPayload(body), err
	}
	for path, template := range map[string]answer{
		"/body":   {body: body},
		"/heavy":  {body: body, reach: func(context.Context) int { return heavyReach + 1 }},
		"/stream": {stream: made.Stream},
		"/held":   {stream: made.Stream, holds: maxHeld / MaxHeld},
		"/light":  {stream: made.Stream, holds: maxHeld / maxStreams},
	} {
		s.plain(e, path, func(r *request) (*answer, error) {
			a := template
			a.media, a.key, a.costly = mediaCSV, r.http.URL.String(), true
			return &a, nil
		})
	}
	return e
}

// ProblemSlugs lists the sorts of problems that are documented.
func ProblemSlugs() []string {
	var slugs []string
	for _, k := range problemKinds() {
		slugs = append(slugs, k.slug)
	}
	return slugs
}

// KindOf returns how a kind of fault appears over HTTP.
func KindOf(k fault.Kind) (slug string, status int, cache string) {
	found := kindOf(k)
	return found.slug, found.status, found.cache
}

// NewMemo returns an empty memo of numbers.
func NewMemo(most int, size func(int) int) *memo[int] { return newMemo(most, size) }

// Get is get.
func (m *memo[T]) Get(key string, compute func() (T, error)) (T, error) { return m.get(key, compute) }

// Flying reports how many of n bodies of a size can be sent at once, each to
// two readers, whether short ones can beside them, and whether all can again when
// their readers are gone.
func Flying(n, size int) (sent int, short, again bool) {
	var f flying
	var taken []*payload
	for range n {
		p := newPayload(make([]byte, size))
		if first, second := f.take(p), f.take(p); first && second {
			taken = append(taken, p)
		}
	}
	short = f.take(newPayload(make([]byte, streamChunk))) && f.take(newPayload(nil))
	page := newPayload(make([]byte, longBody))
	short = short && f.take(page)
	f.give(page)
	for _, p := range append(taken, taken...) {
		f.give(p)
	}
	return len(taken), short, f.bytes == 0 && len(f.readers) == 0 && f.take(newPayload(make([]byte, maxLongFlying)))
}

// Room is a room.
type Room struct{ *room }

// NewRoom returns an empty room.
func NewRoom(most int) Room { return Room{newRoom(most)} }

// Take is take.
func (r Room) Take(ctx context.Context, n int) error { return r.take(ctx, n) }

// Give is give.
func (r Room) Give(n int) { r.give(n) }
