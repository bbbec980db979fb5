package main

import (
	"context"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/lang"
)

// check reads the sources and says whether they could be published.
func check(ctx context.Context, args []string, term terminal) error {
	folder, err := config.ParseCheck(args, term.environment())
	if err != nil {
		return err
	}
	rel, err := load(ctx, folder)
	if err != nil {
		return err
	}
	for _, set := range rel.Sets {
		term.say(term.out, lang.Textf("%-24s %8d 行", "%-24s %8d rows", set.ID, set.Table.Len()))
	}
	term.say(term.out, lang.T("誤りはありません", "no errors found"))
	return nil
}
