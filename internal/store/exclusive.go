package store

import (
	"context"
	"errors"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// Exclusive finds out whether a store gives a name to one writer only. Not all
// do: some object stores take If-None-Match and overwrite all the same, and
// with that a log would lose its entries. It writes twice under a name of its
// own, which it removes again. The error of a store that fails is a
// *fault.Error; whoever writes a log asks before the first write.
func Exclusive(ctx context.Context, s Store) error {
	probe := temporaryName("probe-")
	err := s.Create(ctx, probe, []byte("first\n"))
	if err == nil {
		err = s.Create(ctx, probe, []byte("second\n"))
	}
	// Nobody else has the name: if the first write found it taken, it was sent
	// twice because its answer was lost, and was refused as it should be.
	gone := s.Delete(context.WithoutCancel(ctx), probe)
	switch {
	case err == nil:
		return notExclusive().Because(gone)
	case !errors.Is(err, ErrExists):
		return err
	case gone != nil:
		return fault.New(fault.Invalid, lang.T("保管場所を確かめるための "+probe+" を消せません。何も公表していません", "cannot remove "+probe+", which probed the store; nothing was published"),
			lang.T(Temporary+" の下を消す権限を与えてください", "give the right to delete under "+Temporary)).Because(gone)
	}
	return nil
}

func notExclusive() *fault.Error {
	return fault.New(fault.Invalid, lang.T("この保管場所は条件付き書き込みができず、公表の記録が上書きされるおそれがあります。何も公表していません",
		"this store does not do conditional writes, so that a log in it could be overwritten; nothing was published"),
		lang.T("If-None-Match: * を守るオブジェクトストレージか、フォルダーを使ってください", "use an object store that honours If-None-Match: *, or a folder"))
}
