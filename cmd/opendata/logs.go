package main

import (
	"bufio"
	"io"
	"log/slog"
	"sync"
	"time"

	"hachinohe.example/opendata/internal/config"
)

const (
	logBuffer     = 64 << 10
	flushInterval = time.Second
)

// logWriter buffers log lines, so that a request does not wait for the disk or
// the terminal, and writes them out every second.
type logWriter struct {
	mu   sync.Mutex
	out  io.Writer
	to   *bufio.Writer
	stop chan struct{}
	done chan struct{}
}

func newLogWriter(w io.Writer) *logWriter {
	l := &logWriter{out: w, to: bufio.NewWriterSize(w, logBuffer), stop: make(chan struct{}), done: make(chan struct{})}
	go l.flushing()
	return l
}

// Write takes one log line.
func (l *logWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n, err := l.to.Write(p)
	if err != nil {
		l.to.Reset(l.out)
	}
	return n, err
}

func (l *logWriter) flushing() {
	defer close(l.done)
	tick := time.NewTicker(flushInterval)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			l.flush()
		case <-l.stop:
			l.flush()
			return
		}
	}
}

// flush writes out what is buffered. What cannot be written is dropped: a log
// that fails has nowhere to be reported, and must go on when the disk is back.
func (l *logWriter) flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.to.Flush() != nil {
		l.to.Reset(l.out)
	}
}

func (l *logWriter) close() {
	close(l.stop)
	<-l.done
}

func newLogger(format string, w io.Writer) *slog.Logger {
	if format == config.LogText {
		return slog.New(slog.NewTextHandler(w, nil))
	}
	return slog.New(slog.NewJSONHandler(w, nil))
}
