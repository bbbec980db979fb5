package delivery

import (
	"context"
	"errors"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// admission decides what may run at once, so that a crowd of queries fills neither
// the memory nor the processors. Ordinary computations never wait for heavy ones,
// nor any of them for history jobs.
type admission struct {
	ordinary, heavy *slots
	history         *slots
	resumed         *slots // of streams that have begun and found no other slot
}

func newAdmission() admission {
	return admission{
		ordinary: newSlots(maxOrdinary()), heavy: newSlots(maxHeavy()),
		history: newSlots(maxHistoryJobs), resumed: newSlots(maxHeavy()),
	}
}

// of returns the slots for a computation, by the rows it may look at.
func (a *admission) of(ctx context.Context, work *Work) *slots {
	if work.Rows != nil && work.Rows(ctx) > heavyRows {
		return a.heavy
	}
	return a.ordinary
}

// compute makes a body when it is admitted, within a bounded time. It may be made
// for many readers, so it does not end with the request that began it.
func (a *admission) compute(ctx context.Context, address string, work *Work, makeBody func(context.Context) (*Body, error)) (b *Body, err error) {
	err = a.run(context.WithoutCancel(ctx), address, work, func(ctx context.Context, _ *permit) error {
		b, err = makeBody(ctx)
		return err
	})
	return b, err
}

// permit is the right to compute, given to what was admitted.
type permit struct {
	slots   *slots // where it began
	resumed *slots
	address string
	started func() // called when a response has begun: from now on it may take long
	held    *slots // nil while it waits for others
}

// yield does something that waits for others, such as a reader, without the slot,
// and waits for another one. If there is none for a while it waits for those that
// are kept for this, too: whoever has all but the end of a response should not be
// kept waiting by those who have nothing yet.
func (p *permit) yield(ctx context.Context, do func() error) error {
	p.end()
	if err := do(); err != nil {
		return err
	}
	switch {
	case p.slots.acquireWithin(ctx, resumeWait, p.address) == nil:
		p.held = p.slots
	case p.resumed.acquire(ctx, p.address) == nil:
		p.held = p.resumed
	}
	return ctx.Err()
}

func (p *permit) end() {
	if p.held != nil {
		p.held.release()
		p.held = nil
	}
}

var errLate = errors.New("it took too long")

// run does what must begin within a bounded time, when it is admitted.
func (a *admission) run(ctx context.Context, address string, work *Work, do func(context.Context, *permit) error) error {
	s := a.of(ctx, work)
	if err := s.acquireWithin(ctx, admissionWait, address); err != nil {
		return busy().Because(err)
	}
	timed, stop := context.WithTimeoutCause(ctx, ComputeTime, errLate)
	defer stop()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	forget := context.AfterFunc(timed, func() { cancel(context.Cause(timed)) })
	p := &permit{slots: s, resumed: a.resumed, address: address, held: s, started: func() { forget() }}
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
