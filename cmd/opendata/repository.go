package main

import (
	"context"
	"errors"
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
		return nil, nil, noStore(at.Address)
	}
	if err != nil {
		return nil, nil, err
	}
	r := ledger.NewRepository(s)
	h, err := r.Extend(ctx, ledger.Empty())
	if err != nil {
		return nil, nil, unreadableLog(at.Address, err)
	}
	return r, h, nil
}

// unreadableLog says which log cannot be read. Why, and what to do about it, says
// the cause.
func unreadableLog(address string, cause error) error {
	return fault.New(fault.Unavailable, lang.T("公表の記録を読み込めません: "+address, "cannot read the log of releases: "+address)).Because(cause)
}

// noStore says how a store is created: only publish does, so that a mistyped
// address does not create one.
func noStore(address string) error {
	return fault.New(fault.NotFound, lang.T("保管場所がありません: "+address, "the store does not exist yet: "+address),
		lang.T("アドレスが正しければ、最初の公表を行ってください。保管場所はそのときに作成されます: "+firstPublication(address),
			"if the address is right, publish the first release, which creates the store: "+firstPublication(address)))
}

// firstPublication is the command that publishes the first release into a store.
func firstPublication(address string) string {
	return "opendata publish --source embedded --reason initial --store " + address
}

// unreadable says which release cannot be read. Why, and what to do about it,
// says the cause.
func unreadable(number int, cause error) error {
	return fault.New(fault.Unavailable, lang.Textf("第%d回公表を読み込めません", "cannot read release %d", number)).Because(cause)
}

// mustExist refuses a number that no release has; pending and cancelled ones
// count.
func mustExist(h *ledger.History, number int) error {
	entries := h.Entries()
	if number < 1 || number > len(entries) || entries[number-1].Kind != release.Published {
		return fault.New(fault.NotFound, lang.Textf("第%d回公表はありません", "there is no release %d", number),
			lang.T("opendata releases で公表の番号を確認してください", "opendata releases lists the numbers"))
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
		s, err = noneYet{}, nil
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

// noneYet is a store that does not exist yet: nothing is in it, and nothing can
// be put into it.
type noneYet struct{}

func (noneYet) Create(context.Context, string, []byte) error { return fs.ErrNotExist }

func (noneYet) Get(context.Context, string) ([]byte, error) { return nil, store.ErrNotFound }

func (noneYet) List(context.Context, string, string) ([]string, error) { return nil, nil }

func (noneYet) Delete(context.Context, string) error { return fs.ErrNotExist }
