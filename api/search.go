package api

import (
	"context"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/results"
)

// SearchAnswer lists the records in which words were found.
//
//	@Description	見つかった記録。一致の良い順。 / The records in which the words were found, best match first.
type SearchAnswer struct {
	Metadata catalog.Metadata `json:"metadata"`
	Results  []SearchHit      `json:"results"`
}

// SearchHit is a record in which the words were found.
//
//	@Description	見つかった記録。highlightsは列ごとのHTMLで、一致した部分をmark要素で示す。長い文は前後だけを示す。 / A record that was found; highlights are HTML by column, with the matches in mark elements; of long texts the part around the first.
type SearchHit struct {
	Dataset    string            `json:"dataset"`
	Title      string            `json:"title"`
	TitleEn    string            `json:"title_en"`
	Key        map[string]string `json:"key"`
	URL        string            `json:"url"`
	Score      int               `json:"score"`
	Highlights map[string]string `json:"highlights"`
}

// search finds words in all datasets.
//
//	@Summary		検索
//	@Description	すべてのデータセットの文字列（出典を除く）から語を検索する。全角・半角、大文字・小文字、ひらがな・カタカナ、新旧字体は区別しない。空白で区切った語をすべて含む記録を返す。"…"や「…」で囲むと一続きの語として検索する。 / Searches the texts of all datasets (except source). Width, case, kana and old and new forms of characters are ignored. Records must contain all words separated by spaces; "…" or 「…」 searches for a phrase.
//	@Tags			search
//	@Produce		application/problem+json
//	@Failure		400,404,406,410	{object}	problems.Problem
//	@Produce		json
//	@Param			request	query		param.Search	false	"page"
//	@Success		200		{object}	SearchAnswer
//	@Router			/api/v1/search [get]
func (v *view) search(r *request) (delivery.Response, error) {
	p := r.query()
	s := searching{view: v}
	s.Sets = v.release.Sets
	s.q.format, s.q.given = r.representation(p, documents()), make(map[string]string)
	asks := foundParams.Read(p)
	if asks.Q != nil {
		s.Terms, s.q.given["q"] = query.Words(p, *asks.Q)
	}
	if asks.Dataset != nil {
		s.q.given["dataset"] = *asks.Dataset
	}
	s.q = v.walk(p, searchID, s.q)
	if err := p.Done(); err != nil {
		return nil, err
	}
	s.Offset, s.Limit = s.q.Offset, s.q.Limit
	if asks.Dataset != nil {
		set, err := v.set(*asks.Dataset)
		if err != nil {
			return nil, err
		}
		s.Sets = []release.Set{*set}
	}
	s.about = citation.Site(lang.T("検索", "Search"), searchID, v1+searchID)
	answer := v.pageAnswer(s.about, s.q, s.page)
	answer.Work = delivery.Work{Rows: func(context.Context) int { return s.Reach() }}
	return answer, nil
}

// searchID names the search in addresses, metadata and citations.
const searchID = "search"

// searching is a search and how it was asked for: q holds which page of the hits,
// and is what cursors are made of.
type searching struct {
	*view
	results.Search

	about citation.Subject
	q     recordsQuery
}

// page makes a page of hits.
func (s searching) page(ctx context.Context) (any, results.Page, error) {
	found, page, err := s.Hits(ctx)
	hits := make([]SearchHit, 0, len(found))
	for _, h := range found {
		hits = append(hits, SearchHit{
			Dataset: h.Set.ID, Title: h.Set.Title.Ja, TitleEn: h.Set.Title.En,
			Key: h.Key, URL: s.rowURL(h.Set, h.Key), Score: h.Score, Highlights: h.Highlights,
		})
	}
	return hits, page, err
}

// rowURL is the permanent address of one row: its own if it has one, otherwise
// the records of its dataset with its key.
func (v *view) rowURL(set *release.Set, key map[string]string) string {
	if elements, ok := plan.RowPath(v.planResources(), set.ID, key); ok {
		return v.catalog.Permanent(pathTo(elements...), nil)
	}
	return v.catalog.Permanent(pathTo("datasets", set.ID, "records"), key)
}
