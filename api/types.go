package api

import (
	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/results"
)

// Metadata stands before the results of every answer (DS-464-2).
//
//	@Description	すべての応答の先頭にある情報。withdrawnは、元になった公表から取り下げられたファイル。 / Precedes the results of every response; withdrawn lists files withdrawn from the release.
type Metadata struct {
	Title     string                  `json:"title"`
	TitleEn   string                  `json:"title_en"`
	Type      string                  `json:"type"`
	Parameter map[string]string       `json:"parameter"`
	ResultSet ResultSet               `json:"resultset"`
	Release   ReleaseInfo             `json:"release"`
	Citation  citation.Citation       `json:"citation"`
	Withdrawn []catalog.WithdrawnInfo `json:"withdrawn,omitempty"`
}

// ResultSet says which part of all matches the results are. Limit is null where
// everything is returned, Offset behind a cursor, which knows no position, Next absent where nothing follows.
//
//	@Description	結果が全体のどの部分か。limitがnullなら全件。offsetは、cursorで読んだページではnull。nextは続きを取得するためのcursorの値で、続きがなければ省かれる（Linkヘッダーのrel=nextのURLにも含まれる）。 / Which part of all matches the results are; limit is null if everything is returned, offset is null on pages read with a cursor; next is the cursor of the next page, absent on the last (the Link header with rel=next has it, too).
type ResultSet struct {
	Count  int     `json:"count"`
	Offset *int    `json:"offset"`
	Limit  *int    `json:"limit"`
	Next   *string `json:"next,omitempty"`
}

// ReleaseInfo names the release an answer comes from.
//
//	@Description	応答の元になった公表。 / The release that the response comes from.
type ReleaseInfo struct {
	Number    int    `json:"number"`
	Issued    string `json:"issued"`
	Effective string `json:"effective"`
}

// RecordsAnswer holds rows of a dataset, or groups of them. The columns of each
// dataset are in the served OpenAPI document.
//
//	@Description	データセットの行、またはその集計。facetsとfacets_totalはfacetsを、highlightsはqを指定したときだけある。 / Rows of a dataset, or groups of them; facets and facets_total are present if facets is given, highlights if q is given.
type RecordsAnswer struct {
	Metadata    Metadata                       `json:"metadata"`
	Results     []map[string]any               `json:"results"`
	Facets      map[string][]results.FacetInfo `json:"facets,omitempty"`
	FacetsTotal map[string]int                 `json:"facets_total,omitempty"`
	Highlights  []map[string]string            `json:"highlights,omitempty"`
}

// DatasetsAnswer is the catalogue, or one entry of it.
//
//	@Description	データセットの一覧、またはその一件。 / The catalogue, or one entry of it.
type DatasetsAnswer struct {
	Metadata Metadata              `json:"metadata"`
	Results  []catalog.DatasetInfo `json:"results"`
}

// Health is the state of the process.
//
//	@Description	プロセスの状態。 / State of the process.
type Health struct {
	Status  string `json:"status"`
	Release int    `json:"release,omitempty"`
	Reason  string `json:"reason,omitempty"`
}
