package main

import (
	"context"
	"fmt"
	"time"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
)

// cancel takes back a release before its time.
func cancel(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParseCancel(args, term.getenv, term.out)
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
	fmt.Fprintf(term.out, "公表 %d を取り消しました / release %d is taken back\n控えてください（verify --head） / note down for verify --head:\n%s\n",
		cfg.Number, cfg.Number, headText(e.Number, e.SHA256))
	return nil
}

// cancellable says why a release cannot be taken back any more, and what to do
// instead. That it still is pending is for Cancel to judge, which knows better
// what happens meanwhile.
func cancellable(h *ledger.History, number int, now time.Time) error {
	if err := mustExist(h, number); err != nil {
		return err
	}
	l := linesOf(h, now)[number-1]
	switch {
	case l.State == ledger.StateCancelled:
		return fault.New(fault.Invalid, lang.T(fmt.Sprintf("公表 %d は、記録 %d で取り消し済みです", number, l.CancelledBy), fmt.Sprintf("release %d was taken back already, by entry %d", number, l.CancelledBy)),
			lang.T("することはありません。あらためて公表するときは opendata publish を実行してください", "there is nothing to do; to publish it after all, run opendata publish again"))
	case l.State != ledger.StatePending:
		return fault.New(fault.Invalid, lang.T(fmt.Sprintf("公表 %d は %s に発効したため、取り消せません", number, l.Effective), fmt.Sprintf("release %d took effect at %s and cannot be taken back", number, l.Effective)),
			lang.T("内容を変えるには、訂正を公表してください（opendata publish --reason correction）", "to change what is in effect, publish a correction (opendata publish --reason correction)"))
	case !h.Entries()[number-1].Effective.After(now.Add(ledger.Lead)):
		return fault.New(fault.Invalid, lang.T(fmt.Sprintf("公表 %d は %s に発効します。発効の5秒前を過ぎたため、取り消せません", number, l.Effective), fmt.Sprintf("release %d takes effect at %s, in less than 5 seconds: too late to take it back", number, l.Effective)),
			lang.T("発効のあとで、訂正を公表してください（opendata publish --reason correction）", "when it is in effect, publish a correction (opendata publish --reason correction)"))
	}
	return nil
}
