package plan_test

import (
	"errors"
	"slices"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/plan"
)

func TestItemIsFoundByIDOrNumber(t *testing.T) {
	rel := without(t, "", "")
	for _, c := range []struct {
		name     string
		resource plan.Resource
		text, id string
	}{
		{"an id", plan.Goals(), "g-2", "g-2"},
		{"the id of an initiative", plan.Initiatives(), "i-072", "i-072"},
		{"the printed number of an initiative", plan.Initiatives(), "72", "i-072"},
		{"the id of a dropped initiative, which has no number", plan.Initiatives(), "d-01", "d-01"},
		{"a number with a leading zero is none", plan.Initiatives(), "072", ""},
		{"a number with a sign is none", plan.Initiatives(), "+72", ""},
		{"policies are not found by their numbers", plan.Policies(), "1", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := set(t, rel, c.resource.Dataset)
			row, id, err := c.resource.Item(s, c.text)
			if c.id == "" {
				if fault.KindOf(err) != fault.NotFound {
					t.Errorf("got %s %v, want that it is not found", id, err)
				}
				return
			}
			if err != nil || id != c.id || s.Table.Text(s.Table.Index("id"), row) != c.id {
				t.Errorf("got row %d, id %s, %v", row, id, err)
			}
		})
	}
}

func TestWhatIsNotFoundIsSuggested(t *testing.T) {
	rel := without(t, "", "")
	for _, c := range []struct {
		name          string
		resource      plan.Resource
		text, en, fix string
	}{
		{"an id that is mistyped", plan.Goals(), "g-9", "no record of goals has this id: g-9", "nearest: g-1, g-2, g-3"},
		{"a number beyond the last", plan.Initiatives(), "100", "no initiative has this number: 100", "nearest: 79, 78, 77"},
		{"a number of a resource without numbers", plan.Policies(), "1", "no record of policies has this id: 1", "nearest: p-1-1, p-1-2, p-1-3"},
		{"a number before the first", plan.Initiatives(), "0", "no initiative has this number: 0", "nearest: 1, 2, 3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := c.resource.Item(set(t, rel, c.resource.Dataset), c.text)
			e, ok := errors.AsType[*fault.Error](err)
			if !ok || e.Kind != fault.NotFound || e.Message.En != c.en || len(e.Fixes) != 1 || e.Fixes[0].En != c.fix {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestItemSaysWhichColumnAReleaseLacks(t *testing.T) {
	for _, c := range []struct {
		resource              plan.Resource
		column, text, missing string
	}{
		{plan.Goals(), "id", "g-1", "column id of goals"},
		{plan.Initiatives(), "id", "72", "column id of initiatives"},
		{plan.Initiatives(), "number", "72", "column number of initiatives"},
		{plan.Initiatives(), "number", "i-072", ""},
		{plan.Initiatives(), "mark", "72", ""},
	} {
		t.Run(c.resource.Path+" without "+c.column+" "+c.text, func(t *testing.T) {
			_, _, err := c.resource.Item(set(t, without(t, c.resource.Dataset, c.column), c.resource.Dataset), c.text)
			lacks(t, err, c.missing)
		})
	}
}

func TestRowPath(t *testing.T) {
	for _, c := range []struct {
		name, dataset string
		key           map[string]string
		want          []string
	}{
		{"a record of a resource", "initiatives", map[string]string{"id": "i-072"}, []string{"initiatives", "i-072"}},
		{"a record of a resource at another path", "bodies", map[string]string{"id": "b-1"}, []string{"people", "b-1"}},
		{"a record of a dataset without a resource", "visions", map[string]string{"id": "v-1"}, nil},
		{"a record with more in its key", "initiatives", map[string]string{"id": "i-072", "number": "72"}, nil},
		{"a record with another key", "initiatives", map[string]string{"number": "72"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			resources := append(plan.Resources(), plan.Resource{Path: "people", Dataset: "bodies"})
			got, ok := plan.RowPath(resources, c.dataset, c.key)
			if !slices.Equal(got, c.want) || ok != (c.want != nil) {
				t.Errorf("got %v %v", got, ok)
			}
		})
	}
}
