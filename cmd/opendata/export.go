package main

import (
	"context"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/releasefolder"
)

// export writes a release into a folder that verify can check without a store.
func export(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParseExport(args, term.environment())
	if err != nil {
		return err
	}
	r, h, err := open(ctx, cfg.Store)
	if err != nil {
		return err
	}
	if err := mustExist(h, cfg.Number); err != nil {
		return err
	}
	out, err := releasefolder.Collect(ctx, r, h, cfg.Number)
	if err != nil {
		return unreadable(cfg.Number, err)
	}
	if err := out.Write(cfg.Out); err != nil {
		return fault.New(fault.Invalid, lang.T("出力できません: "+cfg.Out, "cannot write "+cfg.Out)).Because(err)
	}
	if linesOf(h, term.now())[cfg.Number-1].State == ledger.StateCancelled {
		term.say(term.messages(cfg.JSON), lang.Textf("第%d回公表は取り消し済みで、公開されていません", "release %d is cancelled and was never public", cfg.Number))
	}
	if cfg.JSON {
		return term.json(struct {
			Number    int      `json:"number"`
			SHA256    string   `json:"sha256"`
			Out       string   `json:"out"`
			Files     int      `json:"files"`
			Withdrawn []string `json:"withdrawn"` // names of files
		}{cfg.Number, out.Entry.SHA256, cfg.Out, len(out.Files), out.Missing})
	}
	term.say(term.out, lang.Textf("第%d回公表を %s に出力しました（%d ファイル）\nSHA-256 %s", "release %d is written to %s (%d files)\nSHA-256 %s", cfg.Number, cfg.Out, len(out.Files), out.Entry.SHA256))
	for _, name := range out.Missing {
		term.say(term.out, lang.T("取り下げ済み: "+name, "withdrawn: "+name))
	}
	return nil
}
