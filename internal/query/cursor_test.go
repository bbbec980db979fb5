package query_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
)

func TestCursorIsReadAsItWasWritten(t *testing.T) {
	q := parsed(t, subject(t, "initiatives"), "mark=new")
	for _, c := range []struct{ release, row int }{{1, 0}, {0, 1}, {math.MaxUint32, math.MaxUint32}} {
		text := q.Cursor(c.release, c.row)
		got, err := query.ParseCursor(text)
		if err != nil || got.Release != c.release || got.Row != c.row || !got.Belongs(q) || len(text) > 64 {
			t.Errorf("%v: %q is read as %+v, %v", c, text, got, err)
		}
	}
}

// A text that only resembles a cursor is none, so that one page has one address.
func TestCursorHasOneSpelling(t *testing.T) {
	text := cursorOf("initiatives", "", 1)
	for _, c := range []struct{ name, text string }{
		{"nothing", ""},
		{"another version", "B" + text[1:]},
		{"too short", text[:len(text)-2]},
		{"too long", text + "AA"},
		{"much too long", strings.Repeat("A", 1000)},
		{"other bits behind the last byte", text[:len(text)-1] + "R"},
		{"padding", text + "=="},
		{"a line break", text[:4] + "\n" + text[4:]},
		{"a number written longer", "AYEA" + text[4:]},
		{"a release that is too large", "Af_______x8" + text[4:]},
	} {
		if got, err := query.ParseCursor(c.text); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %q is %+v, %v", c.name, c.text, got, err)
		}
	}
}

func TestCursorBelongsToWhatDecidesTheOrderOfRows(t *testing.T) {
	s := subject(t, "initiatives")
	first, err := query.ParseCursor(parsed(t, s, "mark=new&sort=-number&limit=2").Cursor(1, 5))
	if err != nil {
		t.Fatal(err)
	}
	scoped := inPages()
	scoped.Scope = "since=2022-01-01"
	for _, c := range []struct {
		name, raw string
		options   query.Options
		want      bool
	}{
		{"the same query", "mark=new&sort=-number&limit=2", inPages(), true},
		{"another spelling, and pages of another size", "sort=-number&mark.eq=new&limit=50", inPages(), true},
		{"another place to begin", "mark=new&sort=-number&offset=1", inPages(), true},
		{"another condition", "mark=revised&sort=-number", inPages(), false},
		{"another order", "mark=new&sort=number", inPages(), false},
		{"another address", "mark=new&sort=-number", scoped, false},
	} {
		q, err := parse(s, c.raw, c.options)
		if err != nil {
			t.Fatal(err)
		}
		if got := first.Belongs(q); got != c.want {
			t.Errorf("%s: %t, want %t", c.name, got, c.want)
		}
	}
}

// Pages that follow cursors are together what is answered at once.
func TestPagesByCursorAreTheWhole(t *testing.T) {
	s := subject(t, "initiatives")
	for _, raw := range []string{"", "mark=new", "sort=-number", "mark=dropped&sort=title", "sort=mark,-number"} {
		want := keys(t, s, parsed(t, s, raw+"&limit=1000"))
		var got []string
		for cursor := ""; ; {
			q := parsed(t, s, raw+"&limit=7"+cursor)
			ask, err := q.Rows(t.Context(), s.Set.Table)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := s.Set.Table.Select(t.Context(), ask)
			if err != nil {
				t.Fatal(err)
			}
			if len(rows.Index) == 0 {
				break
			}
			got = append(got, keys(t, s, q)...)
			cursor = "&cursor=" + q.Cursor(1, rows.Index[len(rows.Index)-1])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: the pages are %q, the whole is %q", raw, got, want)
		}
	}
}

// A cursor that somebody made up leads to a row that is not there.
func TestCursorBeyondTheTable(t *testing.T) {
	s := subject(t, "goals")
	q := parsed(t, s, "cursor="+parsed(t, s, "").Cursor(1, 3))
	if _, err := q.Rows(t.Context(), s.Set.Table); fault.KindOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
	q = parsed(t, s, "group_by=plan_id&cursor="+parsed(t, s, "group_by=plan_id").Cursor(1, 3))
	if _, err := q.Groups(s.Set.Table); fault.KindOf(err) != fault.Invalid {
		t.Errorf("groups: got %v", err)
	}
}

func TestWithoutALimitAllRowsAreMeant(t *testing.T) {
	s := subject(t, "initiatives")
	for raw, want := range map[string]int{"": 0, "limit=5000": 5000} {
		q, err := parse(s, raw, query.Options{})
		if err != nil || q.Limit != want {
			t.Errorf("%q: %d, %v, want %d", raw, q.Limit, err, want)
		}
	}
}

// Every parameter but those of conditions is kept from being a column's name.
func TestParametersAreReserved(t *testing.T) {
	for _, name := range query.Parameters() {
		if !slices.Contains(param.Reserved(), name) {
			t.Errorf("%s is not reserved", name)
		}
	}
	p := param.New(map[string][]string{"resemblesNothing": {""}})
	query.Parse(p, subject(t, "initiatives"), inPages())
	wrong, _ := errors.AsType[*fault.Error](p.Done())
	usable := wrong.Fixes[0].En
	want := "available parameters: " + strings.Join(query.Parameters(), ", ") + ", column.operator=value (columns: " + columnsOf(t, "initiatives") + ")"
	if usable != want {
		t.Errorf("the parameters are\n%s\nwant\n%s", usable, want)
	}
}

func BenchmarkParse(b *testing.B) {
	s := subject(b, "observations")
	given, err := param.Read("indicator_id=ind-2&area_code=022039&fields=period_start,value")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		p := param.New(given)
		query.Parse(p, s, inPages())
		if err := p.Done(); err != nil {
			b.Fatal(err)
		}
	}
}
