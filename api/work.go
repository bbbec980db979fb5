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
	// workTime is how long an answer may take to make.
	workTime = 10 * time.Second
	// retryAfter tells a refused client when to come back, in seconds.
	retryAfter = "5"
	// maxStreams bounds the answers that are sent while they are made. Most wait
	// for their readers, so there may be many.
	maxStreams = 64
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

// do makes something when its turn has come, within a bounded time. It may be
// made for many readers, so it does not end with the request that began it.
func (w work) do(ctx context.Context, made func(context.Context) (*payload, error)) (*payload, error) {
	ctx = context.WithoutCancel(ctx)
	if err := w.begin(ctx); err != nil {
		return nil, err
	}
	defer w.end()
	ctx, cancel := context.WithTimeout(ctx, workTime)
	defer cancel()
	p, err := made(ctx)
	if err != nil && ctx.Err() != nil {
		return nil, fault.New(fault.Unavailable, lang.T("時間がかかりすぎるため中断しました", "it took too long and was broken off"),
			lang.T("条件を加えて対象を絞るか、/files のファイルを使ってください", "narrow the query down with more conditions, or use the files under /files")).Because(err)
	}
	return p, err
}
