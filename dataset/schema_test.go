package dataset_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

// Tree is a record type that only this test knows, with every type of field.
type Tree struct {
	ID      string             `csv:"id" key:"1" validate:"required,record_id" ja:"樹木ID" en:"Tree ID" doc:"識別子" doc_en:"Identifier"`
	Height  dataset.Decimal    `csv:"height" unit:"m" ja:"樹高(m)" en:"Height" doc:"地面からの高さ" doc_en:"Height above ground"`
	Planted *int               `csv:"planted,omitempty" validate:"omitempty,min=1600,max=2100" unit:"年" ja:"植栽年(年)" en:"Planted" doc:"植えた年" doc_en:"Year of planting"`
	Rings   int                `csv:"rings" unit:"本" ja:"年輪数(本)" en:"Rings" doc:"年輪の数" doc_en:"Number of rings"`
	Listed  bool               `csv:"listed" ja:"保存樹" en:"Listed" doc:"保存樹ならtrue" doc_en:"true where listed"`
	Checked dataset.Date       `csv:"checked" ja:"点検日" en:"Checked" doc:"点検した日" doc_en:"Day of the check"`
	Pruned  dataset.YearMonth  `csv:"pruned" ja:"剪定年月" en:"Pruned" doc:"剪定した年月" doc_en:"Month of pruning"`
	Status  dataset.TextStatus `csv:"status" validate:"required,code" ja:"状態" en:"Status" doc:"記録の状態" doc_en:"State of the record"`
	Policy  dataset.List       `csv:"policies" ref:"policies.id" ja:"施策" en:"Policies" doc:"関係する施策" doc_en:"Related policies"`
}

func TestSearchedAreTextsButNotWhereTheyComeFrom(t *testing.T) {
	for _, test := range []struct {
		name string
		kind dataset.Type
		want bool
	}{
		{"title", dataset.String, true},
		{"tags", dataset.ListType, true},
		{"height", dataset.Number, false},
		{"checked", dataset.DateType, false},
		{"source", dataset.String, false},
		{"water_source", dataset.String, true},
	} {
		if got := (dataset.Column{Name: test.name, Type: test.kind}).Searched(); got != test.want {
			t.Errorf("%s %s: %t, want %t", test.kind, test.name, got, test.want)
		}
	}
}

func TestSchemaOfReadsEveryTag(t *testing.T) {
	want := dataset.Schema{
		Columns: []dataset.Column{
			{
				Name: "local_government_code", Title: lang.T("全国地方公共団体コード", "Local government code"),
				Meaning: lang.T("公表する地方公共団体の6桁のコード（検査数字を含む）", "Six-digit code of the publishing local government, with its check digit"),
				Type:    dataset.String, Rules: dataset.Rules{Required: true}, Constant: "022039",
			},
			{
				Name: "local_government_name", Title: lang.T("地方公共団体名", "Local government name"),
				Meaning: lang.T("公表する地方公共団体の名称", "Name of the publishing local government"),
				Type:    dataset.String, Rules: dataset.Rules{Required: true}, Constant: "八戸市",
			},
			{Name: "id", Title: lang.T("樹木ID", "Tree ID"), Meaning: lang.T("識別子", "Identifier"), Type: dataset.String, Rules: dataset.Rules{Required: true, Pattern: "[a-z]+(-[0-9]+)+"}},
			{Name: "height", Title: lang.T("樹高(m)", "Height"), Meaning: lang.T("地面からの高さ", "Height above ground"), Type: dataset.Number, Unit: "m"},
			{Name: "planted", Title: lang.T("植栽年(年)", "Planted"), Meaning: lang.T("植えた年", "Year of planting"), Type: dataset.Integer, Unit: "年", Rules: dataset.Rules{Minimum: "1600", Maximum: "2100"}},
			{Name: "rings", Title: lang.T("年輪数(本)", "Rings"), Meaning: lang.T("年輪の数", "Number of rings"), Type: dataset.Integer, Unit: "本", Rules: dataset.Rules{Required: true}},
			{Name: "listed", Title: lang.T("保存樹", "Listed"), Meaning: lang.T("保存樹ならtrue", "true where listed"), Type: dataset.Boolean, Rules: dataset.Rules{Required: true}},
			{Name: "checked", Title: lang.T("点検日", "Checked"), Meaning: lang.T("点検した日", "Day of the check"), Type: dataset.DateType},
			{Name: "pruned", Title: lang.T("剪定年月", "Pruned"), Meaning: lang.T("剪定した年月", "Month of pruning"), Type: dataset.MonthType},
			{
				Name: "status", Title: lang.T("状態", "Status"), Meaning: lang.T("記録の状態", "State of the record"), Type: dataset.String, Rules: dataset.Rules{Required: true},
				Codes: []dataset.Code{
					{Value: "published", Label: lang.T("公表済み", "Published")},
					{Value: "in_preparation", Label: lang.T("作成中（原案で提示予定）", "In preparation (to be presented in the proposal)")},
				},
			},
			{Name: "policies", Title: lang.T("施策", "Policies"), Meaning: lang.T("関係する施策", "Related policies"), Type: dataset.ListType},
		},
		Key:        []string{"id"},
		Order:      []string{"height", "id"},
		References: []dataset.Reference{{Column: "policies", Dataset: "policies", Target: "id"}},
	}
	if got := dataset.SchemaOf[Tree]("height"); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

// Shrub and TallShrub differ in one field.
type Shrub struct {
	ID string `csv:"id" key:"1" ja:"低木ID" en:"Shrub ID" doc:"識別子" doc_en:"Identifier"`
}

type TallShrub struct {
	ID     string          `csv:"id" key:"1" ja:"低木ID" en:"Shrub ID" doc:"識別子" doc_en:"Identifier"`
	Height dataset.Decimal `csv:"height" unit:"m" ja:"樹高(m)" en:"Height" doc:"地面からの高さ" doc_en:"Height above ground"`
}

func TestOneFieldMoreIsFoundEverywhereWithoutAnotherEdit(t *testing.T) {
	short := dataset.Dataset{ID: "shrubs", Schema: dataset.SchemaOf[Shrub]()}
	tall := dataset.Dataset{ID: "shrubs", Schema: dataset.SchemaOf[TallShrub]()}

	height := dataset.Column{Name: "height", Title: lang.T("樹高(m)", "Height"), Meaning: lang.T("地面からの高さ", "Height above ground"), Type: dataset.Number, Unit: "m"}
	want := short.Schema
	want.Columns = append(slices.Clone(want.Columns), height)
	if !reflect.DeepEqual(tall.Schema, want) {
		t.Errorf("schema: got %+v, want %+v", tall.Schema, want)
	}

	row := []string{"shrubs", "4", "height", "樹高(m)", "Height", "number", "m", "false", "false", "", "", "地面からの高さ", "Height above ground"}
	rows := append(dataset.DictionaryRows([]dataset.Dataset{short}), row)
	if got := dataset.DictionaryRows([]dataset.Dataset{tall}); !reflect.DeepEqual(got, rows) {
		t.Errorf("dictionary: got %q, want %q", got, rows)
	}

	field := map[string]any{"name": "height", "type": "number", "title": "樹高(m)", "title_en": "Height", "description": "地面からの高さ", "description_en": "Height above ground", "unit": "m"}
	fields := append(fieldsOf(t, short), field)
	if got := fieldsOf(t, tall); !reflect.DeepEqual(got, fields) {
		t.Errorf("Table Schema: got %v, want %v", got, fields)
	}
}

func fieldsOf(t *testing.T, d dataset.Dataset) []any {
	t.Helper()
	data, err := d.TableSchema()
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Fields []any `json:"fields"`
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	return schema.Fields
}
