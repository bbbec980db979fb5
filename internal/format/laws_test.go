package format_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"mime"
	"reflect"
	"regexp"
	"slices"
	"testing"
	"unicode/utf8"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/table"
)

var formatNames = regexp.MustCompile(`^[a-z][a-z0-9]*$`)

func TestEveryFormatIsWhatItSays(t *testing.T) {
	all := format.All()
	for i, f := range all {
		t.Run(f.Name, func(t *testing.T) {
			if !formatNames.MatchString(f.Name) || slices.Contains(all[:i].Names(), f.Name) {
				t.Errorf("the name %q is no extension, or not its own", f.Name)
			}
			media, parameters, err := mime.ParseMediaType(f.ContentType)
			if err != nil || media != f.Media() || !f.Document && parameters["charset"] != "utf-8" {
				t.Errorf("the Content-Type is %q (%v)", f.ContentType, err)
			}
			if f.Title.Ja == "" || f.Title.En == "" {
				t.Error("it has no title in both languages")
			}
			if f.Can(format.Files) != (len(f.Profiles) > 0) {
				t.Error("files have profiles, and nothing else has")
			}
			if f.Envelope && media != "application/json" {
				t.Error("an envelope is JSON")
			}
			w, err := f.New(format.Subject{Shape: format.Whole(parks(t))})
			if err != nil {
				t.Fatal(err)
			}
			if _, cells := w.(format.CellWriter); f.Can(format.Differences) && !cells && !f.Envelope {
				t.Error("differences have no cells")
			}
		})
	}
}

// TestEveryFormatReadsBackAsItWas writes many tables and reads them with programs
// that follow the media type.
func TestEveryFormatReadsBackAsItWas(t *testing.T) {
	for _, f := range format.All() {
		t.Run(f.Name, func(t *testing.T) {
			read := readers()[f.Media()]
			if read == nil {
				t.Fatalf("nothing here reads %s", f.Media())
			}
			r := rand.New(rand.NewPCG(13, 0))
			for range 60 {
				tab, rows := nastyTable(t, r)
				columns := r.Perm(tab.Columns())
				if len(rows) == 0 && f.Name == "ndjson" {
					continue // which has no headings
				}
				data := written(t, f, tab.All(), columns, format.Layout{})
				if !f.Document && !utf8.Valid(data) {
					t.Fatal("it is not UTF-8")
				}
				want, defs := expected(tab, rows, columns)
				if got := read(t, data, defs); !reflect.DeepEqual(got, want) {
					t.Fatalf("got\n%q\nwant\n%q", got, want)
				}
			}
		})
	}
}

func expected(tab *table.Table, rows [][]string, columns []int) ([][]string, []dataset.Column) {
	var defs []dataset.Column
	for _, i := range columns {
		defs = append(defs, tab.Column(i))
	}
	want := [][]string{namesOf(defs)}
	for _, row := range rows {
		var cells []string
		for _, i := range columns {
			cells = append(cells, row[i])
		}
		want = append(want, cells)
	}
	return want, defs
}

// TestFilesAreTheRows: a file written some rows at a time is what is written in
// one go, in every profile.
func TestFilesAreTheRows(t *testing.T) {
	tab := parks(t)
	for _, f := range format.All().With(format.Files) {
		for _, profile := range f.Profiles {
			s := format.Subject{Shape: format.Whole(tab), Layout: profile.Layout}
			once, twice := file(t, f, s), shaped(t, f, s.Shape, tab.All().Index, profile.Layout)
			if !bytes.Equal(once, twice) {
				t.Errorf("%s %+v: got\n%s\nand\n%s", f.Name, profile, once, twice)
			}
			begins := bytes.HasPrefix(once, []byte(format.BOM))
			if begins != (profile.BOM && f.Options.BOM) {
				t.Errorf("%s %+v: a byte order mark: %t", f.Name, profile, begins)
			}
		}
	}
}

// Rows that are no longer wanted end, in every format, however short they are.
func TestRowsOfEveryFormatEndWithTheirContext(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, f := range format.All() {
		w, err := f.New(format.Subject{Shape: format.Whole(parks(t))})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Rows(ended, nil, []int{0}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}
