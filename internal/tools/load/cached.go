package main

import (
	"context"
	"fmt"
	"path/filepath"
)

// cached compares what was asked for before with bare net/http over the same
// bytes: a list as JSON and a page, whole and not modified. Bare net/http sends the
// two headers that it needs and no others.
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
