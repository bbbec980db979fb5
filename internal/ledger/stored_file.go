package ledger

import (
	"context"
	"errors"

	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
)

// File reads the bytes of one canonical file of a release. If it was withdrawn,
// it returns why instead, even if the bytes are still there.
func (r *Repository) File(ctx context.Context, f release.File) ([]byte, *release.Withdrawal, error) {
	w, err := r.withdrawal(ctx, f.SHA256)
	if err == nil {
		return nil, &w, nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return nil, nil, err
	}
	f, err = r.readFile(ctx, f)
	return f.Data(), nil, err
}
