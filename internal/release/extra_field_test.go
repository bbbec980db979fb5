package release_test

import (
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// Shrub is a record type that only this test knows; Height is the field that
// was added to it, and the tags are all that was written for it.
type Shrub struct {
	ID     string          `csv:"id" key:"1" ja:"低木ID" en:"Shrub ID" doc:"識別子" doc_en:"Identifier"`
	Height dataset.Decimal `csv:"height" unit:"m" ja:"樹高(m)" en:"Height" doc:"地面からの高さ" doc_en:"Height above ground"`
}

func TestAFieldOfARecordTypeIsInEveryFile(t *testing.T) {
	shrubs := dataset.Dataset{ID: "shrubs", File: "022039_shrubs", Title: lang.T("低木", "Shrubs"), Schema: dataset.SchemaOf[Shrub]()}
	r, err := release.Build(release.Meta{Number: 1}, []dataset.Source{{Dataset: shrubs, CSV: []byte("樹高(m),低木ID\n1.50,s-2\n,s-1\n")}})
	if err != nil {
		t.Fatal(err)
	}
	s, _ := r.Set("shrubs")
	written := files(t, s)
	for name, want := range map[string]string{
		"022039_shrubs.csv":    "local_government_code,local_government_name,id,height\r\n022039,八戸市,s-1,\r\n022039,八戸市,s-2,1.50\r\n",
		"022039_shrubs.ja.csv": "\ufeff全国地方公共団体コード,地方公共団体名,低木ID,樹高(m)\r\n022039,八戸市,s-1,\r\n022039,八戸市,s-2,1.50\r\n",
		"022039_shrubs.json":   "[\n{\"id\":\"s-1\",\"height\":null},\n{\"id\":\"s-2\",\"height\":1.50}\n]",
	} {
		if got := string(written[name]); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
	dictionary, _ := r.Set(dataset.DictionaryID)
	if _, ok := dictionary.Table.Find("title", "樹高(m)"); !ok {
		t.Error("the data dictionary does not have the column")
	}
}
