package api_test

import (
	"encoding/csv"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/comparison"
	"hachinohe.example/opendata/internal/release"
)

func TestDiff(t *testing.T) {
	tl := storied(t)
	is := func(s string) *string { return &s }
	first := map[string]string{"indicator_id": "ind-1", "area_code": "022039", "period_start": "2017-03-08", "period_end": "2017-03-08"}
	later := map[string]string{"indicator_id": "ind-1", "area_code": "022039", "period_start": "2024-01-01", "period_end": "2024-01-01"}
	corrected := comparison.ChangeRow{Dataset: "observations", Kind: "changed", Key: first, Column: is("value"), Old: is("20979"), New: is("20980"), Release: 2, Reason: "correction"}
	undone, title := corrected, comparison.ChangeRow{
		Dataset: "goals", Kind: "changed", Key: map[string]string{"id": "g-1"}, Column: is("title"), Old: is(goalTitle), New: is(newTitle), Release: 4, Reason: "plan_revision",
	}
	restored := title
	restored.Old, restored.New = title.New, title.Old
	undone.Old, undone.New = corrected.New, corrected.Old
	for _, c := range []struct {
		name, query string
		want        []comparison.ChangeRow
	}{
		{"a changed value", "from=1&to=2", []comparison.ChangeRow{corrected}},
		{"the other way round", "from=2&to=1", []comparison.ChangeRow{undone}},
		{"an added record", "from=2&to=3", []comparison.ChangeRow{{Dataset: "observations", Kind: "added", Key: later, Release: 3, Reason: "new_data"}}},
		{"a removed record", "from=4&to=5", []comparison.ChangeRow{{Dataset: "observations", Kind: "removed", Key: later, Release: 5, Reason: "correction"}}},
		{"everything", "from=1&to=5", []comparison.ChangeRow{title, corrected}},
		{"everything, the other way round", "from=5&to=1", []comparison.ChangeRow{restored, undone}},
		{"one dataset", "from=1&to=5&dataset=goals", []comparison.ChangeRow{title}},
		{"a dataset that did not change", "from=1&to=5&dataset=plans", []comparison.ChangeRow{}},
		{"a page", "from=1&to=5&limit=1&offset=1", []comparison.ChangeRow{corrected}},
		{"behind the end", "from=1&to=5&offset=7", []comparison.ChangeRow{}},
		{"nothing", "from=3&to=3", []comparison.ChangeRow{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(t, tl, "/api/v1/diff?"+c.query)
			got := into[api.DiffAnswer](t, w)
			if !reflect.DeepEqual(got.Results, c.want) {
				t.Errorf("got  %s", w.Body)
			}
			if w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" || strings.Contains(got.Metadata.Citation.URL, "release=") {
				t.Errorf("%v %s", w.Header(), got.Metadata.Citation.URL)
			}
			table, err := csv.NewReader(ask(t, tl, "/api/v1/diff.csv?"+c.query).Body).ReadAll()
			if err != nil || len(table) != 1+len(c.want) {
				t.Errorf("CSV: %v %v", table, err)
			}
		})
	}
}

func TestDiffAsCSV(t *testing.T) {
	tl := storied(t)
	want := "\ufeffデータセット,種類,識別子,列,項目,変更前,変更後,公表番号,理由\r\n" +
		`goals,changed,"{""id"":""g-1""}",title,,` + goalTitle + "," + newTitle + ",4,plan_revision\r\n"
	if got := ask(t, tl, "/api/v1/diff?from=3&to=4&format=csv&bom=true&header=ja").Body.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestADiffTellsWhatIsSaidOfTheData(t *testing.T) {
	tl := newTimeline(t, "goals", "visions")
	for i := range tl.sources {
		if tl.sources[i].Dataset.ID == "goals" {
			tl.sources[i].Dataset.Title.Ja = "目標"
			schema := &tl.sources[i].Dataset.Schema
			schema.Columns = slices.Clone(schema.Columns)
			schema.Columns[schema.Index("title")].Meaning.En = "What it is called"
		}
	}
	tl.publish(release.Correction, "題名の訂正")
	got := ask(t, tl, "/api/v1/diff.csv?from=1&to=2&dataset=goals").Body.String()
	want := "dataset,kind,key,column,property,old,new,release,reason\r\n" +
		"goals,column_changed,{},title,,,,2,correction\r\n" +
		"goals,metadata_changed,{},,title,基本目標,目標,2,correction\r\n" +
		"goals,metadata_changed,{},title,description_en,"
	if !strings.HasPrefix(got, want) || !strings.HasSuffix(got, ",What it is called,2,correction\r\n") {
		t.Errorf("got %s", got)
	}
	page := ask(t, tl, "/releases/2").Body.String()
	for _, want := range []string{
		`<td data-label="種類">説明の変更</td><td data-label="識別子"></td><td data-label="列・項目">題名</td><td data-label="変更前">基本目標</td><td data-label="変更後">目標</td>`,
		`<td data-label="列・項目">基本目標名の説明（英語）</td>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
}

func TestAComparisonIsTheUnionOfItsPages(t *testing.T) {
	tl := newTimeline(t, "goals", "observations", "indicators")
	tl.publish(release.Correction, "", edit{"observations", "総務省", "総務省（訂正）"})
	want := rows(t, ask(t, tl, "/api/v1/diff?from=1&to=2&limit=1000"))
	var got []string
	for target := "/api/v1/diff?from=1&to=2&limit=7"; target != ""; {
		page := ask(t, tl, target)
		got = append(got, rows(t, page)...)
		target = next(page)
	}
	if len(want) != 101 || !slices.Equal(got, want) {
		t.Errorf("the pages have %d rows, the whole %d", len(got), len(want))
	}
}

func TestDatasetsComeAndGo(t *testing.T) {
	tl := newTimeline(t, "goals", "visions")
	without := slices.DeleteFunc(slices.Clone(tl.sources), func(s dataset.Source) bool { return s.Dataset.ID == "visions" })
	tl.sources = without
	tl.publish(release.PlanRevision, "")
	kinds := make(map[string]int)
	for _, row := range into[api.DiffAnswer](t, ask(t, tl, "/api/v1/diff?from=1&to=2&dataset=visions")).Results {
		kinds[row.Kind]++
	}
	if !maps.Equal(kinds, map[string]int{"dataset_removed": 1, "removed": 3}) {
		t.Errorf("forward: %v", kinds)
	}
	clear(kinds)
	for _, row := range into[api.DiffAnswer](t, ask(t, tl, "/api/v1/diff?from=2&to=1&dataset=visions")).Results {
		kinds[row.Kind]++
	}
	if !maps.Equal(kinds, map[string]int{"dataset_added": 1, "added": 3}) {
		t.Errorf("backward: %v", kinds)
	}
}

// A dataset may be told apart by other columns from one release to the next.
func TestADiffOfRecordsWithAnotherKey(t *testing.T) {
	tl := newTimeline(t, "goals")
	schema := `{"title": "ベンチ", "fields": [{"name": "id", "title": "番号"}, {"name": "wood", "title": "木"}], "primaryKey": "id"}`
	before := tl.sources
	for i, text := range []string{schema, strings.Replace(schema, `"primaryKey": "id"`, `"primaryKey": ["id", "wood"]`, 1)} {
		d, err := dataset.ParseTableSchema("benches", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		tl.sources = append(slices.Clone(before), dataset.Source{Dataset: d, CSV: []byte("id,wood\nb-1,松\n")})
		tl.publish([]release.Reason{release.NewData, release.Correction}[i], "")
	}
	one, two := map[string]string{"id": "b-1"}, map[string]string{"id": "b-1", "wood": "松"}
	for _, c := range []struct {
		query          string
		added, removed map[string]string
	}{{"from=2&to=3", two, one}, {"from=3&to=2", one, two}} {
		var got []comparison.ChangeRow
		for _, row := range into[api.DiffAnswer](t, ask(t, tl, "/api/v1/diff?dataset=benches&"+c.query)).Results {
			if len(row.Key) > 0 {
				got = append(got, row)
			}
		}
		want := []comparison.ChangeRow{
			{Dataset: "benches", Kind: "added", Key: c.added, Release: 3, Reason: "correction"},
			{Dataset: "benches", Kind: "removed", Key: c.removed, Release: 3, Reason: "correction"},
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v", c.query, got)
		}
	}
}
