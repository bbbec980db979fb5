package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/results"
)

// Limits lists what is limited here, as the guide says it.
func Limits() map[string]string {
	return map[string]string{
		"values of one column of `facets`, most first": strconv.Itoa(results.MaxFacets),
		"time to make an answer":                       fmt.Sprintf("%.0f s", delivery.ComputeTime.Seconds()),
		"an answer in JSON":                            fmt.Sprintf("%d MB", results.MaxBytes>>20),
	}
}

// Parsed is what a request for rows was taken for.
type Parsed struct {
	Format, Canonical string
	Meaning           string // columns, layout and query of the table
}

// viewOf is the view of a release in a service that has nothing else.
func viewOf(rel *release.Release) *view {
	formats := format.All()
	return (&Server{cfg: Config{Formats: formats}, catalogs: catalog.NewMaker(catalog.Config{Formats: formats})}).view(rel)
}

// ParseRecords reads the query string of a request for rows.
func ParseRecords(set *release.Set, raw, extension, accept string) (Parsed, error) {
	values, err := param.Read(raw)
	if err != nil {
		return Parsed{}, err
	}
	r := &request{http: &http.Request{Header: http.Header{"Accept": {accept}}}, format: extension, params: values}
	v := viewOf(&release.Release{Sets: []release.Set{*set}})
	q, err := v.parseRecords(r, r.query(), set, "")
	if err != nil {
		return Parsed{}, err
	}
	rows, err := q.Rows(context.Background(), set.Table)
	return Parsed{Format: q.format.Name, Canonical: canonical(q.given), Meaning: fmt.Sprintf("%v %+v %+v", q.Fields, q.layout, rows)}, err
}

// Observed is the whole service, and how many bodies it keeps.
func Observed(cfg Config, cache *releasecache.Cache) (h http.Handler, kept func() int, err error) {
	s, err := newServer(cfg, cache)
	if err != nil {
		return nil, nil, err
	}
	return s.handler(), s.delivery.KeptBodies, nil
}

// WorkOfRows returns how many rows a response with rows of a release may have to
// look at, and how many bytes it holds beside a chunk while it is sent.
func WorkOfRows(ctx context.Context, rel *release.Release, set *release.Set, raw string) (reach, memory int, err error) {
	response, err := responseOf(rel, set, raw)
	if err != nil {
		return 0, 0, err
	}
	switch r := response.(type) {
	case *delivery.Page:
		return r.Rows(ctx), 0, nil
	case *delivery.Stream:
		return r.Rows(ctx), r.Memory, nil
	}
	return 0, 0, errors.New("rows are neither a page nor a stream")
}

func responseOf(rel *release.Release, set *release.Set, raw string) (delivery.Response, error) {
	values, err := param.Read(raw)
	if err != nil {
		return nil, err
	}
	r := &request{http: &http.Request{}, params: values}
	v := viewOf(rel)
	q, err := v.parseRecords(r, r.query(), set, "")
	if err != nil {
		return nil, err
	}
	return v.rowsAnswer("/", set, q), nil
}

// FailingHandler serves routes that fail as no right program does: a handler
// that returns err, a body that cannot be made, panics before and inside the
// response.
func FailingHandler(cfg Config, cache *releasecache.Cache, err error) (http.Handler, error) {
	s, wrong := newServer(cfg, cache)
	if wrong != nil {
		return nil, wrong
	}
	e := gin.New()
	s.plain(e, "/error", func(*request) (delivery.Response, error) { return nil, err })
	s.plain(e, "/body", func(*request) (delivery.Response, error) {
		p := delivery.NewPage(format.CSV().ContentType, "x", func(context.Context) (*delivery.Body, error) { return nil, err })
		p.Filename, p.ByAccept = "x.csv", true
		return p, nil
	})
	s.plain(e, "/panic", func(*request) (delivery.Response, error) { panic(err) })
	e.GET("/half", func(c *gin.Context) {
		s.delivery.Respond(writer(c), c.Request, &delivery.Immediate{Status: http.StatusOK, Data: []byte("half")})
		panic(err)
	})
	return s.delivery.Handler(e), nil
}
