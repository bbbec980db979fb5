package ledger_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
)

func TestARefusalNamesAHundredChangesAndCountsTheRest(t *testing.T) {
	for _, test := range []struct {
		lost   int
		fields int
		more   string // in addition to those that are named
	}{
		{99, 99, ""}, {100, 100, ""}, {101, 101, "ほか1件 / … and 1 more"}, {5000, 101, "ほか4900件 / … and 4900 more"},
	} {
		t.Run(fmt.Sprintf("%d records are lost", test.lost), func(t *testing.T) {
			var b strings.Builder
			b.WriteString("id,height,kind\n")
			for i := range test.lost {
				fmt.Fprintf(&b, "t-%d,1,松\n", i)
			}
			kept := "t-kept,1,松\n"
			l := ledgertest.New(t, ledgertest.NewMemory())
			l.Publish(ledger.Proposal{Sources: ledgertest.Trees(t, b.String()+kept), Reason: release.Initial})
			_, err := l.Try(ledger.Proposal{Sources: ledgertest.Trees(t, "id,height,kind\n"+kept), Reason: release.NewData})
			refusal, ok := errors.AsType[*fault.Error](err)
			if !ok || len(refusal.Fields) != test.fields {
				t.Fatalf("got %T with %d fields, want %d", err, len(refusal.Fields), test.fields)
			}
			if want := fmt.Sprintf("理由「新しいデータの追加」では公表できない変更が%d件あります。何も公表していません / the reason new_data does not cover %d of the changes; nothing was published", test.lost, test.lost); refusal.Message.String() != want {
				t.Errorf("got %s, want %s", refusal.Message, want)
			}
			if last := refusal.Fields[len(refusal.Fields)-1]; test.more != "" && (last.Place != "" || last.Message.String() != test.more) {
				t.Errorf("the last field is %v, want %s", last, test.more)
			}
		})
	}
}

// edited is an embedded source file with one text in place of another.
func edited(tb testing.TB, name, was, is string) fstest.MapFS {
	tb.Helper()
	data, err := fs.ReadFile(dataset.Embedded(), name)
	if err != nil {
		tb.Fatal(err)
	}
	if !bytes.Contains(data, []byte(was)) {
		tb.Fatalf("%s has no %q", name, was)
	}
	return fstest.MapFS{name: {Data: bytes.Replace(data, []byte(was), []byte(is), 1)}}
}

func TestWhatTheReasonDoesNotCoverIsRefusedWithTheList(t *testing.T) {
	row := "ind-2,022039,2017-08-31,2017-08-31,2017年8月31日,10.0,"
	for _, test := range []struct {
		name   string
		from   fstest.MapFS
		to     fstest.MapFS
		places []string // that the refusal names
		permit []release.Reason
	}{
		{
			"a new dataset", nil, treeFiles(twoTrees), nil,
			[]release.Reason{release.NewData, release.Correction, release.LateData, release.MethodChange, release.UnitChange, release.PlanRevision},
		},
		{
			"a dataset removed", treeFiles(twoTrees), nil,
			[]string{"trees"},
			[]release.Reason{release.Correction, release.PlanRevision},
		},
		{
			"records removed", treeFiles(twoTrees), treeFiles("id,height,kind\nt-3,1,梅\n"),
			[]string{"trees (t-1)", "trees (t-2)"},
			[]release.Reason{release.Correction, release.PlanRevision},
		},
		{
			"records added", treeFiles(twoTrees), treeFiles(twoTrees + "t-3,1,梅\n"), nil,
			[]release.Reason{release.NewData, release.Correction, release.LateData, release.MethodChange, release.UnitChange, release.PlanRevision},
		},
		{
			"a cell of a record", treeFiles(twoTrees), treeFiles(strings.Replace(twoTrees, "桜", "梅", 1)),
			[]string{`trees (t-2).kind: "桜" → "梅"`},
			[]release.Reason{release.Correction, release.LateData, release.MethodChange, release.UnitChange, release.PlanRevision},
		},
		{
			"an observation", nil, edited(t, "observations.csv", row, strings.Replace(row, "10.0", "10.1", 1)),
			[]string{`observations (ind-2, 022039, 2017-08-31, 2017-08-31).value: "10.0" → "10.1"`},
			[]release.Reason{release.Correction, release.LateData, release.MethodChange, release.UnitChange},
		},
		{
			"the unit of a column", treeFiles(twoTrees),
			fstest.MapFS{"trees.csv": {Data: []byte(twoTrees)}, "trees.schema.json": {Data: []byte(strings.Replace(ledgertest.TreesSchema, `"m"`, `"cm"`, 1))}},
			[]string{"trees.height"},
			[]release.Reason{release.UnitChange},
		},
		{
			"the unit of an indicator", nil, edited(t, "indicators.csv", ",枚,", ",千枚,"),
			[]string{`indicators (ind-1).unit: "枚" → "千枚"`},
			[]release.Reason{release.UnitChange},
		},
		{
			"a column removed", treeFiles(twoTrees),
			fstest.MapFS{"trees.csv": {Data: []byte("id,height\nt-1,1.5\nt-2,3.0\n")}, "trees.schema.json": {Data: []byte(strings.Replace(ledgertest.TreesSchema, `,
    {"name": "kind", "title": "樹種"}`, "", 1))}},
			[]string{"trees.kind"},
			[]release.Reason{release.Correction, release.PlanRevision},
		},
		{
			"a column added, with values", treeFiles(twoTrees),
			fstest.MapFS{"trees.csv": {Data: []byte("id,height,kind,age\nt-1,1.5,松,40\nt-2,3.0,桜,\n")}, "trees.schema.json": {Data: []byte(strings.Replace(ledgertest.TreesSchema, `{"name": "kind", "title": "樹種"}`, `{"name": "kind", "title": "樹種"},
    {"name": "age", "title": "樹齢", "type": "integer"}`, 1))}},
			nil,
			[]release.Reason{release.NewData, release.Correction, release.LateData, release.MethodChange, release.UnitChange, release.PlanRevision},
		},
		{
			"a unit and a record at once", treeFiles(twoTrees),
			fstest.MapFS{"trees.csv": {Data: []byte("id,height,kind\nt-2,3.0,桜\n")}, "trees.schema.json": {Data: []byte(strings.Replace(ledgertest.TreesSchema, `"m"`, `"cm"`, 1))}},
			[]string{"trees.height", "trees (t-1)"},
			nil,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			from, to := ledgertest.City(t, test.from), ledgertest.City(t, test.to)
			for _, reason := range release.Reasons()[1:] {
				l := ledgertest.New(t, ledgertest.NewMemory())
				l.Publish(ledger.Proposal{Sources: from, Reason: release.Initial})
				before := ledgertest.Contents(t, l.Store)
				_, err := l.Try(ledger.Proposal{Sources: to, Reason: reason.Reason})
				judge(t, err, reason.Reason, test.places, test.permit)
				if err != nil && !reflect.DeepEqual(ledgertest.Contents(t, l.Store), before) {
					t.Errorf("%s: was refused and something was written", reason.Reason)
				}
			}
		})
	}
}

// judge checks that a reason was accepted if it is permitted, and otherwise
// refused with places and the reasons that are.
func judge(t *testing.T, err error, reason release.Reason, places []string, permit []release.Reason) {
	t.Helper()
	permitted := make(map[release.Reason]bool)
	var words []string
	for _, p := range permit {
		permitted[p] = true
	}
	for _, r := range release.Reasons() {
		if permitted[r.Reason] {
			words = append(words, string(r.Reason))
		}
	}
	if permitted[reason] {
		if err != nil {
			t.Errorf("%s: %v", reason, err)
		}
		return
	}
	refusal, ok := errors.AsType[*fault.Error](err)
	if !ok || refusal.Kind != fault.Invalid || len(refusal.Fixes) != 1 {
		t.Errorf("%s: %v", reason, err)
		return
	}
	fix := "if the changes are intended, use one of these as --reason: " + strings.Join(words, ", ")
	if permit == nil {
		fix = "publish changes that need different reasons separately"
	} else if got := placesOf(refusal); !reflect.DeepEqual(got, places) {
		t.Errorf("%s: names %q, want %q", reason, got, places)
	}
	if refusal.Fixes[0].En != fix {
		t.Errorf("%s: %s, want %s", reason, refusal.Fixes[0].En, fix)
	}
}

func placesOf(e *fault.Error) []string {
	var places []string
	for _, f := range e.Fields {
		places = append(places, f.Place)
	}
	return places
}

// A record is not lost when its key gets a decimal: it is the same value.
func TestARecordStaysItselfWithAnotherNotationOfItsKey(t *testing.T) {
	d, err := dataset.ParseTableSchema("marks", []byte(`{"fields": [{"name": "no", "type": "number"}, {"name": "name"}], "primaryKey": "no"}`))
	if err != nil {
		t.Fatal(err)
	}
	l := ledgertest.New(t, ledgertest.NewMemory())
	publish := func(csv string, reason release.Reason) error {
		_, err := l.Try(ledger.Proposal{Sources: []dataset.Source{{Dataset: d, CSV: []byte(csv)}}, Reason: reason})
		return err
	}
	if err := errors.Join(publish("no,name\n1,a\n", release.Initial), publish("no,name\n1.0,a\n", release.LateData)); err != nil {
		t.Error(err)
	}
	if err := publish("no,name\n1.5,a\n", release.LateData); fault.KindOf(err) != fault.Invalid {
		t.Errorf("another value is another record: got %v", err)
	}
}
