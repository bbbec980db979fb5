package main

import (
	"context"
	"log/slog"
	"maps"
	"time"
)

// Limits of what is logged of a store in trouble.
const (
	repeatInterval = time.Minute // before the same trouble is logged again
	maxTroubles    = 10          // different ones in that time
)

// stateLog logs when a store falls into trouble and when it recovers: each
// change once. A store that keeps changing between troubles and none does not
// fill the log.
type stateLog struct {
	log    *slog.Logger
	last   string // the trouble that was logged last; empty = none
	logged map[string]time.Time
}

func newStateLog(log *slog.Logger) *stateLog {
	return &stateLog{log: log, logged: make(map[string]time.Time)}
}

// record logs the present trouble if it is new; nil means none.
func (s *stateLog) record(ctx context.Context, trouble error, now time.Time) {
	switch {
	case ctx.Err() != nil: // the end of the program is no trouble of the store
	case trouble == nil && s.last != "":
		s.log.InfoContext(ctx, "store recovered")
		s.last = ""
	case trouble != nil && s.isNew(trouble.Error(), now):
		s.last = trouble.Error()
		s.logged[s.last] = now
		s.log.ErrorContext(ctx, "store trouble, serving the last good releases", slog.String("error", s.last))
	}
}

// isNew reports whether a trouble is to be logged now.
func (s *stateLog) isNew(text string, now time.Time) bool {
	maps.DeleteFunc(s.logged, func(_ string, at time.Time) bool { return now.Sub(at) >= repeatInterval })
	_, known := s.logged[text]
	return text != s.last && !known && len(s.logged) < maxTroubles
}
