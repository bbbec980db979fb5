package catalog

import (
	"net/url"
	"strings"

	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/results"
)

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

// SearchHits describes records that were found. Those of resources have addresses
// of their own.
func (c Catalog) SearchHits(found []results.Hit, resources []plan.Resource) []SearchHit {
	hits := make([]SearchHit, 0, len(found))
	for _, h := range found {
		hits = append(hits, SearchHit{
			Dataset: h.Set.ID, Title: h.Set.Title.Ja, TitleEn: h.Set.Title.En,
			Key: h.Key, URL: c.rowURL(resources, h.Set, h.Key), Score: h.Score, Highlights: h.Highlights,
		})
	}
	return hits
}

// rowURL is the permanent address of one row: its own if it has one, otherwise
// the records of its dataset with its key.
func (c Catalog) rowURL(resources []plan.Resource, set *release.Set, key map[string]string) string {
	elements, ok := plan.RowPath(resources, set.ID, key)
	if !ok {
		return c.Permanent(DatasetPath(set.ID)+"/records", key)
	}
	for i, e := range elements {
		elements[i] = url.PathEscape(e)
	}
	return c.Permanent("/api/v1/"+strings.Join(elements, "/"), nil)
}
