package catalog_test

import (
	"io"
	"reflect"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
)

func TestADatasetIsDescribedInFull(t *testing.T) {
	c := newMaker().Of(ledgertest.EmbeddedRelease(t))
	set, err := c.Release.Dataset("goals")
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.Dataset(t.Context(), set)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Columns) != len(set.Schema.Columns) || len(got.Examples) == 0 || len(got.Files) < 4 {
		t.Errorf("%d columns, %d examples, %d files", len(got.Columns), len(got.Examples), len(got.Files))
	}
	const url = base + "/api/v1/datasets/goals"
	want := catalog.DatasetInfo{
		ID: "goals", Title: set.Title.Ja, TitleEn: set.Title.En, Description: set.Description.Ja, DescriptionEn: set.Description.En,
		Keywords: set.Keywords, Category: set.Category, Frequency: set.Frequency.Ja, FrequencyEn: set.Frequency.En,
		License:   catalog.LicenseInfo{ID: set.Licence.ID, Name: set.Licence.Name, URL: set.Licence.URL},
		Publisher: "八戸市", Records: 3, URL: url, RecordsURL: url + "/records", SchemaURL: url + "/schema",
		Files: got.Files, Columns: got.Columns, Examples: got.Examples,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	first := catalog.FileInfo{
		URL: base + "/files/" + goals + "-ja-bom.csv", Permanent: base + "/releases/1/files/" + goals + "-ja-bom.csv", Name: goals + "-ja-bom.csv",
		Format: "csv", MediaType: "text/csv", Charset: "UTF-8", BOM: true, Header: "ja", Bytes: got.Files[0].Bytes, SHA256: got.Files[0].SHA256,
	}
	if got.Files[0] != first {
		t.Errorf("got  %+v\nwant %+v", got.Files[0], first)
	}
}

// The list makes no workbook, a single dataset does.
func TestOnlyASingleDatasetMeasuresWorkbooks(t *testing.T) {
	c := newMaker().Of(ledgertest.EmbeddedRelease(t))
	all, err := c.Datasets(t.Context(), c.Release.Sets)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != len(c.Release.Sets) {
		t.Errorf("%d datasets", len(all))
	}
	for i, info := range all {
		if info.Columns != nil || info.Examples != nil {
			t.Errorf("%s is described in full", info.ID)
		}
		whole, err := c.Dataset(t.Context(), &c.Release.Sets[i])
		if err != nil {
			t.Fatal(err)
		}
		for j, f := range whole.Files {
			if f.Bytes == 0 || len(f.SHA256) != 64 {
				t.Errorf("%s: %d bytes, sha256 %s", f.URL, f.Bytes, f.SHA256)
			}
			if f.Format == "xlsx" {
				f.Bytes, f.SHA256 = 0, ""
			}
			if info.Files[j] != f {
				t.Errorf("in the list %+v, alone %+v", info.Files[j], f)
			}
		}
	}
}

func TestAFileThatTurnsOutTooLargeIsLeftOut(t *testing.T) {
	tooLarge := fault.New(fault.TooLarge, lang.T("大きすぎます", "too large")).Because(format.ErrDoesNotFit)
	m := catalog.NewMaker(catalog.Config{
		Formats: watched(func(f format.Format) error {
			if f.Document {
				return tooLarge
			}
			return nil
		}),
	})
	c := m.Of(ledgertest.EmbeddedRelease(t))
	info, err := c.Dataset(t.Context(), &c.Release.Sets[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range info.Files {
		if f.Format == "xlsx" {
			t.Errorf("offered: %+v", f)
		}
	}
}

func TestADatasetThatCannotBeWrittenIsAFailure(t *testing.T) {
	for _, failure := range []error{io.ErrUnexpectedEOF, fault.New(fault.TooLarge, lang.T("大きすぎます", "too large"))} {
		m := catalog.NewMaker(catalog.Config{
			Formats: watched(func(format.Format) error { return failure }),
		})
		c := m.Of(ledgertest.EmbeddedRelease(t))
		if list, err := c.Datasets(t.Context(), c.Release.Sets); err == nil {
			t.Errorf("%d datasets", len(list))
		}
		if _, err := c.Dataset(t.Context(), &c.Release.Sets[0]); err == nil {
			t.Errorf("described in spite of %v", failure)
		}
	}
}

func TestColumnsAreDescribed(t *testing.T) {
	c := newMaker().Of(ledgertest.EmbeddedRelease(t))
	column := func(id, name string) catalog.ColumnInfo {
		set, err := c.Release.Dataset(id)
		if err != nil {
			t.Fatal(err)
		}
		info, err := c.Dataset(t.Context(), set)
		if err != nil {
			t.Fatal(err)
		}
		for _, col := range info.Columns {
			if col.Name == name {
				return col
			}
		}
		t.Fatalf("%s has no %s", id, name)
		return catalog.ColumnInfo{}
	}
	if id := column("policies", "id"); !id.Key || !id.Required || id.RefersTo != "" || id.FilesOnly || id.Codes == nil || len(id.Codes) > 0 {
		t.Errorf("the key: %+v", id)
	}
	if goal := column("policies", "goal_id"); goal.Key || goal.RefersTo != "goals.id" {
		t.Errorf("the reference: %+v", goal)
	}
	mark := column("initiatives", "mark")
	if len(mark.Codes) != 4 || mark.Codes[0].Label == "" || mark.Codes[0].LabelEn == "" || mark.Title == "" || mark.Meaning == "" {
		t.Errorf("the codes: %+v", mark)
	}
	set, _ := c.Release.Set("goals")
	constant := set.Schema.Columns[0]
	if got := column("goals", constant.Name); constant.Constant == "" || !got.FilesOnly {
		t.Errorf("the leading column: %+v", got)
	}
}

func TestKeywordsAreAList(t *testing.T) {
	c := newMaker().Of(ledgertest.EmbeddedRelease(t))
	set := c.Release.Sets[0]
	set.Keywords, set.Licence = nil, dataset.CCBY()
	if info, err := c.Dataset(t.Context(), &set); err != nil || info.Keywords == nil {
		t.Errorf("keywords %v, %v", info.Keywords, err)
	}
}

func TestExamplesLeadToTheRows(t *testing.T) {
	c := newMaker().Of(ledgertest.EmbeddedRelease(t))
	set, _ := c.Release.Set("initiatives")
	for _, e := range c.Examples(set) {
		if !strings.HasPrefix(e.URL, base+"/api/v1/datasets/initiatives/records?") || e.Query == "" || e.Description == "" || e.DescriptionEn == "" {
			t.Errorf("%+v", e)
		}
	}
}
