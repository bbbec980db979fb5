package ledger_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
)

// stops is a dataset in which every property that a dataset may have is given.
func stops() dataset.Source {
	column := func(name string, kind dataset.Type) dataset.Column {
		return dataset.Column{Name: name, Title: lang.T("見出し"+name, "Title "+name), Meaning: lang.T("意味", "Meaning"), Type: kind}
	}
	s := dataset.Schema{
		Columns: []dataset.Column{column("line", dataset.String), column("stop", dataset.String), column("people", dataset.Integer), column("kind", dataset.String)},
		Key:     []string{"line", "stop"}, Order: []string{"people", "line", "stop"},
		References: []dataset.Reference{{Column: "line", Dataset: "lines", Target: "id"}, {Column: "kind", Dataset: "kinds", Target: "id"}},
	}
	city := column("city", dataset.String)
	city.Constant = "5"
	s.Columns[0].Rules.Required, s.Columns[1].Rules.Required = true, true // as of every key
	s.Columns[2].Unit = "人"
	s.Columns[2].Rules = dataset.Rules{Minimum: "0", Maximum: "9999"}
	s.Columns[3].Codes = []dataset.Code{{Value: "1", Label: lang.T("バス", "Bus")}, {Value: "2", Label: lang.T("鉄道", "Railway")}}
	s.Columns[3].Rules = dataset.Rules{Pattern: "[0-9]+", MinLength: 1, MaxLength: 9}
	s.Columns = append([]dataset.Column{city}, s.Columns...)
	return dataset.Source{
		Dataset: dataset.Dataset{
			ID: "stops", File: "022039_stops", Title: lang.T("停留所", "Stops"), Description: lang.T("一覧", "List"),
			Keywords: []string{"バス", "鉄道"}, Category: "交通", Frequency: lang.T("毎年", "yearly"), Licence: dataset.CCBY(), Schema: s,
		},
		CSV: []byte("city,line,stop,people,kind\n5,1,2,10,1\n5,3,4,20,2\n"),
	}
}

// mutation is a dataset with one thing changed.
type mutation struct {
	path string // of the field; the elements of a list have that of the list
	is   dataset.Dataset
}

// mutations changes every field of a dataset, one at a time, and the order of
// every list. Fields that nobody knows yet are found by reflection.
func mutations(t *testing.T) []mutation {
	t.Helper()
	var list []mutation
	change := func(path string, at func(*dataset.Dataset) reflect.Value, edit func(reflect.Value)) {
		d := stops().Dataset
		edit(at(&d))
		if slices.ContainsFunc(d.Schema.Columns, func(c dataset.Column) bool {
			_, wrong := c.Parse(c.Constant)
			return !wrong.Empty()
		}) {
			return // no schema has a constant that is not of its type
		}
		list = append(list, mutation{path, d})
	}
	var walk func(path string, at func(*dataset.Dataset) reflect.Value)
	walk = func(path string, at func(*dataset.Dataset) reflect.Value) {
		base := stops().Dataset
		v := at(&base)
		switch v.Kind() { //nolint:exhaustive // the others are changed as they are
		case reflect.Struct:
			for i := range v.NumField() {
				walk(strings.TrimPrefix(path+"."+v.Type().Field(i).Name, "."), func(d *dataset.Dataset) reflect.Value { return at(d).Field(i) })
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(path, func(d *dataset.Dataset) reflect.Value { return at(d).Index(i) })
			}
			if v.Len() > 1 {
				change(path+" (order)", at, func(v reflect.Value) { reflect.Swapper(v.Interface())(0, v.Len()-1) })
			}
		default:
			if path == "Schema.Columns.Constant" && v.String() == "" {
				return // a column of data cannot become one without
			}
			change(path, at, func(v reflect.Value) { other(t, path, v) })
		}
	}
	walk("", func(d *dataset.Dataset) reflect.Value { return reflect.ValueOf(d).Elem() })
	return list
}

// other gives a field another value.
func other(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	switch v.Kind() { //nolint:exhaustive // the others fail
	case reflect.String:
		if names := map[string]string{"Schema.Key": "kind", "Schema.Order": "kind", "Schema.References.Column": "stop"}; names[path] != "" {
			v.SetString(names[path])
		} else if n, err := strconv.Atoi(v.String()); err == nil || v.String() == "" {
			v.SetString(strconv.Itoa(n + 1))
		} else {
			v.SetString(v.String() + "x")
		}
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int:
		v.SetInt(v.Int() + 1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	case reflect.Func:
		v.Set(reflect.ValueOf(func() any { return nil }))
	case reflect.Interface:
		if v.Interface() == any(dataset.String) {
			v.Set(reflect.ValueOf(dataset.Integer))
		} else {
			v.Set(reflect.ValueOf(dataset.String))
		}
	default:
		t.Fatalf("%s has a type that this test cannot change: say how", path)
	}
}

// proposed is a mutation with rows. A column that has another name has it in all
// places.
func proposed(m mutation) dataset.Source {
	src := stops()
	for i, c := range src.Dataset.Schema.Columns {
		name := m.is.Schema.Columns[i].Name
		if m.path != "Schema.Columns.Name" || name == c.Name {
			continue
		}
		for _, list := range [][]string{m.is.Schema.Key, m.is.Schema.Order} {
			if at := slices.Index(list, c.Name); at >= 0 {
				list[at] = name
			}
		}
		for at := range m.is.Schema.References {
			if r := &m.is.Schema.References[at]; r.Column == c.Name {
				r.Column = name
			}
		}
		src.CSV = bytes.Replace(src.CSV, []byte(c.Name), []byte(name), 1)
	}
	src.Dataset = m.is
	return src
}

// Reasons that cover the change of a field. A field that is not listed is covered
// by none: whoever adds one decides here.
func coveredFields() map[string][]release.Reason {
	rights := []release.Reason{release.Correction, release.PlanRevision}
	words := []release.Reason{release.Correction, release.MethodChange, release.UnitChange, release.PlanRevision}
	return map[string][]release.Reason{
		"ID": rights, "File": rights, "Licence": rights,
		"Title": words, "Description": words, "Keywords": words, "Category": words, "Frequency": words,
		"Schema.Key": rights, "Schema.Order": rights, "Schema.Columns (order)": rights, "Schema.References (order)": rights,
		"Schema.Columns":      words,
		"Schema.Columns.Name": rights, // one is lost, another is new
		"Schema.Columns.Unit": {release.UnitChange},
		"Schema.References":   words, // of the columns that refer
	}
}

// unpublished are the fields that say nothing of what is published.
var unpublished = []string{"Record", "Generated", "InOrder"}

func TestEveryFieldOfADatasetIsGuarded(t *testing.T) {
	if testing.Short() {
		t.Skip("publishes a release for every field")
	}
	covered := coveredFields()
	for _, m := range mutations(t) {
		want, listed := []release.Reason(nil), false
		for path := m.path; !listed && path != ""; path = path[:max(0, strings.LastIndexAny(path, ". "))] {
			want, listed = covered[path]
		}
		src := proposed(m)
		for _, reason := range release.Reasons()[1:] {
			l := ledgertest.New(t, ledgertest.NewMemory())
			l.Publish(ledger.Proposal{Sources: []dataset.Source{stops()}, Reason: release.Initial})
			_, err := l.Repo.Prepare(t.Context(), ledger.Proposal{Sources: []dataset.Source{src}, Reason: reason.Reason}, l.Clock.Now())
			refusal, refused := errors.AsType[*fault.Error](err)
			switch {
			case err != nil && (!refused || refusal.Kind != fault.Invalid):
				t.Errorf("%s, %s: %v", m.path, reason.Reason, err)
			case slices.Contains(unpublished, m.path):
				if !refused || refusal.Message.En != "nothing differs from the newest release" {
					t.Errorf("%s: it is not in what is published, and yet: %v", m.path, err)
				}
			case refused == slices.Contains(want, reason.Reason):
				t.Errorf("%s, %s: %v, want it covered by %v", m.path, reason.Reason, err, want)
			}
		}
	}
}

func TestEveryPropertyOfAPublishedSchemaHasAKindOfChange(t *testing.T) {
	for f := range reflect.TypeFor[dataset.Metadata]().Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if ledger.KindOfProperty("", name) == ledger.Unlisted {
			t.Errorf("a change of %q is covered by no reason", name)
		}
	}
	for _, set := range ledgertest.EmbeddedRelease(t).Sets {
		var schema map[string]any
		if err := json.Unmarshal(set.SchemaFile.Data(), &schema); err != nil {
			t.Fatal(err)
		}
		for name := range schema {
			if ledger.KindOfProperty("", name) == ledger.Unlisted {
				t.Errorf("%s: a change of %q is covered by no reason", set.ID, name)
			}
		}
	}
}

// What a manifest says that no reason has to cover: it tells which release it is,
// and differs in each.
var ownOfEachRelease = []string{"Format", "Number", "Kind", "Issued", "Effective", "Reason", "Note", "Cancels", "Previous", "CancelledPrevious", "Attempt"}

func TestEveryFieldOfAManifestIsGuardedOrTellsWhichReleaseItIs(t *testing.T) {
	for _, f := range reflect.VisibleFields(reflect.TypeFor[release.Manifest]()) {
		if f.Name != "Files" && !slices.Contains(ownOfEachRelease, f.Name) {
			t.Errorf("Manifest.%s is neither compared nor said to differ in each release", f.Name)
		}
	}
	compared := []string{"Dataset", "Path", "Bytes", "SHA256", "data"} // by id, by name, by content
	for _, f := range reflect.VisibleFields(reflect.TypeFor[release.File]()) {
		if !slices.Contains(compared, f.Name) {
			t.Errorf("File.%s is not compared", f.Name)
		}
	}
}

func TestAChangeOfLicenceIsNamedWithBothLicences(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	l.Publish(ledger.Proposal{Sources: []dataset.Source{stops()}, Reason: release.Initial})
	src := stops()
	src.Dataset.Licence = dataset.Licence{ID: "none", Name: "All rights reserved", URL: "https://city.example/terms"}
	src.CSV = append(src.CSV, "5,5,6,30,1\n"...)
	_, err := l.Try(ledger.Proposal{Sources: []dataset.Source{src}, Reason: release.NewData})
	refusal, ok := errors.AsType[*fault.Error](err)
	if !ok || len(refusal.Fields) != 1 {
		t.Fatalf("got %v", err)
	}
	if f := refusal.Fields[0]; !strings.HasPrefix(f.Place, `stops (license): "{\"name\":\"CC-BY-4.0\"`) || f.Message.En != "the licence of a published dataset would change" {
		t.Errorf("got %v", f)
	}
}
