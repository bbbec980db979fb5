package dataset_test

import (
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/param"
)

func TestBuiltInDatasetsAreComplete(t *testing.T) {
	ids := make(map[string]bool)
	for _, d := range dataset.BuiltIn() {
		if ids[d.ID] || d.Title.Ja == "" || d.Title.En == "" || d.Description.Ja == "" || d.Description.En == "" ||
			d.Frequency.Ja == "" || d.Frequency.En == "" || d.Category == "" || len(d.Keywords) == 0 || d.Licence != dataset.CCBY() ||
			d.File != "022039_digital_"+d.ID {
			t.Errorf("%s is incomplete or given twice", d.ID)
		}
		ids[d.ID] = true
		headings := make(map[string]bool)
		for _, c := range d.Schema.Columns {
			if c.Title.Ja == "" || c.Title.En == "" || c.Meaning.Ja == "" || c.Meaning.En == "" {
				t.Errorf("%s.%s lacks a text", d.ID, c.Name)
			}
			if headings[c.Name] || headings[c.Title.Ja] {
				t.Errorf("%s.%s: a heading is used twice", d.ID, c.Name)
			}
			headings[c.Name], headings[c.Title.Ja] = true, true
			if slices.Contains(param.Reserved(), c.Name) {
				t.Errorf("%s.%s has the name of a parameter", d.ID, c.Name)
			}
			for _, code := range c.Codes {
				if code.Value == "" || code.Label.Ja == "" || code.Label.En == "" || strings.Contains(code.Value+code.Label.Ja+code.Label.En, ";") {
					t.Errorf("%s.%s: the code %q lacks a text or contains ;", d.ID, c.Name, code.Value)
				}
			}
			if _, wrong := dataset.NewChecker(c); !wrong.Empty() {
				t.Errorf("%s.%s: %v", d.ID, c.Name, wrong)
			}
		}
		for _, name := range d.Schema.Order {
			if c, ok := d.Schema.Column(name); !ok || c.Constant != "" {
				t.Errorf("%s is ordered by %s, which is no column with data", d.ID, name)
			}
		}
	}
	for _, d := range dataset.BuiltIn() {
		for _, r := range d.Schema.References {
			i := slices.IndexFunc(dataset.BuiltIn(), func(to dataset.Dataset) bool { return to.ID == r.Dataset })
			if i < 0 || dataset.BuiltIn()[i].Schema.Index(r.Target) < 0 {
				t.Errorf("%s.%s refers to %s.%s, which does not exist", d.ID, r.Column, r.Dataset, r.Target)
			}
		}
	}
}
