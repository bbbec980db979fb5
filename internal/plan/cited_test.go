package plan_test

import (
	"slices"
	"testing"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/plan"
)

// Areas are named as the parameters name them, and an area that the release does
// not describe by its code.
func TestAreasOfASeries(t *testing.T) {
	rel, bare := without(t, "", ""), without(t, "areas", "name")
	areas := set(t, rel, "areas")
	row, ok := areas.Table.Find("code", "022039")
	if !ok {
		t.Fatal("no 八戸市")
	}
	city := plan.Name(areas, row)
	if city.Ja != "八戸市" || city.En == "" {
		t.Errorf("named %+v", city)
	}
	for _, c := range []struct {
		name  string
		given map[string]string
		want  []lang.Text
	}{
		{"one", map[string]string{"area_code": "022039"}, []lang.Text{city}},
		{"a list, one of which is unknown", map[string]string{"area_code.in": "022039,999999"}, []lang.Text{city, lang.T("999999", "999999")}},
	} {
		if got := plan.AreasOf(rel, set(t, rel, "observations"), c.given); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
	if got := plan.Name(set(t, bare, "areas"), row); !got.Empty() {
		t.Errorf("without the column: %v", got)
	}
	if got := plan.Name(set(t, rel, "observations"), 0); !got.Empty() {
		t.Errorf("a value is called %v", got)
	}
}
