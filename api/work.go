package api

import (
	"context"
	"errors"
	"runtime"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

const (
	// workWait is how long a request waits for its turn.
	workWait = 10 * time.Second
	// chunkWait is how long a stream that has begun waits for its next turn.
	chunkWait = time.Second
	// workTime is how long an answer may take to make, or to be begun if it is
	// sent while it is made.
	workTime = 10 * time.Second
	// retryAfter tells a refused client when to come back, in seconds.
	retryAfter = "5"
	// maxStreams bounds the answers that are sent while they are made. Most wait
	// for their readers, so there may be many.
	maxStreams = 256
	// maxHeld bounds what those among them hold beside a chunk, in bytes: the
	// order of their rows, or a long body in JSON. One may be as large as all.
	maxHeld = 256 << 20
	// heavyReach is how many rows an answer may have to look at without being a
	// heavy one: some milliseconds' worth.
	heavyReach = 1 << 18
)

// work gives turns, so that a crowd of queries fills neither the memory nor the
// processors.
type work chan struct{}

// lanes are turns for ordinary answers, of which none takes long, and for heavy
// ones, which look at very many rows. Nobody waits in the other lane's queue, and
// heavy answers leave a processor to the others where there is more than one.
type lanes struct{ ordinary, heavy work }

func newLanes() lanes {
	processors := runtime.GOMAXPROCS(0)
	return lanes{ordinary: make(work, 2*processors), heavy: make(work, max(1, processors-1))} //nolint:mnd // some wait for each other
}

// of returns the lane of an answer.
func (l lanes) of(ctx context.Context, a *answer) work {
	if a.reach != nil && a.reach(ctx) > heavyReach {
		return l.heavy
	}
	return l.ordinary
}

// begin waits for a turn; end gives it back.
func (w work) begin(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, workWait)
	defer cancel()
	if err := w.await(ctx); err != nil {
		return errBusy().Because(err)
	}
	return nil
}

// await waits for a turn until ctx ends; one that is free it takes in any case.
func (w work) await(ctx context.Context) error {
	select {
	case w <- struct{}{}:
		return nil
	default:
	}
	select {
	case w <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
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
	err = w.start(context.WithoutCancel(ctx), func(ctx context.Context, _ *turn) error {
		p, err = made(ctx)
		return err
	})
	return p, err
}

var errLate = errors.New("it took too long")

// turn is the right to compute, and what bounds it.
type turn struct {
	work  work
	begun func() // said when an answer has begun: from now on it may take long
	held  bool
}

// aside does something that waits for others, such as a reader, without the
// turn, and waits for another one. If there is none for a while it goes on
// without: that is one chunk in a while, and the last chunk needs no turn at all.
func (t *turn) aside(ctx context.Context, do func() error) error {
	t.end()
	if err := do(); err != nil {
		return err
	}
	waiting, stop := context.WithTimeout(ctx, chunkWait)
	defer stop()
	t.held = t.work.await(waiting) == nil
	return ctx.Err()
}

func (t *turn) end() {
	if t.held {
		t.held = false
		t.work.end()
	}
}

// start does what must begin within a bounded time, in its turn.
func (w work) start(ctx context.Context, do func(context.Context, *turn) error) error {
	if err := w.begin(ctx); err != nil {
		return err
	}
	timed, stop := context.WithTimeoutCause(ctx, workTime, errLate)
	defer stop()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	forget := context.AfterFunc(timed, func() { cancel(context.Cause(timed)) })
	t := &turn{work: w, held: true, begun: func() { forget() }}
	defer t.end()
	err := do(ctx, t)
	if err != nil && errors.Is(context.Cause(ctx), errLate) {
		return fault.New(fault.Unavailable, lang.T("時間がかかりすぎるため中断しました", "it took too long and was broken off"),
			lang.T("条件を加えて対象を絞るか、/files のファイルを使ってください", "narrow the query down with more conditions, or use the files under /files")).Because(err)
	}
	return err
}
