package store

import (
	"context"
	"errors"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// Exclusive checks that a store gives a name to one writer only. Not all do:
// some object stores accept If-None-Match and overwrite nevertheless, and a log
// in such a store would lose entries. It writes twice under a temporary name,
// which it then deletes. The error for a store that fails the check is a
// *fault.Error. Call it before the first write to a log.
func Exclusive(ctx context.Context, s Store) error {
	probe := temporaryName("probe-")
	err := s.Create(ctx, probe, []byte("first\n"))
	if err == nil {
		err = s.Create(ctx, probe, []byte("second\n"))
	}
	// The name is random. If the first write found it taken, it was sent twice
	// because its response was lost, and was correctly refused.
	deleting := s.Delete(context.WithoutCancel(ctx), probe)
	switch {
	case err == nil:
		return notExclusive().Because(deleting)
	case !errors.Is(err, ErrExists):
		return err
	case deleting != nil:
		return fault.New(fault.Invalid, lang.T("保管場所を確かめるための "+probe+" を削除できません。何も変更していません", "cannot delete "+probe+", which was written to check the store; nothing was changed"),
			lang.T(Temporary+" の下を削除する権限を与えてください", "grant permission to delete under "+Temporary)).Because(deleting)
	}
	return nil
}

func notExclusive() *fault.Error {
	return fault.New(fault.Invalid, lang.T("この保管場所は条件付き書き込みができず、公表の記録が上書きされるおそれがあります。何も変更していません",
		"this store does not support conditional writes, so the log could be overwritten; nothing was changed"),
		lang.T("If-None-Match: * に対応したオブジェクトストレージか、フォルダーを使ってください", "use an object store that supports If-None-Match: *, or a folder"))
}
