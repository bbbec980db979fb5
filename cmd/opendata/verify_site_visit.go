package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// siteLimits bounds what a site can make a verifier do.
type siteLimits struct {
	list, manifest int64         // bytes of an answer
	answer, whole  time.Duration // for one answer, and for everything
	findings       int           // after so many the rest is not looked at
}

// maxEntries bounds the log of a site: fifty years with three releases a day.
const maxEntries = 55_000

func usualLimits() siteLimits {
	return siteLimits{list: 64 << 20, manifest: 4 << 20, answer: 5 * time.Minute, whole: time.Hour, findings: 1000}
}

// visit asks one site, and nobody else.
type visit struct {
	site   string
	limits siteLimits
	client *http.Client
}

func newVisit(site string, limits siteLimits) *visit {
	return &visit{site: site, limits: limits, client: &http.Client{Timeout: limits.answer, CheckRedirect: stayHere}}
}

// maxRedirects bounds how often a site may point elsewhere within itself.
const maxRedirects = 5

// stayHere refuses to be led to another host, where other people answer, and
// from https to http, where anybody may.
func stayHere(next *http.Request, before []*http.Request) error {
	first := before[0].URL
	if next.URL.Host != first.Host || (first.Scheme == "https" && next.URL.Scheme != "https") || len(before) > maxRedirects {
		return fmt.Errorf("他のサイトへの転送には従いません / a redirect to another site is not followed: %q", next.URL.Redacted())
	}
	return nil
}

// reply is an answer of the site that is kept.
type reply struct {
	status int
	media  string
	body   []byte
}

// get returns an answer of at most limit bytes.
func (v *visit) get(ctx context.Context, path string, limit int64) (reply, error) {
	res, err := v.ask(ctx, path)
	if err != nil {
		return reply{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, limit+1))
	if err == nil && int64(len(body)) > limit {
		err = errors.New("答えが大きすぎます / the answer is too large")
	}
	return reply{res.StatusCode, res.Header.Get("Content-Type"), body}, err
}

// measure returns status, sha256 and size of an answer without keeping it. What
// goes beyond limit by more than a byte is not read.
func (v *visit) measure(ctx context.Context, path string, limit int64) (status int, sum string, size int64, err error) {
	res, err := v.ask(ctx, path)
	if err != nil {
		return 0, "", 0, err
	}
	defer res.Body.Close()
	hash := sha256.New()
	size, err = io.Copy(hash, io.LimitReader(res.Body, limit+1))
	return res.StatusCode, hex.EncodeToString(hash.Sum(nil)), size, err
}

func (v *visit) ask(ctx context.Context, path string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, v.site+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	return v.client.Do(req)
}
