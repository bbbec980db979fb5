//go:build unix

package disk_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"hachinohe.example/opendata/internal/disk"
)

// folder has a file, a pipe, a folder and links to them.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	err := errors.Join(
		os.WriteFile(filepath.Join(dir, "file"), []byte("12345"), 0o600),
		os.Mkdir(filepath.Join(dir, "folder"), 0o700),
		syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600),
	)
	for _, name := range []string{"file", "folder", "pipe"} {
		err = errors.Join(err, os.Symlink(name, filepath.Join(dir, "to_"+name)))
	}
	if err != nil {
		t.Skip("not everything that a folder can have can be made here: ", err)
	}
	return dir
}

func TestOnlyRegularFilesWithinTheLimitAreRead(t *testing.T) {
	dir := folder(t)
	for _, test := range []struct {
		name  string
		limit int64
		want  error
	}{
		{"file", 5, nil},
		{"to_file", 5, nil},
		{"file", 4, disk.ErrTooLarge},
		{"file", 0, disk.ErrTooLarge},
		{"pipe", 5, disk.ErrNotRegular},
		{"to_pipe", 5, disk.ErrNotRegular},
		{"folder", 5, disk.ErrNotRegular},
		{"to_folder", 5, disk.ErrNotRegular},
		{"nothing", 5, os.ErrNotExist},
	} {
		data, err := disk.ReadFile(os.DirFS(dir), test.name, test.limit)
		if !errors.Is(err, test.want) || err == nil && string(data) != "12345" {
			t.Errorf("%s within %d: got %q, %v, want %v", test.name, test.limit, data, err, test.want)
		}
	}
}

func TestOnlyAFolderIsOpenedAsOne(t *testing.T) {
	dir := folder(t)
	for name, want := range map[string]bool{"folder": true, "to_folder": true, "file": false, "pipe": false, "to_pipe": false, "nothing": false} {
		root, err := disk.OpenFolder(filepath.Join(dir, name))
		if (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			_ = root.Close()
		}
	}
}

func TestAReadThatHangsIsLeftWhenTheContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	why, hangs := errors.New("enough"), make(chan struct{})
	defer close(hangs)
	if _, err := disk.Within(ctx, func() (int, error) {
		cancel(why)
		<-hangs
		return 1, nil
	}); !errors.Is(err, why) {
		t.Errorf("got %v", err)
	}
	if n, err := disk.Within(t.Context(), func() (int, error) { return 2, why }); n != 2 || !errors.Is(err, why) {
		t.Errorf("got %d, %v", n, err)
	}
}

func TestAReadThatPanicsIsAnError(t *testing.T) {
	if _, err := disk.Within(t.Context(), func() (int, error) { panic("a defect") }); err == nil || !strings.HasPrefix(err.Error(), "panic: a defect") {
		t.Errorf("got %v", err)
	}
}
