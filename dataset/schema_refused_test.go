package dataset_test

import (
	"fmt"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
)

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
		}, `ID: the type float64 is not supported: use string, int, dataset.Decimal, bool, dataset.Date, dataset.YearMonth, dataset.Year, dataset.List, *int, or a string type with a method Codes() []Code`},
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
		}, `ID: limit is reserved by the API and cannot name a column`},
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
