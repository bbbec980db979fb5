package logwriter_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hachinohe.example/opendata/internal/logwriter"
)

// sink is what a log is written to: it stalls and fails as a test wants it to.
type sink struct {
	mu     sync.Mutex
	text   strings.Builder
	writes int
	room   int           // bytes that it takes before it fails; negative: any number
	stall  chan struct{} // it takes nothing before this is closed; nil: it does not stall
}

var errFull = errors.New("no space left")

func (s *sink) Write(p []byte) (int, error) {
	if s.stall != nil {
		<-s.stall
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writes++
	if s.room >= 0 && s.room < len(p) {
		n, _ := s.text.Write(p[:s.room])
		s.room = 0
		return n, errFull
	}
	if s.room >= 0 {
		s.room -= len(p)
	}
	return s.text.Write(p)
}

func (s *sink) setRoom(bytes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.room = bytes
}

func (s *sink) written() (text string, writes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String(), s.writes
}

func dropped(lines int) []byte { return fmt.Appendf(nil, "dropped %d\n", lines) }

// options have room for four lines of two bytes.
func options() logwriter.Options {
	return logwriter.Options{Limit: 8, Gather: time.Second, Dropped: dropped}
}

func say(w *logwriter.Writer, lines string) {
	for line := range strings.Lines(lines) {
		_, _ = w.Write([]byte(line))
	}
}

func TestLinesAreWrittenTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := &sink{room: -1}
		o := options()
		o.Limit = 100
		w := logwriter.New(to, o)
		say(w, "a\n")
		synctest.Wait()
		if text, _ := to.written(); text != "" {
			t.Errorf("written at once: %q", text)
		}
		say(w, "b\n")
		time.Sleep(time.Second)
		synctest.Wait()
		if text, writes := to.written(); text != "a\nb\n" || writes != 1 {
			t.Errorf("after a second: %q in %d writes", text, writes)
		}
		say(w, "c\n")
		if err := w.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if text, _ := to.written(); text != "a\nb\nc\n" {
			t.Errorf("at the end: %q", text)
		}
	})
}

func TestManyLinesDoNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := &sink{room: -1}
		w := logwriter.New(to, options())
		begun := time.Now()
		say(w, "a\nb\n") // half of what may wait
		synctest.Wait()
		if text, _ := to.written(); text != "a\nb\n" || time.Since(begun) != 0 {
			t.Errorf("%q after %v", text, time.Since(begun))
		}
		if err := w.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestAStalledWriterHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := &sink{room: -1, stall: make(chan struct{})}
		w := logwriter.New(to, options())
		begun := time.Now()
		say(w, "a\nb\n")
		synctest.Wait() // these are on their way
		say(w, "1\n2\n3\n4\n5\n6\n")
		if time.Since(begun) != 0 {
			t.Errorf("lines waited for %v", time.Since(begun))
		}
		close(to.stall)
		synctest.Wait()
		if text, _ := to.written(); text != "a\nb\n1\n2\n3\n4\ndropped 2\n" {
			t.Errorf("written: %q", text)
		}
		if err := w.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestAStalledWriterIsGivenUpAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := &sink{room: -1, stall: make(chan struct{})}
		w := logwriter.New(to, options())
		say(w, "a\nb\n")
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		begun := time.Now()
		if err := w.Close(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != time.Minute {
			t.Errorf("%v after %v", err, time.Since(begun))
		}
		close(to.stall) // so that the test ends
	})
}

func TestWhatCannotBeWrittenIsCounted(t *testing.T) {
	for _, c := range []struct {
		name string
		room int
		want string
	}{
		{"nothing is written", 0, "c\ndropped 2\n"},
		{"one line is", 2, "a\nc\ndropped 1\n"},
		{"one line is, in part", 1, "a\nc\ndropped 2\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				to := &sink{room: c.room}
				w := logwriter.New(to, options())
				say(w, "a\nb\n")
				synctest.Wait()
				say(w, "c\n")
				to.setRoom(-1)
				time.Sleep(time.Second)
				synctest.Wait()
				if text, _ := to.written(); text != c.want {
					t.Errorf("written: %q", text)
				}
				if err := w.Close(t.Context()); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

func TestADiskThatStaysFullIsCountedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := &sink{}
		w := logwriter.New(to, options())
		for range 3 {
			say(w, "a\nb\n")
			synctest.Wait()
		}
		to.setRoom(-1)
		say(w, "c\n")
		if err := w.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if text, _ := to.written(); text != "c\ndropped 6\n" {
			t.Errorf("written: %q", text)
		}
	})
}

func TestWithoutAReport(t *testing.T) {
	to := &sink{}
	w := logwriter.New(to, logwriter.Options{Limit: 8})
	say(w, "a\nb\nc\nd\ne\n")
	if err := w.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if text, _ := to.written(); text != "" {
		t.Errorf("written: %q", text)
	}
}
