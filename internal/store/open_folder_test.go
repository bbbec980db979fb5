package store_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/store"
)

// descriptors counts what this process holds open in a folder.
func descriptors(t *testing.T, folder string) int {
	t.Helper()
	const open = "/proc/self/fd"
	entries, err := os.ReadDir(open)
	if err != nil {
		t.Skip("the system does not tell what is open: ", err)
	}
	n := 0
	for _, entry := range entries {
		if to, err := os.Readlink(filepath.Join(open, entry.Name())); err == nil && strings.HasPrefix(to, folder) {
			n++
		}
	}
	return n
}

func TestAThousandOperationsLeaveNothingOpen(t *testing.T) {
	s, at := folderAt(t)
	create(t, s, "log/1", "first")
	for range 1000 / 5 {
		want(t, s, "log/1", []byte("first"))
		want(t, s, "log/2", nil)
		if _, err := s.List(t.Context(), "", ""); err != nil {
			t.Fatal(err)
		}
		create(t, s, "log/3", "third")
		if err := s.Delete(t.Context(), "log/3"); err != nil {
			t.Fatal(err)
		}
	}
	if n := descriptors(t, at); n != 0 {
		t.Errorf("%d descriptors are open", n)
	}
}

func TestAFolderThatDisappearedIsAnErrorAndNotEmpty(t *testing.T) {
	s, at := folderAt(t)
	create(t, s, "log/1", "first")
	if err := os.RemoveAll(at); err != nil {
		t.Fatal(err)
	}
	_, getting := s.Get(t.Context(), "log/1")
	_, listing := s.List(t.Context(), "", "")
	for operation, err := range map[string]error{
		"create": s.Create(t.Context(), "log/2", []byte("second")), "get": getting, "list": listing, "delete": s.Delete(t.Context(), "log/1"),
	} {
		if err == nil || errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: %v", operation, err)
		}
		if fault.KindOf(err) != fault.Internal {
			t.Errorf("%s: %v would be shown to whoever asks for data", operation, err)
		}
	}
	if _, err := os.Stat(at); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("something was made in its place: %v", err)
	}
}

func TestAFolderThatComesBackIsSeen(t *testing.T) {
	s, at := folderAt(t)
	create(t, s, "log/1", "first")
	if err := os.Rename(at, at+".away"); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(at, "log/1"), "restored")
	want(t, s, "log/1", []byte("restored"))
	create(t, s, "log/2", "second")
	if got, err := s.List(t.Context(), "", ""); err != nil || !reflect.DeepEqual(got, []string{"log/1", "log/2"}) {
		t.Errorf("listed %q, %v", got, err)
	}
	if got, err := os.ReadDir(filepath.Join(at+".away", "log")); err != nil || len(got) != 1 {
		t.Errorf("the folder that was replaced has %v, %v", got, err)
	}
}

func TestWhatADeadPublisherWasWritingIsListedApart(t *testing.T) {
	s, at := folderAt(t)
	create(t, s, "log/1", "first")
	left, err := filepath.Glob(filepath.Join(at, "*"))
	if want := []string{filepath.Join(at, "log"), filepath.Join(at, store.Temporary)}; err != nil || !reflect.DeepEqual(left, want) {
		t.Fatalf("the store has %q, %v, want %q", left, err, want)
	}
	write(t, filepath.Join(at, store.Temporary, "abcdefgh"), "half of an en")
	for prefix, want := range map[string][]string{"": {"log/1", "tmp/abcdefgh"}, "log/": {"log/1"}} {
		if got, err := s.List(t.Context(), prefix, ""); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: listed %q, %v, want %q", prefix, got, err, want)
		}
	}
	create(t, s, "log/2", "second")
}

func TestTemporaryFilesAreNotWrittenThroughALink(t *testing.T) {
	s, at := folderAt(t)
	outside := t.TempDir()
	link(t, outside, filepath.Join(at, "tmp"))
	if err := s.Create(t.Context(), "log/1", []byte("first")); err == nil {
		t.Error("wrote through the link")
	}
	if got, err := os.ReadDir(outside); err != nil || len(got) != 0 {
		t.Errorf("the folder outside has %v, %v", got, err)
	}
}

func TestAFileSystemWithoutHardLinksIsNamed(t *testing.T) {
	for _, test := range []struct {
		name  string
		cause error
		kind  fault.Kind
		says  string
	}{
		{"FAT", syscall.EPERM, fault.Invalid, "the file system of the store does not support hard links"},
		{"some network disks", syscall.EOPNOTSUPP, fault.Invalid, "the file system of the store does not support hard links"},
		{"a file system of its own", syscall.EXDEV, fault.Invalid, "a folder in the store is on another file system"},
		{"a full disk", syscall.ENOSPC, fault.Internal, "creating log/1: link a b: no space left on device"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := store.ExplainLink(&os.LinkError{Op: "link", Old: "a", New: "b", Err: test.cause})
			if fault.KindOf(err) != test.kind || !strings.Contains(err.Error(), test.says) || !errors.Is(err, test.cause) {
				t.Errorf("got %v", err)
			}
		})
	}
}

const mounted = "OPENDATA_TEST_MOUNTED"

// TestAFileSystemOfItsOwnInTheStoreIsNamed runs itself again where it may mount.
func TestAFileSystemOfItsOwnInTheStoreIsNamed(t *testing.T) {
	if at := os.Getenv(mounted); at != "" {
		s := open(t, "file://"+at, store.Options{})
		err := s.Create(t.Context(), "log/1", []byte("first"))
		problem, ok := errors.AsType[*fault.Error](err)
		if !ok || problem.Kind != fault.Invalid || !strings.Contains(problem.Fixes[0].En, "do not mount tmp or log separately") {
			t.Errorf("created: %v", err)
		}
		if got, err := s.List(t.Context(), "", ""); err != nil || got != nil {
			t.Errorf("listed %q, %v", got, err)
		}
		return
	}
	if err := exec.CommandContext(t.Context(), "unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt").Run(); err != nil {
		t.Skip("this machine does not let a test mount anything: ", err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	at := t.TempDir()
	cmd := exec.CommandContext(t.Context(), "unshare", "-rm", "sh", "-c",
		`mkdir "$1/tmp" && mount -t tmpfs none "$1/tmp" && exec "$0" -test.run '^TestAFileSystemOfItsOwnInTheStoreIsNamed$'`, self, at)
	cmd.Env = append(os.Environ(), mounted+"="+at)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// BenchmarkGetFromAFolder reads an object of the size of a release's manifest.
func BenchmarkGetFromAFolder(b *testing.B) {
	s, err := store.Open("file://"+b.TempDir(), true, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	const name = "objects/ab/abcd"
	if err := s.Create(b.Context(), name, make([]byte, 10_000)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Get(b.Context(), name); err != nil {
			b.Fatal(err)
		}
	}
}
