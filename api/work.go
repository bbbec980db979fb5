package api

import (
	"context"
	"runtime"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

const (
	// workWait is how long a request waits for its turn.
	workWait = 10 * time.Second
	// retryAfter tells a refused client when to come back, in seconds.
	retryAfter = "5"
)

// work bounds how many answers are made at once, so that a crowd of heavy
// queries fills neither the memory nor the processors.
type work chan struct{}

func newWork() work { return make(work, 2*runtime.GOMAXPROCS(0)) }

// begin waits for a turn; end gives it back.
func (w work) begin(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, workWait)
	defer cancel()
	select {
	case w <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fault.New(fault.Unavailable, lang.T("混み合っています", "the service is busy"),
			lang.T("数秒おいてもう一度試すか、/files のファイルを使ってください", "try again in a few seconds, or use the files under /files")).Because(ctx.Err())
	}
}

func (w work) end() { <-w }
