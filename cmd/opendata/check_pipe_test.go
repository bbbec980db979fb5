//go:build unix

package main_test

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A named pipe, in the folder or in its place, is not waited for.
func TestCheckDoesNotWaitForAPipe(t *testing.T) {
	dir := folder(t, map[string]string{"shelters.schema.json": sheltersSchema})
	path := filepath.Join(dir, "shelters.csv")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip("named pipes cannot be made here: ", err)
	}
	if got := run(t, "check", dir); got.exit != 1 || !strings.Contains(got.stderr, "shelters.csv: 通常のファイルではありません") {
		t.Errorf("in the folder: got %+v", got)
	}
	if got := run(t, "check", path); got.exit != 1 || !strings.Contains(got.stderr, "フォルダーを開けません") {
		t.Errorf("in its place: got %+v", got)
	}
}
