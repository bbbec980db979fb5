package release

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"hachinohe.example/opendata/internal/store"
)

// Original reads one canonical file of a release. Where the law took its bytes
// away it returns why instead, even if they are still there.
func (r *Repository) Original(ctx context.Context, f File) ([]byte, *Withdrawal, error) {
	w, err := r.withdrawal(ctx, f.SHA256)
	if err == nil {
		return nil, &w, nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return nil, nil, fmt.Errorf("reading whether %s was withdrawn: %w", f.Path, err)
	}
	data, err := r.object(ctx, f.SHA256)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", f.Path, err)
	}
	if len(data) != f.Bytes {
		return nil, nil, fmt.Errorf("%s has %d bytes, the manifest says %d", f.Path, len(data), f.Bytes)
	}
	return data, nil, nil
}

// EncodeWithdrawals writes why files are gone in the one way it can be written.
// As in the store, each withdrawal carries a sha256 of itself.
func EncodeWithdrawals(withdrawals []Withdrawal) ([]byte, error) {
	list := make([]json.RawMessage, 0, len(withdrawals))
	for _, w := range withdrawals {
		data, err := w.encode()
		if err != nil {
			return nil, err
		}
		list = append(list, data)
	}
	data, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing what is withdrawn: %w", err)
	}
	return append(data, '\n'), nil
}

// ParseWithdrawals reads what EncodeWithdrawals writes, and nothing else.
func ParseWithdrawals(data []byte) ([]Withdrawal, error) {
	var in []tombstone
	if err := strictJSON(data, &in); err != nil {
		return nil, fmt.Errorf("reading what is withdrawn: %w", err)
	}
	out := make([]Withdrawal, 0, len(in))
	for _, t := range in {
		if _, err := parseStamp(t.Withdrawn); err != nil || t.Note == "" || !isSHA256(t.SHA256) {
			return nil, fmt.Errorf("%q is withdrawn without a time, a reason or a sha256", t.Path)
		}
		out = append(out, t.Withdrawal)
	}
	again, err := EncodeWithdrawals(out)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(again, data) {
		return nil, errors.New("the list of what is withdrawn is damaged or not in canonical form")
	}
	return out, nil
}
