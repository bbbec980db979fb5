package siteverify_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/siteverify"
)

// exportedWithout exports a release of which some files were withdrawn; the next
// release has another CSV, and another schema where that is to be withdrawn.
func exportedWithout(t *testing.T, withdrawn ...string) string {
	t.Helper()
	h := ledgertest.NewGoals(t, time.Now())
	h.PublishTitle(release.Initial, "a", time.Time{})
	h.PublishTitle(release.Correction, "b", time.Time{})
	for _, name := range withdrawn {
		if filepath.Ext(name) == ".json" { // what is in force cannot be withdrawn
			h.PublishWithoutGoals()
		}
		h.Withdraw(filepath.Base(name))
	}
	out, missing := exported(t, h)
	if len(missing) != len(withdrawn) {
		t.Fatalf("withdrawn: %q, want %q", missing, withdrawn)
	}
	return out
}

func TestAnExportHoldsWhatIsStillThere(t *testing.T) {
	t.Parallel()
	all := []string{"entry.json", "files/022039_digital_data_dictionary.csv", "files/022039_digital_data_dictionary.schema.json", goalsCSV, goalsSchema, "manifest.json"}
	for _, c := range []struct {
		name      string
		withdrawn []string
	}{
		{"nothing was withdrawn", nil},
		{"the rows", []string{goalsCSV}},
		{"the schema", []string{goalsSchema}},
		{"both", []string{goalsCSV, goalsSchema}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			out := exportedWithout(t, c.withdrawn...)
			want := slices.DeleteFunc(slices.Clone(all), func(name string) bool { return slices.Contains(c.withdrawn, name) })
			if len(c.withdrawn) > 0 {
				want = append(want, "withdrawn.json")
			}
			var names []string
			for _, path := range files(t, out) {
				name, err := filepath.Rel(out, path)
				if err != nil {
					t.Fatal(err)
				}
				names = append(names, name)
			}
			if !slices.Equal(names, want) {
				t.Errorf("got %v, want %v", names, want)
			}
			report, err := siteverify.Folder(t.Context(), out, nil)
			if err != nil || len(report.Findings) > 0 || len(report.Withdrawn) != len(c.withdrawn) {
				t.Errorf("got %+v, %v", report, err)
			}
		})
	}
}

func TestOnlyWhatWasWithdrawnMayBeMissing(t *testing.T) {
	t.Parallel()
	out := exportedWithout(t, goalsCSV)
	other := exportedWithout(t, goalsSchema)
	in := func(name string) string { return filepath.Join(out, name) }
	change := func(name string, edit func([]byte) []byte) func() {
		text, err := os.ReadFile(in(name))
		if err != nil && edit != nil {
			t.Fatal(err)
		}
		var changed []byte
		if edit != nil {
			changed = edit(slices.Clone(text))
		}
		if changed == nil {
			if err := os.Remove(in(name)); err != nil {
				t.Fatal(err)
			}
		} else if err := os.WriteFile(in(name), changed, 0o600); err != nil {
			t.Fatal(err)
		}
		return func() {
			if err := os.WriteFile(in(name), text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	copied := func(from string) func([]byte) []byte {
		text, err := os.ReadFile(filepath.Join(other, from))
		if err != nil {
			t.Fatal(err)
		}
		return func([]byte) []byte { return text }
	}
	for _, c := range []struct {
		name, file string
		edit       func([]byte) []byte
		says       string
	}{
		{"the other file is missing, too", goalsSchema, nil, goalsSchema + ": ありません"},
		{"the list is missing", "withdrawn.json", nil, goalsCSV + ": ありません"},
		{"the list is empty", "withdrawn.json", func([]byte) []byte { return []byte("[]\n") }, "withdrawn.json: 壊れています"},
		{"the list is of another export", "withdrawn.json", copied("withdrawn.json"), goalsSchema + ": withdrawn.json では取り下げ済みですが、ファイルがあります"},
		{"the reason is another", "withdrawn.json", func(text []byte) []byte { return []byte(strings.Replace(string(text), "個人", "法人", 1)) }, "withdrawn.json: 壊れています"},
		{"the list is written otherwise", "withdrawn.json", func(text []byte) []byte { return append(text, '\n') }, "withdrawn.json: 壊れています"},
	} {
		undo := change(c.file, c.edit)
		if got := findings(t, out, nil); !strings.Contains(got, c.says) {
			t.Errorf("%s: %s", c.name, got)
		}
		undo()
	}
	csv := copied(goalsCSV)(nil)
	if err := os.WriteFile(in(goalsCSV), csv, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := findings(t, out, nil); !strings.Contains(got, goalsCSV+": withdrawn.json では取り下げ済みですが、ファイルがあります") {
		t.Errorf("the withdrawn file is there: %s", got)
	}
}

func TestAMadeUpWithdrawalExcusesNothing(t *testing.T) {
	t.Parallel()
	out, _ := exported(t, oneRelease(t))
	for _, name := range []string{"022039_digital_goals.csv", "022039_digital_goals.schema.json"} {
		if err := os.Remove(filepath.Join(out, "files", name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(out, "withdrawn.json"), []byte(`{"goals":{}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := findings(t, out, nil); !strings.Contains(got, "files/022039_digital_goals.csv: ") {
		t.Errorf("got %s", got)
	}
}
