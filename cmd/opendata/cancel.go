package main

import (
	"context"
	"time"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
)

// cancel cancels a release before it takes effect.
func cancel(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParseCancel(args, term.environment())
	if err != nil {
		return err
	}
	_, h, err := open(ctx, cfg.Store)
	if err != nil {
		return err
	}
	if err := cancellable(h, cfg.Number, term.now()); err != nil {
		return err
	}
	r, err := appendable(ctx, cfg.Store, false)
	if err != nil {
		return err
	}
	e, err := r.Cancel(ctx, cfg.Number, cfg.Note, term.now)
	if err != nil {
		return err
	}
	if cfg.JSON {
		return term.json(struct {
			Cancelled int    `json:"cancelled"`
			Number    int    `json:"number"`
			SHA256    string `json:"sha256"`
			Head      string `json:"head"`
		}{cfg.Number, e.Number, e.SHA256, headText(e.Number, e.SHA256)})
	}
	term.say(term.out, lang.Textf("第%d回公表を取り消しました", "release %d is cancelled", cfg.Number))
	term.sayHead(term.out, headText(e.Number, e.SHA256))
	return nil
}

// cancellable says why a release can no longer be cancelled, and what to do
// instead. Whether it is still pending when the log is written, Cancel decides.
func cancellable(h *ledger.History, number int, now time.Time) error {
	if err := mustExist(h, number); err != nil {
		return err
	}
	l := linesOf(h, now)[number-1]
	switch {
	case l.State == ledger.StateCancelled:
		return fault.New(fault.Invalid, lang.Textf("第%d回公表は、記録 %d で取り消し済みです", "release %d is already cancelled, by entry %d", number, l.CancelledBy),
			lang.T("操作は不要です。改めて公表するときは opendata publish を実行してください", "nothing needs to be done; to publish it after all, run opendata publish again"))
	case l.State != ledger.StatePending:
		return fault.New(fault.Invalid, lang.Textf("第%d回公表は %s に公開されたため、取り消せません", "release %d took effect at %s and cannot be cancelled", number, l.Effective),
			lang.T("内容を変更するには、訂正を公表してください（opendata publish --reason 訂正）", "to change published data, publish a correction (opendata publish --reason correction)"))
	case !h.Entries()[number-1].Effective.After(now.Add(ledger.Lead)):
		return fault.New(fault.Invalid, lang.Textf("第%d回公表は %s に公開されます。5秒前を過ぎたため、取り消せません", "release %d takes effect at %s, in less than 5 seconds: too late to cancel it", number, l.Effective),
			lang.T("公開後に、訂正を公表してください（opendata publish --reason 訂正）", "when it is in effect, publish a correction (opendata publish --reason correction)"))
	}
	return nil
}
