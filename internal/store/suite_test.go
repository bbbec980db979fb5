package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"hachinohe.example/opendata/internal/store"
)

// Nothing published is empty, and the simulated object store refuses empty objects: they are not
// tested.
func TestWhatWasCreatedIsThereUnchanged(t *testing.T) {
	withEveryBackend(t, func(t *testing.T, s store.Store) {
		t.Helper()
		for name, data := range map[string][]byte{
			"one.json":                     []byte("{}\n"),
			"deep/er/and/deep_er-1.2/x":    []byte("八戸市\r\n\x00\xff"),
			"objects/ab/abcd":              bytes.Repeat([]byte("0123456789abcdef"), 1<<16),
			strings.Repeat("l", 200):       []byte("a long name"),
			strings.Repeat("p/", 99) + "x": []byte("a long path"),
		} {
			create(t, s, name, string(data))
			want(t, s, name, data)
		}
	})
}

func TestANameIsTakenOnce(t *testing.T) {
	withEveryBackend(t, func(t *testing.T, s store.Store) {
		t.Helper()
		create(t, s, "log/1", "first")
		for _, again := range []string{"second", "first"} {
			if err := s.Create(t.Context(), "log/1", []byte(again)); !errors.Is(err, store.ErrExists) {
				t.Errorf("writing %q again: %v, want ErrExists", again, err)
			}
		}
		want(t, s, "log/1", []byte("first"))
	})
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	withEveryBackend(t, func(t *testing.T, s store.Store) {
		t.Helper()
		create(t, s, "log/1", "first")
		for _, name := range []string{"log/2", "log/1.json", "lo", "nowhere/at/all", "1"} {
			want(t, s, name, nil)
		}
	})
}

func TestDeletingRemovesOneName(t *testing.T) {
	withEveryBackend(t, func(t *testing.T, s store.Store) {
		t.Helper()
		create(t, s, "objects/a", "a")
		create(t, s, "objects/ab", "ab")
		for _, name := range []string{"objects/a", "objects/a", "objects/never", "no/such/folder"} {
			if err := s.Delete(t.Context(), name); err != nil {
				t.Errorf("deleting %s: %v", name, err)
			}
		}
		want(t, s, "objects/a", nil)
		want(t, s, "objects/ab", []byte("ab"))
		create(t, s, "objects/a", "anew")
		want(t, s, "objects/a", []byte("anew"))
	})
}

func TestListingIsByNamePrefixAndPlace(t *testing.T) {
	withEveryBackend(t, func(t *testing.T, s store.Store) {
		t.Helper()
		for _, name := range []string{"log/2", "log/10", "log.json", "log/1", "objects/ab/1", "objects/a-b/1", "objects/ab.1", "z"} {
			create(t, s, name, name)
		}
		for _, test := range []struct {
			name, prefix, after string
			want                []string
		}{
			{"everything comes in the order of text", "", "", []string{"log.json", "log/1", "log/10", "log/2", "objects/a-b/1", "objects/ab.1", "objects/ab/1", "z"}},
			{"a folder", "log/", "", []string{"log/1", "log/10", "log/2"}},
			{"a prefix that is not a folder", "log", "", []string{"log.json", "log/1", "log/10", "log/2"}},
			{"half a folder's name", "objects/a", "", []string{"objects/a-b/1", "objects/ab.1", "objects/ab/1"}},
			{"a folder in a folder", "objects/ab/", "", []string{"objects/ab/1"}},
			{"half a name in a folder", "log/1", "", []string{"log/1", "log/10"}},
			{"after a name that is there", "log/", "log/10", []string{"log/2"}},
			{"after a name that is not there", "log/", "log/11", []string{"log/2"}},
			{"after everything", "log/", "log/3", nil},
			{"after a name before the prefix", "log/", "a", []string{"log/1", "log/10", "log/2"}},
			{"after a name beyond the prefix", "log/", "z", nil},
			{"everything after a name", "", "objects/ab.1", []string{"objects/ab/1", "z"}},
			{"a prefix of nothing", "withdrawn/", "", nil},
		} {
			t.Run(test.name, func(t *testing.T) {
				got, err := s.List(t.Context(), test.prefix, test.after)
				if err != nil || !reflect.DeepEqual(got, test.want) {
					t.Errorf("got %q, %v, want %q", got, err, test.want)
				}
			})
		}
	})
}

func TestAnEmptyStoreListsNothing(t *testing.T) {
	withEveryBackend(t, func(t *testing.T, s store.Store) {
		t.Helper()
		if got, err := s.List(t.Context(), "", ""); got != nil || err != nil {
			t.Errorf("got %q, %v", got, err)
		}
	})
}

// The object store lists a thousand names at a time.
func TestMoreNamesThanOnePageHoldsAreListedInOrder(t *testing.T) {
	count := 2500
	if testing.Short() {
		count = 1100
	}
	withEveryBackend(t, func(t *testing.T, s store.Store) {
		t.Helper()
		var names []string
		var wg sync.WaitGroup
		slots := make(chan struct{}, 16)
		for i := range count {
			name := fmt.Sprintf("objects/%02x/%04d", i%7, i)
			names = append(names, name)
			slots <- struct{}{}
			wg.Go(func() {
				if err := s.Create(t.Context(), name, []byte(name)); err != nil {
					t.Error(err)
				}
				<-slots
			})
		}
		wg.Wait()
		slices.Sort(names)
		if got, err := s.List(t.Context(), "objects/", ""); err != nil || !slices.Equal(got, names) {
			t.Errorf("got %d names, %v, want %d", len(got), err, len(names))
		}
		if got, err := s.List(t.Context(), "objects/", names[count/2]); err != nil || !slices.Equal(got, names[count/2+1:]) {
			t.Errorf("after %s: got %d names, %v, want %d", names[count/2], len(got), err, count-count/2-1)
		}
	})
}

func TestBadNamesAreRefused(t *testing.T) {
	withEveryBackend(t, func(t *testing.T, s store.Store) {
		t.Helper()
		for _, test := range []struct{ name, bad string }{
			{"no name", ""},
			{"the folder above", ".."},
			{"a way out", "../outside"},
			{"a way out through a folder", "log/../../outside"},
			{"a way around", "log/../log/1"},
			{"the folder itself", "."},
			{"a dot for a folder", "./log"},
			{"an absolute name", "/etc/passwd"},
			{"a folder", "log/"},
			{"an empty folder's name", "log//1"},
			{"a hidden file", ".hidden"},
			{"a temporary file", "log/.tmp-1"},
			{"upper case", "Log/1"},
			{"upper case inside", "log/a.JSON"},
			{"a backslash", `log\1`},
			{"a drive letter", "c:/log"},
			{"a NUL", "log/1\x00.json"},
			{"a line break", "log/1\n"},
			{"a space", "log/1 2"},
			{"an escaped slash", "log%2f1"},
			{"a letter that is not ASCII", "公表/1"},
			{"a letter that looks like ASCII", "lоg/1"},
			{"an option", "-rf"},
			{"a wild card", "log/*"},
			{"a query", "log/1?versionid=1"},
			{"a very long name", strings.Repeat("a", 501)},
			{"a very long path", strings.Repeat("a/", 400) + "a"},
		} {
			t.Run(test.name, func(t *testing.T) {
				_, getting := s.Get(t.Context(), test.bad)
				for operation, err := range map[string]error{
					"create": s.Create(t.Context(), test.bad, []byte("x")), "get": getting, "delete": s.Delete(t.Context(), test.bad),
				} {
					if err == nil || !strings.Contains(err.Error(), "is not a name") {
						t.Errorf("%s: %v", operation, err)
					}
				}
			})
		}
		if got, err := s.List(t.Context(), "", ""); got != nil || err != nil {
			t.Errorf("something was written: %q, %v", got, err)
		}
	})
}

func TestACancelledContextStopsEverything(t *testing.T) {
	withEveryBackend(t, func(t *testing.T, s store.Store) {
		t.Helper()
		create(t, s, "log/1", "first")
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, getting := s.Get(ctx, "log/1")
		_, listing := s.List(ctx, "", "")
		for operation, err := range map[string]error{
			"create": s.Create(ctx, "log/2", nil), "get": getting, "list": listing, "delete": s.Delete(ctx, "log/1"),
		} {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v, want context.Canceled", operation, err)
			}
		}
		want(t, s, "log/1", []byte("first"))
		want(t, s, "log/2", nil)
	})
}
