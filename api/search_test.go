package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/param"
)

func searched(t *testing.T, h http.Handler, query string) api.SearchAnswer {
	t.Helper()
	w := ask(t, h, "/api/v1/search?"+query)
	var a api.SearchAnswer
	if err := json.Unmarshal(w.Body.Bytes(), &a); w.Code != http.StatusOK || err != nil {
		t.Fatalf("%s: %d %v\n%s", query, w.Code, err, w.Body)
	}
	return a
}

// Every spelling of a word finds the same records, and what is marked is how
// the record itself spells it.
func TestSearchRegardsSpellingsAsTheSame(t *testing.T) {
	h := service(t)
	want := searched(t, h, "q="+url.QueryEscape("オープンデータ")).Results
	for _, spelling := range []string{"ｵｰﾌﾟﾝﾃﾞｰﾀ", "おーぷんでーた", " オープンデータ　オープンデータ ", "「オープンデータ」"} {
		if got := searched(t, h, "q="+url.QueryEscape(spelling)).Results; !reflect.DeepEqual(got, want) {
			t.Errorf("%s found %v, want %v", spelling, got, want)
		}
	}
	first := catalog.SearchHit{
		Dataset: "initiatives", Title: "取組", TitleEn: "Initiatives", Key: map[string]string{"id": "i-072"},
		URL: testBase + "/api/v1/initiatives/i-072?release=1", Score: 2, Highlights: map[string]string{"title": "<mark>オープンデータ</mark>の推進"},
	}
	if len(want) < 2 || !reflect.DeepEqual(want[0], first) {
		t.Errorf("first comes %+v, want %+v", want, first)
	}
}

// The hits are those that a look at every text finds, best first.
func TestSearchFindsWhatALookAtEveryTextFinds(t *testing.T) {
	h := service(t)
	for _, term := range []string{"防災", "マイナンバーカード", "DX", "の", "ここにはない語"} {
		want := 0
		rel := embedded(t)
		for i := range rel.Sets {
			table := rel.Sets[i].Table
			for row := range table.Len() {
				found := false
				for column := range table.Columns() {
					c := table.Column(column)
					found = found || c.Type == dataset.String && c.Name != "source" && strings.Contains(strings.ToLower(table.Text(column, row)), strings.ToLower(term))
				}
				if found {
					want++
				}
			}
		}
		a := searched(t, h, "limit=1000&q="+url.QueryEscape(term))
		if a.Metadata.ResultSet.Count != want || len(a.Results) != min(want, 1000) {
			t.Errorf("%s: %d of %d, want %d", term, len(a.Results), a.Metadata.ResultSet.Count, want)
		}
		if !slices.IsSortedFunc(a.Results, func(a, b catalog.SearchHit) int { return b.Score - a.Score }) {
			t.Errorf("%s: not best first", term)
		}
	}
}

// Nearly every record comes from the plan and names it as its source: that makes
// none of them a hit, nor is it marked where something else does.
func TestWhereARecordComesFromIsNotSearched(t *testing.T) {
	h := service(t)
	for _, word := range []string{"推進", "デジタル", "計画"} {
		a := into[api.RecordsAnswer](t, ask(t, h, "/api/v1/initiatives?limit=1000&q="+url.QueryEscape(word)))
		if len(a.Results) == 0 || len(a.Results) > 50 {
			t.Errorf("%s: %d initiatives", word, len(a.Results))
		}
		for i, row := range a.Results {
			elsewhere := maps.Clone(row)
			delete(elsewhere, "source")
			if !strings.Contains(fmt.Sprint(elsewhere), word) {
				t.Errorf("%s: found %v", word, row)
			}
			if marked, ok := a.Highlights[i]["source"]; ok {
				t.Errorf("%s: marked %s", word, marked)
			}
		}
	}
	asked := ask(t, h, "/api/v1/initiatives?source.contains="+url.QueryEscape("推進"))
	if n := into[api.RecordsAnswer](t, asked).Metadata.ResultSet.Count; n != 106 {
		t.Errorf("%d initiatives come from the plan, want 106", n)
	}
}

func TestEveryHitLeadsToItsRecord(t *testing.T) {
	h := service(t)
	for _, hit := range searched(t, h, "limit=1000&q="+url.QueryEscape("デジタル")).Results {
		w := ask(t, h, strings.TrimPrefix(hit.URL, testBase))
		if got := rows(t, w); len(got) != 1 || !strings.Contains(got[0], hit.Key[slices.Sorted(maps.Keys(hit.Key))[0]]) {
			t.Errorf("%s has %v", hit.URL, got)
		}
	}
}

func TestSearchInOneDataset(t *testing.T) {
	a := searched(t, service(t), "dataset=goals&q="+url.QueryEscape("デジタル"))
	if len(a.Results) != 3 {
		t.Errorf("%v", a.Results)
	}
	for _, hit := range a.Results {
		if hit.Dataset != "goals" {
			t.Errorf("%v", hit)
		}
	}
}

func TestSearchSaysWhatItNeeds(t *testing.T) {
	cursor := cursorOf(t, ask(t, service(t), "/api/v1/search?q=b&limit=1"))
	for _, test := range []struct {
		name, query, want string
		status            int
	}{
		{"no words", "", "required, such as q=オープンデータ", http.StatusBadRequest},
		{"only spaces", "q=%E3%80%80", "search words are required, such as q=オープンデータ", http.StatusBadRequest},
		{"a dataset that does not exist", "q=a&dataset=goal", "no such dataset", http.StatusNotFound},
		{"a page too far", "q=a&offset=1000000001", "must be an integer from 0 to 1000000000, such as offset=0", http.StatusBadRequest},
		{"what is no cursor", "q=a&cursor=a", "not a cursor: use the text from next of the previous page unchanged", http.StatusBadRequest},
		{"the cursor of other words", "q=a&cursor=" + cursor, "this cursor belongs to another query", http.StatusBadRequest},
		{"a cursor and a place", "q=b&offset=2&cursor=" + cursor, "offset cannot be used together with cursor: use only one of them", http.StatusBadRequest},
		{"the cursor of another release", "q=b&release=1&cursor=" + param.Cursor{Release: 2}.String(), "this cursor belongs to release 2 and cannot be used with another", http.StatusBadRequest},
		{"a format that it does not have", "q=a&format=csv", "must be one of: json", http.StatusBadRequest},
	} {
		t.Run(test.name, func(t *testing.T) {
			if w := ask(t, service(t), "/api/v1/search?"+test.query); w.Code != test.status || !strings.Contains(w.Body.String(), test.want) {
				t.Errorf("%d %s", w.Code, w.Body)
			}
		})
	}
}
