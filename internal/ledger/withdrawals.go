package ledger

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"hachinohe.example/opendata/internal/release"
)

// tombstone is how a withdrawal is stored in place of the bytes. Nothing else
// has its sha256, so it carries one itself.
type tombstone struct {
	release.Withdrawal
	Check string `json:"check"` // sha256 of the tombstone without it
}

func encodeWithdrawal(w release.Withdrawal) ([]byte, error) {
	var data []byte
	t := tombstone{Withdrawal: w}
	for range 2 { // without the check, then with it
		var err error
		if data, err = json.MarshalIndent(t, "", "  "); err != nil {
			return nil, fmt.Errorf("writing why %s is withdrawn: %w", w.Path, err)
		}
		t.Check = release.Checksum(data)
	}
	return append(data, '\n'), nil
}

// Withdrawn says which bytes of a store were withdrawn when it was read.
type Withdrawn struct{ names []string } // of the tombstones, in order

// Has reports whether the bytes of a file were withdrawn.
func (w Withdrawn) Has(f release.File) bool {
	_, ok := slices.BinarySearch(w.names, withdrawnName(f.SHA256))
	return ok
}

// Names lists the withdrawals, in order: whatever was made of several releases
// is outdated when the list changes.
func (w Withdrawn) Names() []string { return slices.Clone(w.names) }

// Withdrawn reads which bytes were withdrawn.
func (r *Repository) Withdrawn(ctx context.Context) (Withdrawn, error) {
	names, err := r.store.List(ctx, withdrawnPrefix, "")
	if err != nil {
		return Withdrawn{}, err
	}
	return Withdrawn{names}, nil
}

func (r *Repository) withdrawal(ctx context.Context, sha256 string) (release.Withdrawal, error) {
	data, err := r.store.Get(ctx, withdrawnName(sha256))
	if err != nil {
		return release.Withdrawal{}, err
	}
	var t tombstone
	if err := release.DecodeStrict(data, &t); err != nil {
		return release.Withdrawal{}, damaged(withdrawnName(sha256), err)
	}
	canonical, err := encodeWithdrawal(t.Withdrawal)
	if err != nil {
		return release.Withdrawal{}, err
	}
	if t.SHA256 != sha256 || !bytes.Equal(canonical, data) {
		return release.Withdrawal{}, damaged(withdrawnName(sha256), errors.New("it is not in canonical form or tells of other bytes"))
	}
	return t.Withdrawal, nil
}

// EncodeWithdrawals writes why files are gone, in canonical form.
// As in the store, each withdrawal carries a sha256 of itself.
func EncodeWithdrawals(withdrawals []release.Withdrawal) ([]byte, error) {
	list := make([]json.RawMessage, 0, len(withdrawals))
	for _, w := range withdrawals {
		data, err := encodeWithdrawal(w)
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
func ParseWithdrawals(data []byte) ([]release.Withdrawal, error) {
	var in []tombstone
	if err := release.DecodeStrict(data, &in); err != nil {
		return nil, fmt.Errorf("reading what is withdrawn: %w", err)
	}
	out := make([]release.Withdrawal, 0, len(in))
	for _, t := range in {
		if _, err := release.ParseInstant(t.Withdrawn); err != nil || t.Note == "" || !release.IsChecksum(t.SHA256) {
			return nil, fmt.Errorf("%q is withdrawn without a time, a reason or a sha256", t.Path)
		}
		out = append(out, t.Withdrawal)
	}
	canonical, err := EncodeWithdrawals(out)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(canonical, data) {
		return nil, errors.New("the list of what is withdrawn is damaged or not in canonical form")
	}
	return out, nil
}
