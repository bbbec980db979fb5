package representation_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/representation"
)

func named(t *testing.T, name string) format.Format {
	t.Helper()
	f, ok := format.All().Named(name)
	if !ok {
		t.Fatalf("no format %s", name)
	}
	return f
}

func given(t *testing.T, raw string) *param.Values {
	t.Helper()
	values, err := param.Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	return param.New(values)
}

// wrongAt lists the parameters that are refused.
func wrongAt(p *param.Values) string {
	var places []string
	if e, ok := errors.AsType[*fault.Error](p.Done()); ok {
		for _, f := range e.Fields {
			places = append(places, f.Place)
		}
	}
	return strings.Join(places, " ")
}

func TestLayout(t *testing.T) {
	for _, c := range []struct {
		format, raw string
		want        format.Layout
		noted       map[string]string
		wrong       string
	}{
		{"csv", "", format.Layout{}, nil, ""},
		{"csv", "bom=true&header=ja", format.Layout{BOM: true, Japanese: true}, map[string]string{"bom": "true", "header": "ja"}, ""},
		{"csv", "bom=false&header=ascii", format.Layout{}, nil, ""}, // as it is anyway
		{"xlsx", "header=ja", format.Layout{Japanese: true}, map[string]string{"header": "ja"}, ""},
		{"xlsx", "bom=true", format.Layout{}, nil, "bom"},
		{"json", "", format.Layout{}, nil, ""},
		{"json", "bom=true&header=ja", format.Layout{}, nil, "bom header"},
	} {
		p, noted := given(t, c.raw), make(map[string]string)
		got := representation.Layout(p, format.All(), named(t, c.format), noted)
		if wrong := wrongAt(p); got != c.want || wrong != c.wrong || !maps.Equal(noted, c.noted) {
			t.Errorf("%s?%s: %+v, %v, wrong %q", c.format, c.raw, got, noted, wrong)
		}
	}
}

// A file whose name says how it looks takes no parameter that says it, too.
func TestFileLayout(t *testing.T) {
	japanese, usual := format.Layout{Japanese: true}, format.Layout{BOM: true, Japanese: true}
	for _, c := range []struct {
		raw   string
		named *format.Layout
		want  format.Layout
		wrong string
	}{
		{"", nil, usual, ""},
		{"bom=false", nil, japanese, ""},
		{"", &japanese, japanese, ""},
		{"bom=true&header=ja", &japanese, japanese, "bom header"},
	} {
		p := given(t, c.raw)
		got := representation.FileLayout(p, format.All(), named(t, "csv"), usual, c.named)
		if wrong := wrongAt(p); got != c.want || wrong != c.wrong {
			t.Errorf("%q: %+v, wrong %q", c.raw, got, wrong)
		}
	}
}

// What a format cannot carry is refused at the parameter that asks for it.
func TestCarry(t *testing.T) {
	one, many := query.Relation{}, query.Relation{Many: true}
	for _, c := range []struct {
		format string
		expand []query.Relation
		wrong  string
	}{
		{"json", []query.Relation{one, many}, ""},
		{"ndjson", []query.Relation{many}, ""},
		{"csv", []query.Relation{one}, ""},
		{"csv", []query.Relation{many}, "expand"},
		{"csv", nil, ""},
	} {
		p := given(t, "")
		representation.Carry(p, format.All(), named(t, c.format), query.Query{Expand: c.expand})
		if wrong := wrongAt(p); wrong != c.wrong {
			t.Errorf("%s, %d relations: wrong %q", c.format, len(c.expand), wrong)
		}
	}
}
