package plan_test

import (
	"encoding/json"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
)

type initiative struct {
	ID, Mark string
	PolicyID string `json:"policy_id"`
	TitleEn  string `json:"title_en"`
}

// written is the tree as readers get it. A list that is absent is nil.
type written struct {
	ID      string
	Visions []struct {
		PlanID string `json:"plan_id"`
	}
	Goals []struct {
		ID       string
		Policies []struct {
			ID                    string
			Initiatives, Relisted []initiative
		}
	}
	Dropped []initiative
}

func tree(t *testing.T, rel *release.Release) (w written) {
	t.Helper()
	tree, err := plan.NewTree(rel)
	if err != nil {
		t.Fatal(err)
	}
	row, err := tree.Newest()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(format.NewObjects(tree.Shape()).Append(nil, row), &w); err != nil {
		t.Fatal(err)
	}
	return w
}

// Every initiative of the plan stands in the tree once, under its policy; the
// dropped ones stand next to it.
func TestTreeHasTheWholePlan(t *testing.T) {
	got := tree(t, without(t, "", ""))
	numbered, policies, relisted := 0, 0, map[string][]initiative{}
	for _, g := range got.Goals {
		for _, p := range g.Policies {
			policies++
			for _, i := range p.Initiatives {
				if i.PolicyID != p.ID || i.Mark == "dropped" {
					t.Errorf("%+v is under %s", i, p.ID)
				}
				numbered++
			}
			if len(p.Relisted) > 0 {
				relisted[p.ID] = p.Relisted
			}
		}
	}
	for _, i := range got.Dropped {
		if i.Mark != "dropped" || i.TitleEn == "" {
			t.Errorf("%+v is among the dropped", i)
		}
	}
	if got.ID != "plan-2" || len(got.Visions) != 3 || len(got.Goals) != 3 || policies != 11 || numbered != 79 || len(got.Dropped) != 27 {
		t.Errorf("%s: %d visions, %d goals, %d policies, %d initiatives, %d dropped", got.ID, len(got.Visions), len(got.Goals), policies, numbered, len(got.Dropped))
	}
	if list := relisted["p-3-2"]; len(relisted) != 1 || len(list) != 1 || list[0].ID != "i-006" || list[0].TitleEn != "" {
		t.Errorf("relisted: %+v", relisted)
	}
}

func TestTreeOfAReleaseThatLacksSomething(t *testing.T) {
	for _, c := range []struct{ dataset, column, missing string }{
		{"plans", "", "dataset plans"},
		{"plans", "id", "column id of plans"},
		{"goals", "", "dataset goals"},
		{"goals", "id", "column id of goals"},
		{"goals", "plan_id", "column plan_id of goals"},
		{"policies", "id", "column id of policies"},
		{"policies", "goal_id", "column goal_id of policies"},
		{"initiatives", "", "dataset initiatives"},
		{"initiatives", "policy_id", "column policy_id of initiatives"},
		{"initiatives", "mark", "column mark of initiatives"},
		{"initiatives", "number", ""},
		{"indicators", "", ""},
	} {
		t.Run(c.dataset+" "+c.column, func(t *testing.T) {
			_, err := plan.NewTree(without(t, c.dataset, c.column))
			lacks(t, err, c.missing)
		})
	}
}

// What a release did not know yet is absent from its tree, not empty.
func TestTreeLeavesOutWhatAReleaseDidNotKnow(t *testing.T) {
	for _, column := range []string{"", "plan_id"} {
		if got := tree(t, without(t, "visions", column)); got.Visions != nil || len(got.Goals) != 3 {
			t.Errorf("without visions.%s: %+v", column, got.Visions)
		}
	}
	got := tree(t, without(t, "initiatives", "relisted_policy_ids"))
	for _, g := range got.Goals {
		for _, p := range g.Policies {
			if p.Relisted != nil || p.Initiatives == nil {
				t.Errorf("%s: %+v", p.ID, p.Relisted)
			}
		}
	}
}

// What the law took away is not left out in silence.
func TestTreeOfAReleaseOfWhichSomethingWasWithdrawn(t *testing.T) {
	for _, id := range []string{"plans", "visions", "goals", "policies", "initiatives"} {
		rel := without(t, id, "")
		rel.Losses = []release.Loss{{File: release.File{Dataset: id}, Why: release.Withdrawal{Path: id + ".csv"}}}
		if _, err := plan.NewTree(rel); fault.KindOf(err) != fault.Gone {
			t.Errorf("without %s: %v", id, err)
		}
	}
}

func TestThereMayBeNoPlan(t *testing.T) {
	rel := without(t, "", "")
	s := set(t, rel, "plans")
	s.Table = plan.HistorySet(s).Table // no rows
	tree, err := plan.NewTree(rel)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tree.Newest(); fault.KindOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}
