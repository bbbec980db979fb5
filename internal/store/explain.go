package store

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"syscall"

	"github.com/minio/minio-go/v7"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// explained is a store whose failures say in both languages what could not be
// done and what to do about it. They are Internal: what ails the store is for who
// runs it, and is opaque to clients. ErrExists and ErrNotFound stay as they are:
// they are answers.
type explained struct{ Store }

// Create implements Store.
func (s explained) Create(ctx context.Context, name string, data []byte) error {
	return explain(s.Store.Create(ctx, name, data), lang.T("保管場所に "+name+" を書き込めません", "cannot write "+name+" to the store"))
}

// Get implements Store.
func (s explained) Get(ctx context.Context, name string) ([]byte, error) {
	data, err := s.Store.Get(ctx, name)
	return data, explain(err, lang.T("保管場所の "+name+" を読み込めません", "cannot read "+name+" in the store"))
}

// List implements Store.
func (s explained) List(ctx context.Context, prefix, after string) ([]string, error) {
	names, err := s.Store.List(ctx, prefix, after)
	return names, explain(err, lang.T("保管場所の内容（"+prefix+"）を一覧できません", "cannot list "+prefix+" in the store"))
}

// Delete implements Store.
func (s explained) Delete(ctx context.Context, name string) error {
	return explain(s.Store.Delete(ctx, name), lang.T("保管場所の "+name+" を削除できません", "cannot delete "+name+" in the store"))
}

func explain(err error, message lang.Text) error {
	if _, ok := errors.AsType[*fault.Error](err); err == nil || ok || errors.Is(err, ErrExists) || errors.Is(err, ErrNotFound) {
		return err
	}
	return fault.New(fault.Internal, message, fixFor(err)).Because(err)
}

// fixFor says what to do about a failure of a disk, a network or an object store.
func fixFor(err error) lang.Text {
	response, _ := errors.AsType[minio.ErrorResponse](err)
	_, network := errors.AsType[*net.OpError](err)
	switch {
	case errors.Is(err, context.Canceled):
		return lang.T("中断されました。もう一度実行してください", "it was interrupted: run again")
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return lang.T("ディスクの空き容量（割り当て）がありません。増やしてから、もう一度実行してください", "the disk or its quota is full: make room and run again")
	case errors.Is(err, syscall.EROFS):
		return lang.T("ディスクが読み取り専用です。書き込みできるようにマウントしてください", "the disk is read-only: mount it for writing")
	case errors.Is(err, fs.ErrPermission), response.StatusCode == http.StatusForbidden, response.StatusCode == http.StatusUnauthorized:
		return lang.T("このプログラムを実行する利用者（オブジェクトストレージではアクセスキー）の権限を確認してください", "check the permissions of the user that runs this program (of an object store, those of the access key)")
	case response.Code == minio.NoSuchBucket:
		return lang.T("バケットがありません。名前を確認してください", "there is no such bucket: check its name")
	case errors.Is(err, fs.ErrNotExist):
		return lang.T("フォルダーがあること、ディスクがマウントされていることを確認してください", "make sure that the folder exists and that its disk is mounted")
	case errors.Is(err, errUnsound):
		return lang.T("opendata verify 保管場所 で確認し、バックアップから戻してください", "run opendata verify STORE, and restore it from a backup")
	case errors.Is(err, context.DeadlineExceeded), network:
		return lang.T("保管場所が応答しません。接続を確認し、しばらくしてからもう一度実行してください", "the store does not respond: check the connection and run again later")
	}
	return lang.T("ディスクと接続の状態を確認し、もう一度実行してください", "check the disk and the connection, then run again")
}
