package store_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/minio/minio-go/v7"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/store"
)

func TestAFailureOfAStoreSaysWhatToDoAboutIt(t *testing.T) {
	for _, test := range []struct {
		name  string
		cause error
		want  string // the fix
	}{
		{"a full disk", &fs.PathError{Op: "write", Path: "tmp/x", Err: syscall.ENOSPC}, "make room"},
		{"a full quota", &fs.PathError{Op: "write", Path: "tmp/x", Err: syscall.EDQUOT}, "make room"},
		{"a disk that is read-only", &fs.PathError{Op: "open", Path: "tmp/x", Err: syscall.EROFS}, "mount it for writing"},
		{"no permission", &fs.PathError{Op: "open", Path: "log", Err: syscall.EACCES}, "check the permissions"},
		{"a key without permission", minio.ErrorResponse{StatusCode: http.StatusForbidden, Code: minio.AccessDenied}, "check the permissions"},
		{"no bucket", minio.ErrorResponse{StatusCode: http.StatusNotFound, Code: minio.NoSuchBucket}, "there is no such bucket"},
		{"a folder that is gone", &fs.PathError{Op: "open", Path: "store", Err: syscall.ENOENT}, "is mounted"},
		{"a store that does not respond", context.DeadlineExceeded, "does not respond"},
		{"an interruption", context.Canceled, "interrupted"},
		{"anything else", &fs.PathError{Op: "read", Path: "log/1", Err: syscall.EIO}, "check the disk and the connection"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := store.Explain(fmt.Errorf("writing log/1: %w", test.cause), lang.T("書けません", "cannot write"))
			e, ok := errors.AsType[*fault.Error](err)
			if !ok || e.Kind != fault.Internal || len(e.Fixes) != 1 || !strings.Contains(e.Fixes[0].En, test.want) || e.Fixes[0].Ja == "" {
				t.Errorf("got %v", err)
			}
			if !errors.Is(err, test.cause) {
				t.Error("the cause is lost")
			}
		})
	}
}

func TestAnswersOfAStoreStayAsTheyAre(t *testing.T) {
	full := fault.New(fault.Invalid, lang.T("対応していません", "not supported"))
	for _, err := range []error{nil, store.ErrExists, store.ErrNotFound, full} {
		if got := store.Explain(err, lang.T("書けません", "cannot write")); got != err { //nolint:errorlint // the very same
			t.Errorf("%v became %v", err, got)
		}
	}
}

func TestAFolderThatVanishedIsExplained(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "store")
	s, err := store.Open("file://"+folder, true, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	_, notRead := s.Get(t.Context(), "log/1")
	_, notListed := s.List(t.Context(), "log/", "")
	for what, err := range map[string]error{
		"cannot write log/1": s.Create(t.Context(), "log/1", nil), "cannot read log/1": notRead,
		"cannot list log/": notListed, "cannot delete log/1": s.Delete(t.Context(), "log/1"),
	} {
		if e, ok := errors.AsType[*fault.Error](err); !ok || !strings.HasPrefix(e.Message.En, what) || !strings.Contains(e.In(lang.Japanese), "マウント") {
			t.Errorf("%s: %v", what, err)
		}
	}
}
