package api

import (
	"cmp"
	"context"
	"slices"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fold"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// maxSearchOffset bounds how far a search can be paged through: whoever wants
// everything searches one dataset.
const maxSearchOffset = 10_000

// SearchAnswer lists the records in which words were found.
//
//	@Description	見つかった記録。一致の良い順。 / The records in which the words were found, best match first.
type SearchAnswer struct {
	Metadata Metadata    `json:"metadata"`
	Results  []SearchHit `json:"results"`
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

// SearchParams documents the parameters of a search.
type SearchParams struct {
	TimeParams
	// 返す件数（既定は100） / rows to return (100 unless given)
	Limit int `form:"limit" minimum:"1" maximum:"1000" example:"10"`
	// 読み飛ばす件数 / rows to skip
	Offset int `form:"offset" minimum:"0" maximum:"10000" example:"0"`
	// このデータセットだけを探す / search this dataset only
	Dataset string `form:"dataset" example:"initiatives"`
	// 形式 / format
	Format string `form:"format" enums:"json" example:"json"`
}

// search finds words in all datasets.
//
//	@Summary		検索
//	@Description	すべてのデータセットの文字列（出典を除く）から語を探す。全角・半角、大文字・小文字、ひらがな・カタカナ、新旧字体の違いは区別しない。空白で区切った語はすべて含むもの、"…"や「…」で囲めば続いた語。 / Finds words in the texts of all datasets, but for where records come from, whatever their width, case, kana or old and new forms of characters. All words separated by spaces must occur; "…" or 「…」 keeps words together.
//	@Tags			search
//	@Produce		application/problem+json
//	@Failure		400,404,406,410	{object}	Problem
//	@Produce		json
//	@Param			q		query		string			true	"探す語 / words to search for"	example(オープンデータ)
//	@Param			request	query		SearchParams	false	"page"
//	@Success		200		{object}	SearchAnswer
//	@Router			/api/v1/search [get]
func (v *view) search(r *request) (*answer, error) {
	p := r.query()
	given := make(map[string]string)
	r.representation(p, formatJSON)
	text, _ := p.Text("q")
	terms := fold.Terms(text)
	if given["q"] = fold.Canonical(text); len(terms) == 0 {
		p.Fail("q", lang.T("探す語を書いてください（例 q=オープンデータ）", "give words to search for, such as q=オープンデータ"))
	}
	limit, offset := pageWithin(p, formatJSON, given, maxSearchOffset)
	id, limited := p.Text("dataset")
	if err := p.Done(); err != nil {
		return nil, err
	}
	sets := v.release.Sets
	if limited {
		set, err := v.set(id)
		if err != nil {
			return nil, err
		}
		sets, given["dataset"] = []release.Set{*set}, id
	}
	about := subject{lang.T("検索", "Search"), "search", "search", v1 + "search", dataset.CCBY().Name}
	reach := func() int {
		sum := 0
		for i := range sets {
			sum += sets[i].Table.Len()
		}
		return sum
	}
	return &answer{media: mediaJSON, key: about.path + "?" + canonical(given), varies: true, costly: true, reach: reach, links: v.citeAs(about.path, given), body: func(ctx context.Context) (*payload, error) {
		hits, count, err := searchIn(ctx, sets, terms, offset+limit)
		if err != nil {
			return nil, err
		}
		a := SearchAnswer{Metadata: v.metadata(about, given, count), Results: []SearchHit{}}
		a.Metadata.ResultSet.Offset, a.Metadata.ResultSet.Limit = &offset, &limit
		for _, h := range hits[min(offset, len(hits)):min(offset+limit, len(hits))] {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			a.Results = append(a.Results, v.searchHit(h, terms))
		}
		body, err := marshal(a)
		return newPayload(body), err
	}}, nil
}

// hit is a row in which the terms were found.
type hit struct {
	set   *release.Set
	row   int
	score uint8
}

// searchIn returns the best hits in some datasets, and how many there are in all.
// Equally good ones stand in the order of the datasets and of their rows.
func searchIn(ctx context.Context, sets []release.Set, terms []string, most int) ([]hit, int, error) {
	var hits []hit
	count := 0
	for i := range sets {
		rows, err := sets[i].Table.Select(ctx, table.Query{Search: terms, Limit: most})
		if err != nil {
			return nil, 0, err
		}
		count += rows.Count
		for n, row := range rows.Index {
			hits = append(hits, hit{&sets[i], row, rows.Score[n]})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	return hits[:min(most, len(hits))], count, nil
}

func (v *view) searchHit(h hit, terms []string) SearchHit {
	t := h.set.Table
	out := SearchHit{
		Dataset: h.set.ID, Title: h.set.Title.Ja, TitleEn: h.set.Title.En, Score: int(h.score),
		Key: make(map[string]string), Highlights: excerpts(t, h.row, terms),
	}
	for _, name := range h.set.Schema.Key {
		out.Key[name] = t.Text(t.Index(name), h.row)
	}
	out.URL = v.rowURL(h.set, out.Key)
	return out
}

// rowURL is the permanent address of one row: its own if it has one, otherwise
// the records of its dataset with its key.
func (v *view) rowURL(set *release.Set, key map[string]string) string {
	if id, ok := key["id"]; ok && len(key) == 1 && slices.Contains([]string{"goals", "policies", "initiatives", "indicators"}, set.ID) {
		return v.permanent(pathTo(set.ID, id), nil)
	}
	return v.permanent(pathTo("datasets", set.ID, "records"), key)
}
