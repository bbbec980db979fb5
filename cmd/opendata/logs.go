package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os/signal"
	"syscall"
	"time"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/logwriter"
)

// Limits of what is written while the service runs. Whoever reads it may stall or
// go away; the service must not.
const (
	logLimit      = 1 << 20 // bytes of lines that wait
	logGather     = time.Second
	greetingLimit = 64 << 10
	lastLines     = 2 * time.Second // to write what waits when the program ends
)

// outlets are where a service writes: nothing that is written there waits for
// whoever reads it.
type outlets struct {
	log      *slog.Logger
	lines    *logwriter.Writer // of the log
	greeting *logwriter.Writer
}

// openOutlets opens the outlets of a service. From now on a reader who goes away
// is a failed write and not the end of the program.
func openOutlets(format string, term terminal) *outlets {
	signal.Ignore(syscall.SIGPIPE)
	o := &outlets{
		lines:    logwriter.New(term.err, logwriter.Options{Limit: logLimit, Gather: logGather, Dropped: droppedLines(format)}),
		greeting: logwriter.New(term.out, logwriter.Options{Limit: greetingLimit}),
	}
	o.log = newLogger(format, o.lines)
	return o
}

// close writes what waits, unless that takes too long: there is nobody left to
// tell.
func (o *outlets) close(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastLines)
	defer cancel()
	_ = o.greeting.Close(ctx)
	_ = o.lines.Close(ctx)
}

// report tells the person at the terminal why a service ended.
func (o *outlets) report(err error, language lang.Language) error {
	if err == nil {
		return nil
	}
	_, _ = io.WriteString(o.lines, failure(err, language)+"\n")
	return toldError{err}
}

// droppedLines writes the line of the log that says how many were dropped.
func droppedLines(format string) func(lines int) []byte {
	return func(lines int) []byte {
		var line bytes.Buffer
		newLogger(format, &line).Warn("log lines dropped", slog.Int("lines", lines))
		return line.Bytes()
	}
}

func newLogger(format string, w io.Writer) *slog.Logger {
	if format == config.LogText {
		return slog.New(slog.NewTextHandler(w, nil))
	}
	return slog.New(slog.NewJSONHandler(w, nil))
}
