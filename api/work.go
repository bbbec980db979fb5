package api

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

const (
	// workWait is how long a request waits for its turn.
	workWait = 10 * time.Second
	// workTime is how long an answer may take to make, or to be begun if it is
	// sent while it is made.
	workTime = 10 * time.Second
	// retryAfter tells a refused client when to come back, in seconds.
	retryAfter = "5"
	// maxStreams bounds the answers that are sent while they are made. Most wait
	// for their readers, so there may be many.
	maxStreams = 64
	// maxHeld bounds those among them that hold more than a chunk: the order of
	// their rows, 8 bytes each at most, or a long body in JSON.
	maxHeld = 4
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
		return errBusy().Because(ctx.Err())
	}
}

func errBusy() *fault.Error {
	return fault.New(fault.Unavailable, lang.T("混み合っています", "the service is busy"),
		lang.T("数秒おいてもう一度試すか、/files のファイルを使ってください", "try again in a few seconds, or use the files under /files"))
}

func (w work) end() { <-w }

// do makes something when its turn has come, within a bounded time. It may be
// made for many readers, so it does not end with the request that began it.
func (w work) do(ctx context.Context, made func(context.Context) (*payload, error)) (p *payload, err error) {
	err = w.start(context.WithoutCancel(ctx), func(ctx context.Context, _ func()) error {
		p, err = made(ctx)
		return err
	})
	return p, err
}

var errLate = errors.New("it took too long")

// start does what must begin within a bounded time: until it says that it has
// begun it has a turn, and then goes on as long as it likes without one.
func (w work) start(ctx context.Context, do func(ctx context.Context, begun func()) error) error {
	if err := w.begin(ctx); err != nil {
		return err
	}
	timed, stop := context.WithTimeoutCause(ctx, workTime, errLate)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	forget := context.AfterFunc(timed, func() { cancel(context.Cause(timed)) })
	begun := sync.OnceFunc(func() {
		forget()
		stop()
		w.end()
	})
	defer begun()
	err := do(ctx, begun)
	if err != nil && errors.Is(context.Cause(ctx), errLate) {
		return fault.New(fault.Unavailable, lang.T("時間がかかりすぎるため中断しました", "it took too long and was broken off"),
			lang.T("条件を加えて対象を絞るか、/files のファイルを使ってください", "narrow the query down with more conditions, or use the files under /files")).Because(err)
	}
	return err
}
