package main

import (
	"context"
	"strings"
	"sync"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/store"
)

// reopened is a folder that may go away and come back while it is served, as a
// network disk or a restored backup does. To the operating system it is another
// folder then, and whoever holds the old one sees nothing of it: so it is opened
// anew whenever it is listed, which is how every refresh begins.
type reopened struct {
	at config.Store

	mu     sync.Mutex
	latest store.Store
}

// openForReading opens a store for as long as the program runs.
func openForReading(at config.Store) (store.Store, error) {
	s, err := store.Open(at.Address, false, at.Options)
	if err != nil || strings.HasPrefix(at.Address, "s3:") {
		return s, err
	}
	return &reopened{at: at, latest: s}, nil
}

func (r *reopened) store() store.Store {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.latest
}

// List implements store.Store.
func (r *reopened) List(ctx context.Context, prefix, after string) ([]string, error) {
	s, err := store.Open(r.at.Address, false, r.at.Options)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	r.latest = s
	r.mu.Unlock()
	return s.List(ctx, prefix, after)
}

// Get implements store.Store.
func (r *reopened) Get(ctx context.Context, name string) ([]byte, error) {
	return r.store().Get(ctx, name)
}

// Create implements store.Store.
func (r *reopened) Create(ctx context.Context, name string, data []byte) error {
	return r.store().Create(ctx, name, data)
}

// Delete implements store.Store.
func (r *reopened) Delete(ctx context.Context, name string) error {
	return r.store().Delete(ctx, name)
}
