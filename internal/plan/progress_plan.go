package plan

import (
	"context"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/progress"
	"hachinohe.example/opendata/internal/release"
)

// judged is an indicator with its status.
type judged struct {
	id, status string
	kpi        bool
	policies   []string // to which it belongs
}

// ProgressOfPlan counts the statuses of all indicators, for an area: those of the
// plan, and after them, apart, those of the fictional sample if the release has it.
func ProgressOfPlan(ctx context.Context, rel *release.Release, tree Tree, area string) ([]WholeProgress, error) {
	var list []WholeProgress
	own := Indicators()
	for _, of := range []Resource{own, own.Holding(rel, sampleIDs)} {
		if len(list) > 0 && of.Dataset == own.Dataset {
			break // there is no sample
		}
		p, err := NewProgress(rel, of)
		if err != nil {
			return nil, err
		}
		whole, err := p.ofPlan(ctx, tree, area)
		if err != nil {
			return nil, err
		}
		if of.Dataset != own.Dataset {
			whole.Sample, whole.Message, whole.MessageEn = true, dataset.SampleMark, dataset.SampleMarkEn
		}
		list = append(list, whole)
	}
	return list, nil
}

func (p *Progress) ofPlan(ctx context.Context, tree Tree, area string) (WholeProgress, error) {
	newest, err := tree.Newest()
	if err != nil {
		return WholeProgress{}, err
	}
	goals := tree.branch(goals)
	policies := goals.Below[0]
	all, err := p.judge(ctx, area, policies.Below[0].parents())
	if err != nil {
		return WholeProgress{}, err
	}
	out := WholeProgress{
		PlanID: cell(tree.Set, id, newest), AreaCode: area, Method: "status@1", Goals: []GoalProgress{},
		KPIs: count(all, true), References: count(all, false), InitiativeProgress: countInitiatives(p.release, p.indicators.Sample),
	}
	switch {
	case len(out.KPIs) == 0:
		out.Message, out.MessageEn = noKPIs().Ja, noKPIs().En
	case area != dataset.CityCode:
		out.Reason = progress.TargetOfCity
		out.Message, out.MessageEn = out.Reason.Message().Ja, out.Reason.Message().En
	}
	policiesOf := policies.byParent()
	for _, row := range goals.byParent()[out.PlanID] {
		g := GoalProgress{GoalID: cell(goals.Set, id, row), Title: cell(goals.Set, title, row), TitleEn: cell(goals.Set, titleEn, row), Policies: []PolicyProgress{}}
		var below []judged
		for _, row := range policiesOf[g.GoalID] {
			mine := belonging(all, cell(policies.Set, id, row))
			g.Policies, below = append(g.Policies, policyProgress(policies.Set, row, mine)), append(below, mine...)
		}
		g.KPIs, g.References = count(below, true), count(below, false)
		out.Goals = append(out.Goals, g)
	}
	return out, nil
}

func policyProgress(set *release.Set, row int, mine []judged) PolicyProgress {
	return PolicyProgress{
		PolicyID: cell(set, id, row), Title: cell(set, title, row), TitleEn: cell(set, titleEn, row), KPIStatus: cell(set, kpiStatus, row),
		KPIs: count(mine, true), References: count(mine, false),
	}
}

// noKPIs says why no KPI is counted.
func noKPIs() lang.Text {
	return lang.T("市がKPIを設定していないため、KPIの状況は判定できません（作成中）。参考指標は別に数えています",
		"the city has not set any KPIs (in preparation), so none has a status; reference indicators are counted separately")
}

// judge finds the status of every indicator, and the policies to which it belongs:
// the one that it names, and those of the initiatives that it names.
func (p *Progress) judge(ctx context.Context, area string, policyOf map[string]string) ([]judged, error) {
	all := make([]judged, 0, p.indicators.Table.Len())
	for row := range p.indicators.Table.Len() {
		list, err := p.series(ctx, row, area)
		if err != nil {
			return nil, err
		}
		indicator := p.indicator(row, area)
		j := judged{
			id: indicator.ID, status: string(progress.Of(&indicator, list).Status),
			kpi: cell(p.indicators, kind, row) == kpi, policies: []string{cell(p.indicators, policyID, row)},
		}
		for initiative := range strings.SplitSeq(cell(p.indicators, initiativeIDs, row), dataset.ListSeparator) {
			j.policies = append(j.policies, policyOf[initiative])
		}
		all = append(all, j)
	}
	return all, nil
}

// belonging are the indicators that belong to a policy.
func belonging(all []judged, policy string) []judged {
	return slices.DeleteFunc(slices.Clone(all), func(j judged) bool { return !slices.Contains(j.policies, policy) })
}

// count counts the KPIs or the reference indicators among some by their status,
// best first, each indicator once.
func count(all []judged, kpi bool) []StatusCount {
	ids, counted := make(map[string][]string), make(map[string]bool)
	for _, j := range all {
		if j.kpi == kpi && !counted[j.id] {
			counted[j.id], ids[j.status] = true, append(ids[j.status], j.id)
		}
	}
	counts := []StatusCount{}
	for _, code := range progress.Status("").Codes() {
		if of := ids[code.Value]; len(of) > 0 {
			counts = append(counts, StatusCount{Status: code.Value, Label: code.Label.Ja, LabelEn: code.Label.En, Count: len(of), Indicators: of})
		}
	}
	return counts
}
