package api

import (
	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/results"
)

// RecordsAnswer holds rows of a dataset, or groups of them. The columns of each
// dataset are in the served OpenAPI document.
//
//	@Description	データセットの行、またはその集計。facetsとfacets_totalはfacetsを、highlightsはqを指定したときだけある。 / Rows of a dataset, or groups of them; facets and facets_total are present if facets is given, highlights if q is given.
type RecordsAnswer struct {
	Metadata    catalog.Metadata               `json:"metadata"`
	Results     []map[string]any               `json:"results"`
	Facets      map[string][]results.FacetInfo `json:"facets,omitempty"`
	FacetsTotal map[string]int                 `json:"facets_total,omitempty"`
	Highlights  []map[string]string            `json:"highlights,omitempty"`
}

// DatasetsAnswer is the catalogue, or one entry of it.
//
//	@Description	データセットの一覧、またはその一件。 / The catalogue, or one entry of it.
type DatasetsAnswer struct {
	Metadata catalog.Metadata      `json:"metadata"`
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
