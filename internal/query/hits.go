package query

import (
	"context"

	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// Hit is a row in which the terms of a search were found.
type Hit struct {
	Set   *release.Set
	Row   int
	Score int // of table.Ranking; the greatest is the best
}

// Search returns a page of the hits in some datasets, best first, and how many
// there are in all. Equally good ones stand in the order of the datasets and of
// their rows.
func Search(ctx context.Context, sets []release.Set, terms []string, offset, limit int) (hits []Hit, count int, err error) {
	found, err := ranked(ctx, sets, terms)
	if err != nil {
		return nil, 0, err
	}
	for score := table.MaxScore; score > 0; score-- {
		for i, ranking := range found {
			n := ranking.Count(score)
			count += n
			if n <= offset || len(hits) == limit {
				offset = max(0, offset-n)
				continue
			}
			rows, err := ranking.Rows(ctx, score, offset, limit-len(hits))
			if err != nil {
				return nil, 0, err
			}
			for _, row := range rows {
				hits = append(hits, Hit{&sets[i], row, score})
			}
			offset = 0
		}
	}
	return hits, count, nil
}

// ranked looks for terms in each of some datasets.
func ranked(ctx context.Context, sets []release.Set, terms []string) ([]*table.Ranking, error) {
	found := make([]*table.Ranking, 0, len(sets))
	for i := range sets {
		ranking, err := sets[i].Table.Rank(ctx, terms)
		if err != nil {
			return nil, err
		}
		found = append(found, ranking)
	}
	return found, nil
}
