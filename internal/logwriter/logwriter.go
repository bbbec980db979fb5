// Package logwriter takes lines for a log without ever making anybody wait.
//
// It promises that Write returns at once, whatever becomes of the writer behind
// it: of one that stalls, such as a pipe that nobody reads, a bounded number of
// bytes waits. A line that does not fit, or that cannot be written, is dropped and
// counted, and the log says how many were as soon as it takes lines again. It
// refuses to know what a line says. cmd writes its log and its greeting through
// it.
package logwriter

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"sync"
	"time"
)

// Options say how lines are kept and written.
type Options struct {
	// Limit is how many bytes may wait. As many again may be on their way.
	Limit int
	// Gather is how long lines wait for others, to be written together.
	Gather time.Duration
	// Dropped makes the line that says how many were dropped; nil: nothing says so.
	Dropped func(lines int) []byte
}

// Writer passes lines on to another writer. It is safe for concurrent use.
type Writer struct {
	options Options
	to      io.Writer

	mu      sync.Mutex // held for as long as it takes to copy a line
	waiting []byte
	dropped int // lines since the log last said so

	wake chan struct{} // something waits
	full chan struct{} // half of what may wait does
	stop chan struct{}
	done chan struct{}

	// Of the goroutine that writes.
	spare []byte // for lines to wait in
	torn  bool   // whether the last line was written in part
}

// New returns a writer in front of another one, which nobody else may write to.
func New(to io.Writer, o Options) *Writer {
	w := &Writer{
		options: o, to: to,
		wake: make(chan struct{}, 1), full: make(chan struct{}, 1),
		stop: make(chan struct{}), done: make(chan struct{}),
	}
	go w.run()
	return w
}

// Write takes one line, or several that are dropped together. It never fails.
func (w *Writer) Write(lines []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.waiting)+len(lines) > w.options.Limit {
		w.dropped += count(lines)
		return len(lines), nil
	}
	w.waiting = append(w.waiting, lines...)
	signal(w.wake)
	if 2*len(w.waiting) >= w.options.Limit {
		signal(w.full)
	}
	return len(lines), nil
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // it is known already
	}
}

func count(lines []byte) int { return bytes.Count(lines, []byte("\n")) }

// Close writes what waits, for as long as ctx allows. A writer that stalls for
// longer is given up, and so are the lines; the error says so. Close may be called
// once; what is written afterwards goes nowhere.
func (w *Writer) Close(ctx context.Context) error {
	close(w.stop)
	select {
	case <-w.done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("writing the last lines: %w", ctx.Err())
	}
}

// run writes what waits until the writer is closed.
func (w *Writer) run() {
	defer close(w.done)
	for open := true; open; {
		select {
		case <-w.wake:
			open = w.gather()
		case <-w.stop:
			open = false
		}
		w.flush()
	}
}

// gather lets more lines come, and reports whether the writer is still open.
func (w *Writer) gather() bool {
	gathered, cancel := context.WithTimeout(context.Background(), w.options.Gather)
	defer cancel()
	select {
	case <-gathered.Done():
	case <-w.full:
	case <-w.stop:
		return false
	}
	return true
}

// flush writes what waits, and then how many lines were dropped since. What
// cannot be written is dropped, too: it must go on when, say, the disk is back.
func (w *Writer) flush() {
	lines, dropped := w.take()
	reported := dropped > 0 && w.options.Dropped != nil
	if reported {
		lines = append(lines, w.options.Dropped(dropped)...)
	}
	if len(lines) == 0 {
		return
	}
	if w.torn {
		_, err := io.WriteString(w.to, "\n")
		w.torn = err != nil
	}
	n, err := w.to.Write(lines)
	w.spare = lines[:0]
	w.torn = w.torn || n > 0 && lines[n-1] != '\n'
	if err == nil {
		return
	}
	lost := count(lines[n:])
	if reported {
		lost += dropped - 1 // the report itself is none of the lines
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.dropped += lost
}

// take takes what waits, and how many lines were dropped meanwhile.
func (w *Writer) take() (lines []byte, dropped int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	lines, dropped = w.waiting, w.dropped
	w.waiting, w.dropped = w.spare, 0
	return lines, dropped
}
