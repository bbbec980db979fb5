package main

import (
	"context"
	"slices"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// diff compares two releases.
func diff(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParseDiff(args, term.environment())
	if err != nil {
		return err
	}
	r, h, err := open(ctx, cfg.Store)
	if err != nil {
		return err
	}
	from, err := read(ctx, r, h, cfg.From)
	if err != nil {
		return err
	}
	to, err := read(ctx, r, h, cfg.To)
	if err != nil {
		return err
	}
	// Withdrawn datasets cannot be compared, and did not change.
	changes := slices.DeleteFunc(release.Diff(from, to), func(c release.Change) bool { return isWithdrawn(c.Dataset, from, to) })
	withdrawn := withdrawnIn(from, to)
	if cfg.JSON {
		return term.json(struct {
			From      int          `json:"from"`
			To        int          `json:"to"`
			Changes   []changeJSON `json:"changes"`
			Withdrawn []string     `json:"withdrawn"` // datasets that could not be compared
		}{cfg.From, cfg.To, changesJSON(changes), withdrawn})
	}
	for _, id := range withdrawn {
		term.say(term.out, lang.Textf("! %s: 取り下げ済みのため比較できません", "! %s: withdrawn, cannot be compared", id))
	}
	term.printChanges(term.out, changes)
	return nil
}

// read returns the release with that number completely.
func read(ctx context.Context, r *ledger.Repository, h *ledger.History, number int) (*release.Release, error) {
	if err := mustExist(h, number); err != nil {
		return nil, err
	}
	rel, err := r.Release(ctx, h, number)
	if err != nil {
		return nil, err
	}
	return rel, nil
}

func isWithdrawn(id string, in ...*release.Release) bool {
	return slices.ContainsFunc(in, func(r *release.Release) bool { _, gone := r.Withdrawn(id); return gone })
}

// withdrawnIn returns the datasets that any of the releases lacks, in order.
func withdrawnIn(in ...*release.Release) []string {
	ids := []string{}
	for _, r := range in {
		for _, l := range r.Losses {
			ids = append(ids, l.File.Dataset)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
