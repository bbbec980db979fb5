package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
)

// cached compares what was asked for before with bare net/http over the same
// bytes: a list as JSON and a page, whole and not modified. Beside a body, bare
// net/http sends the two headers that it needs and no others; of a 304, the head is
// all there is, so it is the same.
func cached(ctx context.Context, s settings) error {
	p, err := s.program(ctx, "")
	if err != nil {
		return err
	}
	defer p.end()
	for _, of := range []struct{ name, path string }{
		{"JSON", "/api/v1/initiatives?limit=50"},
		{"page", "/"},
	} {
		if err := s.compareCached(ctx, p, of.name, of.path); err != nil {
			return err
		}
	}
	return nil
}

// compareCached measures one address.
func (s settings) compareCached(ctx context.Context, p *process, name, path string) error {
	var body []byte
	var etag string
	for range 3 { // made, kept, prepared
		var err error
		if body, etag, err = p.get(ctx, path, "identity"); err != nil {
			return err
		}
	}
	file := "/" + name
	if err := write(filepath.Join(s.dir, "html", file), body); err != nil {
		return err
	}
	head, err := p.notModified(ctx, path, etag)
	if err != nil {
		return err
	}
	if err := write(filepath.Join(s.dir, "html", file+headOf304), head); err != nil {
		return err
	}
	bare, err := bareServer(ctx, s, file)
	if err != nil {
		return err
	}
	defer bare.end()
	for _, of := range []struct {
		name    string
		headers []string
	}{
		{name, nil},
		{name + ", 304", []string{"If-None-Match: " + etag}},
	} {
		fmt.Printf("\n%s of %d bytes, asked for before, 64 connections\n", of.name, len(body))
		if err := compare(ctx, s, 64, []*subject{
			{name: bare.name, process: bare, path: file, headers: of.headers},
			{name: "opendata", process: p, path: path, headers: of.headers},
		}); err != nil {
			return err
		}
	}
	return nil
}

// headOf304 is behind the name of a file that has the head of its 304.
const headOf304 = ".304"

// notModified returns the head of a 304, as JSON, but for what differs each time.
func (p *process) notModified(ctx context.Context, path, etag string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.address+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept-Encoding", "identity") // another coding, another tag
	r.Header.Set("If-None-Match", etag)
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	if err := w.Body.Close(); err != nil {
		return nil, err
	}
	if w.StatusCode != http.StatusNotModified {
		return nil, fmt.Errorf("%s: %s", path, w.Status)
	}
	w.Header.Del("Date")
	return json.Marshal(w.Header)
}
