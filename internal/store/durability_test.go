package store_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"

	"hachinohe.example/opendata/internal/store"
)

// recorder writes through to the operating system and notes every call, with
// paths relative to base. Calls that contain failing fail.
type recorder struct {
	base    string
	failing string

	mu    sync.Mutex
	calls []string
}

var errDisk = errors.New("input/output error")

func (r *recorder) wrap(folder string, to store.Writer) store.Writer {
	return recordingWriter{Writer: to, r: r, folder: folder}
}

// note records a call and says whether it fails.
func (r *recorder) note(format string, args ...any) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.noteLocked(format, args...)
}

func (r *recorder) noteLocked(format string, args ...any) error {
	call := fmt.Sprintf(format, args...)
	r.calls = append(r.calls, call)
	if r.failing != "" && strings.Contains(call, r.failing) {
		return errDisk
	}
	return nil
}

// taken returns the calls since the last time. Temporary names are random and
// all called tmp/*.
func (r *recorder) taken() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	calls := r.calls
	r.calls = nil
	for i, call := range calls {
		calls[i] = temporaryPattern.ReplaceAllString(call, store.Temporary+"*")
	}
	return calls
}

var temporaryPattern = regexp.MustCompile(store.Temporary + `[a-z0-9]+`)

type recordingWriter struct {
	store.Writer

	r      *recorder
	folder string
}

// at returns a path relative to the recorder's base.
func (w recordingWriter) at(name string) string {
	relative, err := filepath.Rel(w.r.base, filepath.Join(w.folder, name))
	if err != nil {
		return err.Error()
	}
	return relative
}

func (w recordingWriter) Create(name string) (store.File, error) {
	if err := w.r.note("create %s", w.at(name)); err != nil {
		return nil, err
	}
	f, err := w.Writer.Create(name)
	return recordingFile{File: f, r: w.r, name: w.at(name)}, err
}

// Mkdir makes the folder and notes it at once: another writer that finds the
// folder must not flush it before it is noted.
func (w recordingWriter) Mkdir(name string, mode fs.FileMode) error {
	w.r.mu.Lock()
	defer w.r.mu.Unlock()
	err := w.Writer.Mkdir(name, mode)
	if errors.Is(err, fs.ErrExist) {
		return err // nothing changed
	}
	return errors.Join(w.r.noteLocked("mkdir %s", w.at(name)), err)
}

func (w recordingWriter) Link(from, to string) error {
	if err := w.r.note("link %s to %s", w.at(from), w.at(to)); err != nil {
		return err
	}
	return w.Writer.Link(from, to)
}

func (w recordingWriter) Remove(name string) error {
	return errors.Join(w.r.note("remove %s", w.at(name)), w.Writer.Remove(name))
}

func (w recordingWriter) OpenFolder(name string) (store.File, error) {
	f, err := w.Writer.OpenFolder(name)
	return recordingFolder{File: f, r: w.r, name: w.at(name)}, err
}

type recordingFile struct {
	store.File

	r    *recorder
	name string
}

func (f recordingFile) Write(data []byte) (int, error) {
	if err := f.r.note("write %s", f.name); err != nil {
		return 0, err
	}
	return f.File.Write(data)
}

func (f recordingFile) Sync() error {
	return errors.Join(f.r.note("fsync %s", f.name), f.File.Sync())
}

func (f recordingFile) Close() error {
	return errors.Join(f.r.note("close %s", f.name), f.File.Close())
}

type recordingFolder struct {
	store.File

	r    *recorder
	name string
}

func (f recordingFolder) Sync() error {
	return errors.Join(f.r.note("fsync folder %s", f.name), f.File.Sync())
}

// recorded opens a store in base/new/store, where base exists.
func recorded(t *testing.T) (store.Store, *recorder) {
	t.Helper()
	r := &recorder{base: t.TempDir()}
	return reopened(t, r), r
}

func reopened(t *testing.T, r *recorder) store.Store {
	t.Helper()
	s, err := store.OpenThrough(filepath.Join(r.base, "new", "store"), r.wrap)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func wantCalls(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: the order is\n\t%s\nwant\n\t%s", what, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func TestANewStoreIsFlushedUpToTheFolderThatExisted(t *testing.T) {
	_, r := recorded(t)
	wantCalls(t, "both folders are new", r.taken(),
		"mkdir new", "mkdir new/store", "fsync folder new", "fsync folder .")
	reopened(t, r)
	wantCalls(t, "the store exists; who made it may have died before flushing", r.taken(),
		"fsync folder new")
}

func TestCreatingFlushesTheFileThenItsNameAndEveryFolderAbove(t *testing.T) {
	s, r := recorded(t)
	r.taken()
	create(t, s, "objects/ab/cd", "data")
	wantCalls(t, "in new folders", r.taken(),
		"mkdir new/store/objects", "mkdir new/store/objects/ab", "mkdir new/store/tmp",
		"create new/store/tmp/*", "write new/store/tmp/*", "fsync new/store/tmp/*", "close new/store/tmp/*",
		"link new/store/tmp/* to new/store/objects/ab/cd", "remove new/store/tmp/*",
		"fsync folder new/store/objects/ab", "fsync folder new/store/objects", "fsync folder new/store")
	create(t, s, "objects/ab/ef", "data")
	wantCalls(t, "in folders that another writer may not have flushed", r.taken(),
		"create new/store/tmp/*", "write new/store/tmp/*", "fsync new/store/tmp/*", "close new/store/tmp/*",
		"link new/store/tmp/* to new/store/objects/ab/ef", "remove new/store/tmp/*",
		"fsync folder new/store/objects/ab", "fsync folder new/store/objects", "fsync folder new/store")
}

func TestATakenNameIsFlushedBeforeItIsReported(t *testing.T) {
	s, r := recorded(t)
	create(t, s, "log/1", "first")
	r.taken()
	if err := s.Create(t.Context(), "log/1", []byte("second")); !errors.Is(err, store.ErrExists) {
		t.Error(err)
	}
	wantCalls(t, "the name is taken", r.taken(),
		"create new/store/tmp/*", "write new/store/tmp/*", "fsync new/store/tmp/*", "close new/store/tmp/*",
		"link new/store/tmp/* to new/store/log/1", "remove new/store/tmp/*",
		"fsync folder new/store/log", "fsync folder new/store")
}

func TestDeletingFlushesTheFolder(t *testing.T) {
	s, r := recorded(t)
	create(t, s, "log/1", "first")
	for _, test := range []struct {
		what, name string
		want       []string
	}{
		{"a file", "log/1", []string{"remove new/store/log/1", "fsync folder new/store/log"}},
		{"a file that another process may have deleted and not flushed", "log/1", []string{"remove new/store/log/1", "fsync folder new/store/log"}},
		{"a file in a folder that does not exist", "no/such", []string{"remove new/store/no/such"}},
	} {
		r.taken()
		if err := s.Delete(t.Context(), test.name); err != nil {
			t.Error(err)
		}
		wantCalls(t, test.what, r.taken(), test.want...)
	}
}

// What could not be flushed is reported as an error, never as stored, as
// existing or as deleted.
func TestAFlushThatFailsIsAnError(t *testing.T) {
	for _, test := range []struct{ name, failing string }{
		{"the file", "fsync new/store/tmp/"},
		{"the folder", "fsync folder new/store/log"},
		{"the folder of the store", "fsync folder new/store"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, r := recorded(t)
			create(t, s, "log/1", "first")
			r.failing = test.failing
			for _, name := range []string{"log/1", "log/2"} {
				if err := s.Create(t.Context(), name, []byte("x")); !errors.Is(err, errDisk) || errors.Is(err, store.ErrExists) {
					t.Errorf("creating %s: %v", name, err)
				}
			}
			left, err := os.ReadDir(filepath.Join(r.base, "new", "store", "tmp"))
			if err != nil || len(left) != 0 {
				t.Errorf("tmp has %v, %v", left, err)
			}
		})
	}
	t.Run("after deleting", func(t *testing.T) {
		s, r := recorded(t)
		create(t, s, "log/1", "first")
		r.failing = "fsync folder"
		if err := s.Delete(t.Context(), "log/1"); !errors.Is(err, errDisk) {
			t.Error(err)
		}
	})
	t.Run("the parent of a new store", func(t *testing.T) {
		r := &recorder{base: t.TempDir(), failing: "fsync folder ."}
		if s, err := store.OpenThrough(filepath.Join(r.base, "new", "store"), r.wrap); !errors.Is(err, errDisk) || s != nil {
			t.Errorf("got %v, %v", s, err)
		}
	})
}

// A store whose parent belongs to the system: nobody but root may list it.
func TestAStoreInAFolderThatCannotBeReadIsOpened(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can act as two users")
	}
	parent := t.TempDir()
	at := filepath.Join(parent, "store")
	if err := errors.Join(os.Mkdir(at, 0o755), os.Chown(at, otherUser, -1), os.Chmod(filepath.Dir(parent), 0o755), os.Chmod(parent, 0o711)); err != nil {
		t.Fatal(err)
	}
	unprivileged(t, func() {
		s := open(t, "file://"+at, store.Options{})
		create(t, s, "log/1", "first")
		want(t, s, "log/1", []byte("first"))
	})
}
