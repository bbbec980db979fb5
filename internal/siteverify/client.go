package siteverify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// Limits bounds what a site can make a verification do.
type Limits struct {
	List, Manifest  int64         // bytes of a response
	Response, Total time.Duration // for one response, and for everything
	Findings        int           // after so many the rest is not checked
}

// MaxEntries bounds the log of a site: fifty years with three releases a day.
const MaxEntries = 55_000

// DefaultLimits are those of the command line.
func DefaultLimits() Limits {
	return Limits{List: 64 << 20, Manifest: 4 << 20, Response: 5 * time.Minute, Total: time.Hour, Findings: 1000}
}

// client sends requests to one site only.
type client struct {
	site   string
	limits Limits
	http   *http.Client
}

func newClient(site string, limits Limits) *client {
	return &client{site: site, limits: limits, http: &http.Client{Timeout: limits.Response, CheckRedirect: sameSite}}
}

// maxRedirects bounds how often a site may redirect within itself.
const maxRedirects = 5

// sameSite refuses redirects to another host, where somebody else answers, and
// from https to http, where anybody may.
func sameSite(next *http.Request, before []*http.Request) error {
	first := before[0].URL
	if next.URL.Host != first.Host || (first.Scheme == "https" && next.URL.Scheme != "https") || len(before) > maxRedirects {
		to := fmt.Sprintf("%q", next.URL.Redacted())
		return fault.New(fault.Invalid, lang.T("別のサイトへの転送には従いません: "+to, "a redirect to another site is not followed: "+to))
	}
	return nil
}

// response is a response of the site that is kept.
type response struct {
	status int
	media  string
	body   []byte
}

// get returns a response of at most limit bytes.
func (c *client) get(ctx context.Context, path string, limit int64) (response, error) {
	res, err := c.do(ctx, path)
	if err != nil {
		return response{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, limit+1))
	if err == nil && int64(len(body)) > limit {
		err = fault.New(fault.TooLarge, lang.T("応答が大きすぎます", "the response is too large"))
	}
	return response{res.StatusCode, res.Header.Get("Content-Type"), body}, err
}

// measure returns status, sha256 and size of a response without keeping it. It
// reads one byte beyond limit and no more.
func (c *client) measure(ctx context.Context, path string, limit int64) (status int, sum string, size int64, err error) {
	res, err := c.do(ctx, path)
	if err != nil {
		return 0, "", 0, err
	}
	defer res.Body.Close()
	hash := sha256.New()
	size, err = io.Copy(hash, io.LimitReader(res.Body, limit+1))
	return res.StatusCode, hex.EncodeToString(hash.Sum(nil)), size, err
}

func (c *client) do(ctx context.Context, path string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.site+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	return c.http.Do(req)
}
