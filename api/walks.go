package api

import (
	"context"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

const (
	// walkWait is how long a request waits for its turn to walk.
	walkWait = 2 * time.Second
	// walkTime is how long a walk may take.
	walkTime = 30 * time.Second
)

// walks gives turns to what goes through the releases: comparisons, time maps
// and histories. Each may have to read all of them, so there is one at a time,
// and none of them takes a turn that ordinary answers wait for.
type walks chan struct{}

func newWalks() walks { return make(walks, 1) }

// begin waits for a turn.
func (w walks) begin(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, walkWait)
	defer cancel()
	select {
	case w <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fault.New(fault.Unavailable, lang.T("公表の履歴を調べる問い合わせが混み合っています", "too many requests go through the releases right now"),
			lang.T("数秒おいてもう一度お試しください", "try again in a few seconds")).Because(ctx.Err())
	}
}

// inTurn makes something when its turn has come, within a bounded time. It may
// be made for many readers, so it does not end with the request that began it.
func inTurn[T any](ctx context.Context, w walks, made func(context.Context) (T, error)) (T, error) {
	var none T
	ctx = context.WithoutCancel(ctx)
	if err := w.begin(ctx); err != nil {
		return none, err
	}
	defer func() { <-w }()
	ctx, cancel := context.WithTimeout(ctx, walkTime)
	defer cancel()
	result, err := made(ctx)
	if err != nil && ctx.Err() != nil {
		return none, fault.New(fault.Unavailable, lang.T("時間がかかりすぎるため中断しました", "it took too long and was broken off"),
			lang.T("より近い公表どうしを比べるか、公表を一つずつ release で指定してください", "compare releases that lie closer together, or ask for one release at a time with release")).Because(err)
	}
	return result, err
}
