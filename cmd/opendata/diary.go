package main

import (
	"context"
	"log/slog"
	"maps"
	"time"
)

// Bounds of what is logged of a store in trouble.
const (
	quiet       = time.Minute // before the same trouble is logged again
	maxTroubles = 10          // different ones in that time
)

// diary logs when a store falls into trouble and when it recovers: each change
// once. A store that is now in one trouble, now in another, now in none, as one
// at the end of a bad line is, does not fill the log with it.
type diary struct {
	log     *slog.Logger
	last    string // the trouble that the log ends with; empty = none
	written map[string]time.Time
}

func newDiary(log *slog.Logger) *diary {
	return &diary{log: log, written: make(map[string]time.Time)}
}

// note takes down the trouble there is now, nil if there is none.
func (d *diary) note(ctx context.Context, trouble error, now time.Time) {
	switch {
	case ctx.Err() != nil: // the end of the program is no trouble of the store
	case trouble == nil && d.last != "":
		d.log.InfoContext(ctx, "store recovered")
		d.last = ""
	case trouble != nil && d.isNews(trouble.Error(), now):
		d.last = trouble.Error()
		d.written[d.last] = now
		d.log.ErrorContext(ctx, "store trouble, serving the last good releases", slog.String("error", d.last))
	}
}

// isNews reports whether a trouble is to be logged now.
func (d *diary) isNews(text string, now time.Time) bool {
	maps.DeleteFunc(d.written, func(_ string, at time.Time) bool { return now.Sub(at) >= quiet })
	_, known := d.written[text]
	return text != d.last && !known && len(d.written) < maxTroubles
}
