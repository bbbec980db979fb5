package delivery

import (
	"context"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// HistoryJob makes something that goes through the releases, such as a comparison,
// a time map or the history of a series, when it is admitted and within a bounded
// time. It may have to read every release, so few run at once, and none takes what
// ordinary responses wait for. It may be made for many readers, so it does not end
// with the request that began it. Kinds of jobs take turns.
func HistoryJob[T any](ctx context.Context, d *Delivery, kind string, job func(context.Context) (T, error)) (T, error) {
	var none T
	ctx = context.WithoutCancel(ctx)
	if err := d.admission.history.acquireWithin(ctx, historyWait, kind); err != nil {
		return none, fault.New(fault.Unavailable, lang.T("公表の履歴を調べる要求が混み合っています", "too many requests go through the releases right now"),
			lang.T("数秒おいてもう一度お試しください", "try again in a few seconds")).Because(err)
	}
	defer d.admission.history.release()
	ctx, cancel := context.WithTimeout(ctx, historyTime)
	defer cancel()
	result, err := job(ctx)
	if err != nil && ctx.Err() != nil {
		return none, tookTooLong(lang.T("より近い公表どうしを比べるか、公表を一つずつ release で指定してください", "compare releases that lie closer together, or ask for one release at a time with release")).Because(err)
	}
	return result, err
}
