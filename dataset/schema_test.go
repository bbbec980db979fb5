package dataset_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
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

func TestSchemaOfRefusesARecordType(t *testing.T) {
	for _, test := range []struct {
		name   string
		derive func()
		want   string
	}{
		{"a record without a key", func() {
			dataset.SchemaOf[struct {
				ID string `csv:"id" ja:"a" en:"a" doc:"a" doc_en:"a"`
			}]()
		}, `no field has key:"1"`},
		{"a field without a meaning in English", func() {
			dataset.SchemaOf[struct {
				ID string `csv:"id" key:"1" ja:"a" en:"a" doc:"a"`
			}]()
		}, `ID: has no doc_en`},
		{"an optional number that gocsv would read as zero", func() {
			dataset.SchemaOf[struct {
				ID *int `csv:"id" key:"1" ja:"a" en:"a" doc:"a" doc_en:"a"`
			}]()
		}, `ID: an optional number needs omitempty in its csv tag, or gocsv reads an empty cell as zero`},
		{"a field of a type that no column has", func() {
			dataset.SchemaOf[struct {
				ID float64 `csv:"id" key:"1" ja:"a" en:"a" doc:"a" doc_en:"a"`
			}]()
		}, `ID: the type float64 is not supported: use string, int, dataset.Decimal, bool, dataset.Date, dataset.YearMonth, dataset.List, *int, or a string type with a method Codes() []Code`},
		{"a mistyped tag", func() {
			dataset.SchemaOf[struct {
				ID string `csv:"id" key:"1" ja:"a" en:"a" doc:"a" doc_en:"a" units:"m"`
			}]()
		}, `ID: unknown tag units: did you mean unit? (tags: csv, ja, en, doc, doc_en, unit, validate, key, ref)`},
		{"a key that is not 1", func() {
			dataset.SchemaOf[struct {
				ID string `csv:"id" key:"true" ja:"a" en:"a" doc:"a" doc_en:"a"`
			}]()
		}, "ID: key must be \"1\", not \"true\"\n\tno field has key:\"1\""},
		{"a reserved name", func() {
			dataset.SchemaOf[struct {
				ID string `csv:"limit" key:"1" ja:"a" en:"a" doc:"a" doc_en:"a"`
			}]()
		}, `ID: limit is a parameter of the API and cannot name a column`},
		{"a name in camel case", func() {
			dataset.SchemaOf[struct {
				ID string `csv:"parkID" key:"1" ja:"a" en:"a" doc:"a" doc_en:"a"`
			}]()
		}, `ID: the csv name "parkID" is not ASCII snake_case`},
		{"a heading of a leading column", func() {
			dataset.SchemaOf[struct {
				ID string `csv:"id" key:"1" ja:"地方公共団体名" en:"a" doc:"a" doc_en:"a"`
			}]()
		}, `ID: the heading 地方公共団体名 is taken by an earlier column`},
		{"a reference without a column", func() {
			dataset.SchemaOf[struct {
				ID string `csv:"id" key:"1" ref:"plans" ja:"a" en:"a" doc:"a" doc_en:"a"`
			}]()
		}, `ID: ref must be "dataset.column", not "plans"`},
		{"a rule that names no field", func() {
			dataset.SchemaOf[struct {
				ID dataset.Date `csv:"id" key:"1" validate:"required,on_or_after=Begin" ja:"a" en:"a" doc:"a" doc_en:"a"`
			}]()
		}, `ID: on_or_after=Begin: there is no field Begin`},
		{"a validator's rule that names no field", func() {
			dataset.SchemaOf[struct {
				ID int `csv:"id" key:"1" validate:"gtefield=Begin" ja:"a" en:"a" doc:"a" doc_en:"a"`
			}]()
		}, `ID: gtefield=Begin: there is no field Begin`},
		{"a code list that is not checked", func() {
			dataset.SchemaOf[struct {
				ID dataset.Mark `csv:"id" key:"1" validate:"required" ja:"a" en:"a" doc:"a" doc_en:"a"`
			}]()
		}, `ID: a code list needs the rule code in its validate tag, or any value would pass`},
		{"the rule code without a code list", func() {
			dataset.SchemaOf[struct {
				ID string `csv:"id" key:"1" validate:"code" ja:"a" en:"a" doc:"a" doc_en:"a"`
			}]()
		}, `ID: the rule code needs a type with a method Codes() []Code`},
		{"a boolean that must be true", func() {
			dataset.SchemaOf[struct {
				ID bool `csv:"id" key:"1" validate:"required" ja:"a" en:"a" doc:"a" doc_en:"a"`
			}]()
		}, `ID: required refuses the value false; a bool is never missing anyway`},
		{"a minimum that the validator would take for a length", func() {
			dataset.SchemaOf[struct {
				ID dataset.Decimal `csv:"id" key:"1" validate:"min=1" ja:"a" en:"a" doc:"a" doc_en:"a"`
			}]()
		}, `ID: min and max are for int and string; of other types the validator would count the characters`},
		{"an unexported field", func() {
			dataset.SchemaOf[struct {
				id string `csv:"id" ja:"a" en:"a" doc:"a" doc_en:"a"`
				ID string `csv:"no" key:"1" ja:"b" en:"b" doc:"b" doc_en:"b"`
			}]()
		}, "id: a column is an exported field of its own"},
		{"an order by no column", func() {
			dataset.SchemaOf[Shrub]("height")
		}, "ordered by height, which is no column"},
	} {
		t.Run(test.name, func(t *testing.T) {
			defer func() {
				got := fmt.Sprint(recover())
				_, faults, _ := strings.Cut(got, ":\n\t")
				if faults != test.want {
					t.Errorf("got %s, want %s", got, test.want)
				}
			}()
			test.derive()
		})
	}
}

func TestALengthOfTextsIsNoMinimum(t *testing.T) {
	s := dataset.SchemaOf[struct {
		ID string `csv:"id" key:"1" validate:"min=2,max=5" ja:"a" en:"a" doc:"a" doc_en:"a"`
	}]()
	if got, want := s.Columns[2].Rules, (dataset.Rules{MinLength: 2, MaxLength: 5}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestBuiltInDatasetsAreComplete(t *testing.T) {
	ids := make(map[string]bool)
	for _, d := range dataset.BuiltIn() {
		if ids[d.ID] || d.Title.Ja == "" || d.Title.En == "" || d.Description.Ja == "" || d.Description.En == "" ||
			d.Frequency.Ja == "" || d.Frequency.En == "" || d.Category == "" || len(d.Keywords) == 0 || d.Licence != dataset.CCBY() ||
			d.File != "022039_digital_"+d.ID {
			t.Errorf("%s is incomplete or given twice", d.ID)
		}
		ids[d.ID] = true
		headings := make(map[string]bool)
		for _, c := range d.Schema.Columns {
			if c.Title.Ja == "" || c.Title.En == "" || c.Meaning.Ja == "" || c.Meaning.En == "" {
				t.Errorf("%s.%s lacks a text", d.ID, c.Name)
			}
			if headings[c.Name] || headings[c.Title.Ja] {
				t.Errorf("%s.%s: a heading is used twice", d.ID, c.Name)
			}
			headings[c.Name], headings[c.Title.Ja] = true, true
			if slices.Contains(param.Reserved(), c.Name) {
				t.Errorf("%s.%s bears the name of a parameter", d.ID, c.Name)
			}
			for _, code := range c.Codes {
				if code.Value == "" || code.Label.Ja == "" || code.Label.En == "" || strings.Contains(code.Value+code.Label.Ja+code.Label.En, ";") {
					t.Errorf("%s.%s: the code %q lacks a text or contains ;", d.ID, c.Name, code.Value)
				}
			}
			if _, wrong := dataset.NewChecker(c); !wrong.Empty() {
				t.Errorf("%s.%s: %v", d.ID, c.Name, wrong)
			}
		}
		for _, name := range d.Schema.Order {
			if c, ok := d.Schema.Column(name); !ok || c.Constant != "" {
				t.Errorf("%s is ordered by %s, which is no column with data", d.ID, name)
			}
		}
	}
	for _, d := range dataset.BuiltIn() {
		for _, r := range d.Schema.References {
			i := slices.IndexFunc(dataset.BuiltIn(), func(to dataset.Dataset) bool { return to.ID == r.Dataset })
			if i < 0 || dataset.BuiltIn()[i].Schema.Index(r.Target) < 0 {
				t.Errorf("%s.%s refers to %s.%s, which does not exist", d.ID, r.Column, r.Dataset, r.Target)
			}
		}
	}
}

func TestTableSchemaReadAgainGivesTheSameDataset(t *testing.T) {
	for _, d := range dataset.BuiltIn() {
		t.Run(d.ID, func(t *testing.T) {
			data, err := d.TableSchema()
			if err != nil {
				t.Fatal(err)
			}
			got, err := dataset.ParseTableSchema(d.ID, data)
			if err != nil {
				t.Fatal(err)
			}
			want := d
			want.Record, want.Generated = nil, false // a city's own dataset has neither
			want.File = "022039_" + d.ID
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got\n%+v\nwant\n%+v", got, want)
			}
		})
	}
}
