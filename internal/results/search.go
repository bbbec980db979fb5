package results

import (
	"context"

	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
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
	query.Hit

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
	rows, count, err := query.Search(ctx, s.Sets, s.Terms, s.Offset, s.Limit)
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
		hits = append(hits, s.hit(row))
	}
	return hits, page, nil
}

func (s Search) hit(h query.Hit) Hit {
	t := h.Set.Table
	out := Hit{Hit: h, Key: make(map[string]string), Highlights: highlights(t, h.Row, s.Terms, excerpt)}
	for _, name := range h.Set.Schema.Key {
		out.Key[name] = t.Text(t.Index(name), h.Row)
	}
	return out
}
