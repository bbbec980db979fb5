package query_test

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/query"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestMessages(t *testing.T) {
	fixes := make(map[string]string) // by dataset, of those to whom nothing better can be said
	lists := columnLists(t)
	for file, cases := range messages() {
		o := inPages()
		if file == unpaged {
			o = query.Options{}
		}
		var b strings.Builder
		for _, c := range cases {
			_, err := parse(subject(t, c.dataset), c.raw, o)
			wrong, ok := errors.AsType[*fault.Error](err)
			if !ok || wrong.Kind != fault.Invalid || len(wrong.Fields) == 0 {
				t.Errorf("%s: %s?%s is not refused: %v", c.name, c.dataset, c.raw, err)
				continue
			}
			raw := c.raw
			if len(raw) > 100 {
				raw = raw[:100] + "…"
			}
			fmt.Fprintf(&b, "# %s\n%s?%s\n", c.name, c.dataset, raw)
			for _, f := range wrong.Fields {
				fmt.Fprintf(&b, "  %s\n    %s\n    %s\n", f.Place, f.Message.Ja, f.Message.En)
			}
			b.WriteByte('\n')
			fix := told(wrong)
			if !slices.ContainsFunc(wrong.Fields, func(f fault.Field) bool { return f.Message.En == "unknown parameter" }) {
				if strings.Contains(fix, "available") {
					t.Errorf("%s: %s?%s is told everything, although what to write is known", c.name, c.dataset, c.raw)
				}
				continue
			}
			if before, known := fixes[c.dataset]; known && fix != before {
				t.Errorf("%s: %s?%s is told\n%s, others\n%s", c.name, c.dataset, c.raw, fix, before)
			}
			fixes[c.dataset] = fix
		}
		golden(t, file, lists.Replace(b.String()))
	}
	var b strings.Builder
	for _, id := range slices.Sorted(maps.Keys(fixes)) {
		fmt.Fprintf(&b, "# %s\n%s\n", id, fixes[id])
	}
	golden(t, "fixes", lists.Replace(b.String()))
}

// columnLists writes {columns of initiatives} for the whole list of them, so that
// a column added to a built-in dataset changes no golden file. The list of halls,
// which is a dataset of these tests, stays as it is.
func columnLists(tb testing.TB) *strings.Replacer {
	tb.Helper()
	var pairs []string
	for _, set := range subject(tb, "halls").In.Sets {
		if set.ID != "halls" {
			pairs = append(pairs, columnsOf(tb, set.ID), "{columns of "+set.ID+"}")
		}
	}
	return strings.NewReplacer(pairs...)
}

// columnsOf lists the columns of a dataset as messages do.
func columnsOf(tb testing.TB, id string) string {
	tb.Helper()
	t := subject(tb, id).Set.Table
	names := make([]string, t.Columns())
	for i := range names {
		names[i] = t.Column(i).Name
	}
	return strings.Join(names, ", ")
}

// told is what an error says of the whole request, and how to fix it.
func told(wrong *fault.Error) string {
	var b strings.Builder
	for _, text := range append([]lang.Text{wrong.Message}, wrong.Fixes...) {
		fmt.Fprintf(&b, "%s\n%s\n", text.Ja, text.En)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs:\n%s", path, got)
	}
}
