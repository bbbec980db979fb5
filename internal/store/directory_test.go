package store_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"

	"hachinohe.example/opendata/internal/store"
)

// folderAt opens a store in a new folder and returns both.
func folderAt(t *testing.T) (store.Store, string) {
	t.Helper()
	at := t.TempDir()
	return open(t, "file://"+at, store.Options{}), at
}

func write(t *testing.T, name, data string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, to, name string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(to, name); err != nil {
		t.Fatal(err)
	}
}

func TestLinksInAStoreAreNotFollowed(t *testing.T) {
	outside := t.TempDir()
	write(t, filepath.Join(outside, "secret"), "secret")
	for _, test := range []struct{ name, link, to, through string }{
		{"a file outside", "log/1", filepath.Join(outside, "secret"), "log/1"},
		{"a file outside by a relative way", "log/1", "../../../../../../../../etc/passwd", "log/1"},
		{"a file inside", "log/1", "../real/secret", "log/1"},
		{"a folder outside", "objects", outside, "objects/secret"},
		{"a folder inside", "objects", "real", "objects/secret"},
		{"a folder behind a folder", "objects/ab", "../real", "objects/ab/secret"},
		{"nothing", "log/1", "nowhere", "log/1"},
		{"itself", "log/1", "1", "log/1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, at := folderAt(t)
			write(t, filepath.Join(at, "real/secret"), "inside")
			link(t, test.to, filepath.Join(at, test.link))
			if data, err := s.Get(t.Context(), test.through); err == nil || errors.Is(err, store.ErrNotFound) {
				t.Errorf("got %q, %v", data, err)
			}
			if err := s.Create(t.Context(), test.through, []byte("new")); err == nil {
				t.Error("wrote through the link")
			}
			if err := s.Create(t.Context(), test.link+"/new", []byte("new")); err == nil {
				t.Error("wrote behind the link")
			}
			got, err := s.List(t.Context(), "", "")
			if want := []string{test.link, "real/secret"}; err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("listed %q, %v, want %q: the link itself is listed, so that verification names it", got, err, want)
			}
		})
	}
	if entries, err := os.ReadDir(outside); err != nil || len(entries) != 1 {
		t.Errorf("the folder outside has %v, %v", entries, err)
	}
}

func TestDeletingALinkLeavesWhatItLeadsTo(t *testing.T) {
	s, at := folderAt(t)
	write(t, filepath.Join(at, "real/secret"), "inside")
	link(t, "../real/secret", filepath.Join(at, "log/1"))
	link(t, "real", filepath.Join(at, "objects"))
	if err := s.Delete(t.Context(), "log/1"); err != nil {
		t.Error(err)
	}
	if err := s.Delete(t.Context(), "objects/secret"); err == nil {
		t.Error("deleted through a link")
	}
	want(t, s, "real/secret", []byte("inside"))
}

func TestWhatIsNoPlainFileIsNotRead(t *testing.T) {
	s, at := folderAt(t)
	write(t, filepath.Join(at, "folder/file"), "x")
	if err := syscall.Mkfifo(filepath.Join(at, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"folder", "pipe"} {
		if data, err := s.Get(t.Context(), name); err == nil || !strings.Contains(err.Error(), "not a plain file") {
			t.Errorf("%s: got %q, %v", name, data, err)
		}
	}
}

func TestWhatIsStoredIsReadOnlyAndLeavesNoTemporaryFile(t *testing.T) {
	s, at := folderAt(t)
	create(t, s, "log/1", "first")
	if err := s.Create(t.Context(), "log/1", []byte("second")); !errors.Is(err, store.ErrExists) {
		t.Fatal(err)
	}
	if got, err := s.List(t.Context(), "", ""); err != nil || !reflect.DeepEqual(got, []string{"log/1"}) {
		t.Fatalf("the store has %q, %v", got, err)
	}
	if info, err := os.Stat(filepath.Join(at, "log", "1")); err != nil || info.Mode() != 0o444 {
		t.Errorf("its mode is %v, %v", info.Mode(), err)
	}
}

const otherUser = 65534

// unprivileged runs a function in a process that may not pass over permissions.
func unprivileged(t *testing.T, do func()) {
	t.Helper()
	if os.Geteuid() != 0 {
		do()
		return
	}
	if err := syscall.Setreuid(-1, otherUser); err != nil { // of every thread: the store reads on several
		t.Fatal(err)
	}
	defer func() {
		if err := syscall.Setreuid(-1, 0); err != nil {
			t.Fatal(err)
		}
	}()
	do()
}

func TestAFolderThatMayOnlyBeReadIsRead(t *testing.T) {
	s, at := folderAt(t)
	create(t, s, "log/1", "first")
	if err := os.Chmod(filepath.Dir(at), 0o755); err != nil { // the way to it is free
		t.Fatal(err)
	}
	for _, name := range []string{"log", "."} {
		if err := os.Chmod(filepath.Join(at, name), 0o555); err != nil {
			t.Fatal(err)
		}
	}
	unprivileged(t, func() {
		want(t, s, "log/1", []byte("first"))
		for _, name := range []string{"log/2", "objects/1", "top"} {
			if err := s.Create(t.Context(), name, []byte("x")); !errors.Is(err, fs.ErrPermission) {
				t.Errorf("creating %s: %v", name, err)
			}
		}
		if err := s.Delete(t.Context(), "log/1"); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("deleting: %v", err)
		}
		if got, err := s.List(t.Context(), "", ""); err != nil || !reflect.DeepEqual(got, []string{"log/1"}) {
			t.Errorf("listed %q, %v", got, err)
		}
	})
	for _, name := range []string{".", "log"} {
		if err := os.Chmod(filepath.Join(at, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	create(t, s, "log/2", "and writes again when it may")
}

func TestAFolderThatMayNotBeReadIsAnErrorAndNotEmpty(t *testing.T) {
	s, at := folderAt(t)
	create(t, s, "log/1", "first")
	if err := errors.Join(os.Chmod(filepath.Dir(at), 0o755), os.Chmod(filepath.Join(at, "log"), 0)); err != nil {
		t.Fatal(err)
	}
	unprivileged(t, func() {
		if got, err := s.List(t.Context(), "", ""); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("listed %q, %v", got, err)
		}
		if data, err := s.Get(t.Context(), "log/1"); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("got %q, %v", data, err)
		}
	})
	if err := os.Chmod(filepath.Join(at, "log"), 0o755); err != nil {
		t.Fatal(err)
	}
}

const fullDisk = "OPENDATA_TEST_FULL_DISK"

// TestAFullDiskStoresNothing runs itself again as a process that may write
// files of 512 bytes only: what is larger fails half-way, as on a full disk.
func TestAFullDiskStoresNothing(t *testing.T) {
	if at := os.Getenv(fullDisk); at != "" {
		onAFullDisk(t, at)
		return
	}
	at := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-c", `ulimit -f 1 && exec "$0" -test.run '^TestAFullDiskStoresNothing$'`, self)
	cmd.Env = append(os.Environ(), fullDisk+"="+at)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var names []string
	err = filepath.WalkDir(at, func(name string, entry fs.DirEntry, err error) error {
		if !entry.IsDir() {
			names = append(names, strings.TrimPrefix(name, at))
		}
		return err
	})
	if want := []string{"/log/small"}; err != nil || !reflect.DeepEqual(names, want) {
		t.Errorf("the disk has %q, %v, want %q", names, err, want)
	}
}

func onAFullDisk(t *testing.T, at string) {
	t.Helper()
	signal.Ignore(syscall.SIGXFSZ)
	s := open(t, "file://"+at, store.Options{})
	create(t, s, "log/small", "fits")
	if err := s.Create(t.Context(), "log/large", make([]byte, 5000)); !errors.Is(err, syscall.EFBIG) {
		t.Errorf("creating: %v", err)
	}
	want(t, s, "log/large", nil)
	want(t, s, "log/small", []byte("fits"))
}

// Whoever serves is often another user than whoever publishes.
func TestTheUmaskOfThePublisherHidesNothing(t *testing.T) {
	at := filepath.Join(t.TempDir(), "new", "store")
	old := syscall.Umask(0o077)
	s := open(t, "file://"+at, store.Options{})
	create(t, s, "objects/ab/cd", "data")
	syscall.Umask(old)
	for name, want := range map[string]fs.FileMode{
		"": fs.ModeDir | 0o755, "tmp": fs.ModeDir | 0o755, "objects": fs.ModeDir | 0o755, "objects/ab": fs.ModeDir | 0o755, "objects/ab/cd": 0o444,
	} {
		if info, err := os.Stat(filepath.Join(at, name)); err != nil || info.Mode() != want {
			t.Errorf("%q: %v, %v, want %v", name, info.Mode(), err, want)
		}
	}
}
