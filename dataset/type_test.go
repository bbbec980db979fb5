package dataset_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/fixture/timeofday"
)

// A type that is registered is whole: it has a name and a Go type of its own,
// says what it is in JSON, and what it promises in addition to its Definition agrees
// with that.
func TestRegisteredTypesAreWhole(t *testing.T) {
	names, fields := make(map[string]bool), make(map[reflect.Type]bool)
	for _, kind := range dataset.Types() {
		d := kind.Definition()
		if d.Name == "" || d.JSON == "" || d.Field == nil || names[d.Name] || fields[d.Field] {
			t.Errorf("%s is not whole, or takes what another type has: %+v", kind, d)
		}
		names[d.Name], fields[d.Field] = true, true
		_, scanned := kind.(dataset.Scanner)
		_, dated := kind.(dataset.Calendar)
		if scanned && !d.Number || dated && !d.Ordered || (d.Items != nil) != (d.JSON == dataset.JSONArray) || d.Decimals && !d.Number {
			t.Errorf("%s contradicts itself: %+v", kind, d)
		}
	}
}

const timetable = `{
  "primaryKey": ["stop"],
  "fields": [
    {"name": "stop"},
    {"name": "first", "type": "time", "constraints": {"minimum": "05:00", "maximum": "23:59"}},
    {"name": "last", "type": "time", "constraints": {"enum": ["21:00", "22:30"]}}
  ]
}`

// A type that no code here knows is read from Table Schema, written into it,
// checked, and told of in the dictionary.
func TestAMadeUpTypeInTableSchema(t *testing.T) {
	d, err := dataset.ParseTableSchemaWith(timeofday.Type, "stops", []byte(timetable))
	if err != nil {
		t.Fatal(err)
	}
	column, _ := d.Schema.Column("first")
	checker, wrong := dataset.NewChecker(column)
	if column.Type != timeofday.Type || !wrong.Empty() {
		t.Fatalf("the column is %+v (%v)", column, wrong)
	}
	for cell, want := range map[string]string{
		"": "", "05:00": "", "06:30": "", "04:59": "must be at least 05:00", "6:30": "not a time of day: write HH:MM, such as 09:30",
	} {
		if _, wrong := checker.Check(cell); wrong.En != want {
			t.Errorf("%q: got %q, want %q", cell, wrong.En, want)
		}
	}
	written, err := d.TableSchema()
	if err != nil {
		t.Fatal(err)
	}
	reread, err := dataset.ParseTableSchemaWith(timeofday.Type, "stops", written)
	if err != nil || !reflect.DeepEqual(reread, d) {
		t.Errorf("read again it is %+v (%v), want %+v", reread, err, d)
	}
	if rows := dataset.DictionaryRows([]dataset.Dataset{d}); !slices.Contains(rows[1], "time") {
		t.Errorf("the dictionary says %q", rows[1])
	}
}

// Where it is not registered, the message lists what is.
func TestATypeThatIsNotRegistered(t *testing.T) {
	_, err := dataset.ParseTableSchema("stops", []byte(timetable))
	if err == nil {
		t.Fatal("accepted")
	}
	_, err = dataset.ParseTableSchemaWith(timeofday.Type, "stops", []byte(strings.ReplaceAll(timetable, `"time"`, `"moment"`)))
	const want = "type moment is not supported: use string, integer, number, boolean, date, yearmonth, year, list or time"
	told, ok := errors.AsType[*fault.Error](err)
	if !ok || !slices.ContainsFunc(told.Fields, func(f fault.Field) bool { return f.Place == "fields[1].type" && f.Message.En == want }) {
		t.Errorf("got %+v, want %q", told, want)
	}
}

// A rule is refused for a column of a type that it says nothing about.
func TestRulesOfTypes(t *testing.T) {
	for _, kind := range dataset.Types() {
		d := kind.Definition()
		for rule, want := range map[string]bool{`"pattern": "x*"`: d.SingleText(), `"maxLength": 3`: d.SingleText(), `"minimum": "x"`: d.Name != "string" && d.Bounded()} {
			_, err := dataset.ParseTableSchema("stops", []byte(`{"primaryKey": ["id"], "fields": [{"name": "id"}, {"name": "c", "type": "`+d.Name+`", "constraints": {`+rule+`}}]}`))
			told, _ := errors.AsType[*fault.Error](err)
			refused := told != nil && slices.ContainsFunc(told.Fields, func(f fault.Field) bool { return strings.Contains(f.Message.En, "is for fields of type") })
			if refused == want {
				t.Errorf("%s of %s: refused %v (%v)", rule, d.Name, refused, err)
			}
		}
	}
}

// A record type has a column of it by its Go type.
func TestAMadeUpTypeInARecord(t *testing.T) {
	type stop struct {
		ID    string         `csv:"id" key:"1" validate:"required" ja:"停留所ID" en:"Stop ID" doc:"停留所" doc_en:"Stop"`
		First timeofday.Cell `csv:"first" ja:"始発" en:"First bus" doc:"始発の時刻" doc_en:"Time of the first bus"`
	}
	c, ok := dataset.SchemaOfWith[stop](timeofday.Type).Column("first")
	if !ok || c.Type != timeofday.Type {
		t.Errorf("the column is %+v", c)
	}
}
