package results

import (
	"context"

	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// Search is a search for words in some datasets of a release. Its hits are rows
// of a list of their own, of which Page.Last is a place.
type Search struct {
	Sets          []release.Set
	Terms         []string // as query.Words reads them
	Offset, Limit int
}

// Hit is a row in which the words were found.
type Hit struct {
	Set   *release.Set
	Row   int
	Score int // of table.Ranking; the greatest is the best

	Key        map[string]string // of the row, by column
	Highlights map[string]string // by column: HTML, long texts in part
}

// Reach returns how many rows are looked at: all.
func (s Search) Reach() int {
	sum := 0
	for i := range s.Sets {
		sum += s.Sets[i].Table.Len()
	}
	return sum
}

// Hits finds a page of hits, the best first.
func (s Search) Hits(ctx context.Context) ([]Hit, Page, error) {
	rows, count, err := bestFirst(ctx, s.Sets, s.Terms, s.Offset, s.Limit)
	if err != nil {
		return nil, Page{}, err
	}
	end := s.Offset + len(rows)
	page := Page{Count: count, More: end < count, Last: end - 1}
	hits := make([]Hit, 0, len(rows))
	for _, row := range rows {
		if err := ctx.Err(); err != nil {
			return nil, page, err
		}
		hits = append(hits, s.described(row))
	}
	return hits, page, nil
}

// described is a hit with its key and the words in it.
func (s Search) described(h Hit) Hit {
	t := h.Set.Table
	h.Key, h.Highlights = make(map[string]string), highlights(t, h.Row, s.Terms, excerpt)
	for _, name := range h.Set.Schema.Key {
		h.Key[name] = t.Text(t.Index(name), h.Row)
	}
	return h
}

// bestFirst returns a page of the hits in some datasets, best first, and how many
// there are in all. Equally good ones stand in the order of the datasets and of
// their rows.
func bestFirst(ctx context.Context, sets []release.Set, terms []string, offset, limit int) (hits []Hit, count int, err error) {
	rankings, err := ranked(ctx, sets, terms)
	if err != nil {
		return nil, 0, err
	}
	for score := table.MaxScore; score > 0; score-- {
		for i, ranking := range rankings {
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
				hits = append(hits, Hit{Set: &sets[i], Row: row, Score: score})
			}
			offset = 0
		}
	}
	return hits, count, nil
}

// ranked looks for terms in each of some datasets.
func ranked(ctx context.Context, sets []release.Set, terms []string) ([]*table.Ranking, error) {
	rankings := make([]*table.Ranking, 0, len(sets))
	for i := range sets {
		ranking, err := sets[i].Table.Rank(ctx, terms)
		if err != nil {
			return nil, err
		}
		rankings = append(rankings, ranking)
	}
	return rankings, nil
}
