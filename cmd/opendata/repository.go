package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
)

// open returns the repository at an address, with its history. It creates
// nothing.
func open(ctx context.Context, at config.Store) (*ledger.Repository, *ledger.History, error) {
	s, err := store.Open(at.Address, false, at.Options)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, notYet(at.Address)
	}
	if err != nil {
		return nil, nil, err
	}
	r := ledger.NewRepository(s)
	h, err := r.Extend(ctx, ledger.Empty())
	if err != nil {
		return nil, nil, fmt.Errorf("%s: 履歴を読めません / cannot read the history: %w", at.Address, err)
	}
	return r, h, nil
}

// notYet says how a store comes to be: no verb but publish creates one, so that
// a slip in an address does not.
func notYet(address string) error {
	return fault.New(fault.NotFound, lang.T("保管場所はまだ作られていません: "+address, "the store is not created yet: "+address),
		lang.T("アドレスが正しければ、最初の公表をしてください。保管場所はそのとき作られます: opendata publish --source embedded --reason initial --store "+address,
			"if the address is right, publish first, which creates it: opendata publish --source embedded --reason initial --store "+address))
}

// mustExist refuses a number that no release has; pending and cancelled ones
// count.
func mustExist(h *ledger.History, number int) error {
	entries := h.Entries()
	if number < 1 || number > len(entries) || entries[number-1].Kind != release.Published {
		return fault.New(fault.NotFound, lang.T(fmt.Sprintf("公表 %d はありません", number), fmt.Sprintf("there is no release %d", number)),
			lang.T("opendata releases で公表の番号を確かめてください", "see opendata releases for the numbers"))
	}
	return nil
}

// openForWriting opens a store that may not exist yet. What it returns compares
// with what is there; writable returns what can be appended to, and creates the
// store if there was none.
func openForWriting(at config.Store) (r *ledger.Repository, writable func(context.Context) (*ledger.Repository, error), err error) {
	s, err := store.Open(at.Address, false, at.Options)
	create := errors.Is(err, fs.ErrNotExist)
	if create {
		s, err = nowhere{}, nil
	}
	return ledger.NewRepository(s), func(ctx context.Context) (*ledger.Repository, error) {
		return appendable(ctx, at, create)
	}, err
}

// appendable opens a store to append to its log. It refuses a store that would
// let two publishers write the same entry, before anything is written.
func appendable(ctx context.Context, at config.Store, create bool) (*ledger.Repository, error) {
	s, err := store.Open(at.Address, create, at.Options)
	if err != nil {
		return nil, err
	}
	if err := store.Exclusive(ctx, s); err != nil {
		return nil, err
	}
	return ledger.NewRepository(s), nil
}

// nowhere is a store that does not exist yet: nothing is in it, and nothing can
// be put into it.
type nowhere struct{}

func (nowhere) Create(context.Context, string, []byte) error { return fs.ErrNotExist }

func (nowhere) Get(context.Context, string) ([]byte, error) { return nil, store.ErrNotFound }

func (nowhere) List(context.Context, string, string) ([]string, error) { return nil, nil }

func (nowhere) Delete(context.Context, string) error { return fs.ErrNotExist }
