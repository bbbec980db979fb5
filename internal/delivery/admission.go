package delivery

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/semaphore"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// admission decides what may run at once, so that a crowd of queries fills neither
// the memory nor the processors. Ordinary computations never wait for heavy ones,
// nor any of them for history jobs.
type admission struct {
	ordinary, heavy slots
	history         slots
}

func newAdmission() admission {
	return admission{ordinary: newSlots(maxOrdinary()), heavy: newSlots(maxHeavy()), history: newSlots(maxHistoryJobs)}
}

// slots are how many may run at once.
type slots struct{ *semaphore.Weighted }

func newSlots(n int64) slots { return slots{semaphore.NewWeighted(n)} }

// acquire waits for a slot until ctx ends; a free one it takes in any case.
func (s slots) acquire(ctx context.Context) error {
	if s.TryAcquire(1) {
		return nil
	}
	return s.Acquire(ctx, 1)
}

func (s slots) release() { s.Release(1) }

// acquireWithin waits for a slot for some time at most.
func (s slots) acquireWithin(ctx context.Context, wait time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	return s.acquire(ctx)
}

// of returns the slots for a computation, by the rows it may look at.
func (a *admission) of(ctx context.Context, work *Work) slots {
	if work.Rows != nil && work.Rows(ctx) > heavyRows {
		return a.heavy
	}
	return a.ordinary
}

// compute makes a body when it is admitted, within a bounded time. It may be made
// for many readers, so it does not end with the request that began it.
func (a *admission) compute(ctx context.Context, work *Work, makeBody func(context.Context) (*Body, error)) (b *Body, err error) {
	err = a.of(ctx, work).run(context.WithoutCancel(ctx), func(ctx context.Context, _ *permit) error {
		b, err = makeBody(ctx)
		return err
	})
	return b, err
}

// permit is the right to compute, given to what was admitted.
type permit struct {
	slots   slots
	started func() // called when a response has begun: from now on it may take long
	held    bool
}

// yield does something that waits for others, such as a reader, without the slot,
// and waits for another one. If there is none for a while it goes on without: that
// is one chunk in a while, and the last chunk needs no slot at all.
func (p *permit) yield(ctx context.Context, do func() error) error {
	p.end()
	if err := do(); err != nil {
		return err
	}
	p.held = p.slots.acquireWithin(ctx, resumeWait) == nil
	return ctx.Err()
}

func (p *permit) end() {
	if p.held {
		p.held = false
		p.slots.release()
	}
}

var errLate = errors.New("it took too long")

// run does what must begin within a bounded time, when it is admitted.
func (s slots) run(ctx context.Context, do func(context.Context, *permit) error) error {
	if err := s.acquireWithin(ctx, admissionWait); err != nil {
		return busy().Because(err)
	}
	timed, stop := context.WithTimeoutCause(ctx, ComputeTime, errLate)
	defer stop()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	forget := context.AfterFunc(timed, func() { cancel(context.Cause(timed)) })
	p := &permit{slots: s, held: true, started: func() { forget() }}
	defer p.end()
	err := do(ctx, p)
	if err != nil && errors.Is(context.Cause(ctx), errLate) {
		return tookTooLong(lang.T("条件を加えて対象を絞るか、/files のファイルを使ってください", "narrow the query down with more conditions, or use the files under /files")).Because(err)
	}
	return err
}

func tookTooLong(fix lang.Text) *fault.Error {
	return fault.New(fault.Unavailable, lang.T("時間がかかりすぎるため中断しました", "it took too long and was stopped"), fix)
}
