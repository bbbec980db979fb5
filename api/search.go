package api

import (
	"context"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/results"
)

// SearchAnswer lists the records in which words were found.
//
//	@Description	見つかった記録。一致の良い順。 / The records in which the words were found, best match first.
type SearchAnswer struct {
	Metadata catalog.Metadata    `json:"metadata"`
	Results  []catalog.SearchHit `json:"results"`
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
	p, words := r.query(), results.Search{Sets: v.release.Sets}
	q := recordsQuery{format: r.representation(p, documents()), given: make(map[string]string)}
	asks := foundParams.Read(p)
	if asks.Q != nil {
		words.Terms, q.given["q"] = query.Words(p, *asks.Q)
	}
	if asks.Dataset != nil {
		q.given["dataset"] = *asks.Dataset
	}
	q = v.walk(p, searchID, q)
	if err := p.Done(); err != nil {
		return nil, err
	}
	words.Offset, words.Limit = q.Offset, q.Limit
	if asks.Dataset != nil {
		set, err := v.set(*asks.Dataset)
		if err != nil {
			return nil, err
		}
		words.Sets = []release.Set{*set}
	}
	about := citation.Site(lang.T("検索", "Search"), searchID, v1+searchID)
	answer := v.pageAnswer(about, q, func(ctx context.Context) (any, results.Page, error) {
		found, page, err := words.Hits(ctx)
		return v.catalog.SearchHits(found, v.planResources()), page, err
	})
	answer.Work = delivery.Work{Rows: func(context.Context) int { return words.Reach() }}
	return answer, nil
}

// searchID names the search in addresses, metadata and citations.
const searchID = "search"
