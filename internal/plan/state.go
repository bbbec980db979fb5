package plan

import (
	"slices"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// State is how far the newest plan of a release has come.
type State struct {
	Edition lang.Text // such as 素案; empty: the release does not say
	KPIs    bool      // there is an indicator that is a KPI
}

// StateOf reads the state of the plan. What a release does not have is left
// empty: a page says nothing about it then.
func StateOf(rel *release.Release) State {
	var s State
	if tree, err := NewTree(rel); err == nil {
		s.Edition = editionOf(tree)
	}
	if set, err := find(rel, indicators); err == nil {
		s.KPIs = slices.Contains(set.Table.Distinct(kind), kpi)
	}
	return s
}

func editionOf(t Tree) lang.Text {
	row, err := t.Newest()
	i := t.Set.Table.Index(edition)
	if err != nil || i < 0 {
		return lang.Text{}
	}
	for _, code := range t.Set.Table.Column(i).Codes {
		if code.Value == t.Set.Table.Text(i, row) {
			return code.Label
		}
	}
	return lang.Text{}
}
