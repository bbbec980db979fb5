package main

import (
	"context"
	"fmt"

	"hachinohe.example/opendata/internal/config"
)

// cancel takes back a release before its time.
func cancel(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParseCancel(args, term.getenv, term.out)
	if err != nil {
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
