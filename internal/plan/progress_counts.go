package plan

import (
	"strconv"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/progress"
	"hachinohe.example/opendata/internal/release"
)

// WholeProgress is how many indicators of the plan have which status, as a whole and
// below each goal and policy. KPIs, which the city set, and reference indicators are
// counted apart, and nothing is averaged: they measure unlike things.
//
//	@Description	計画の指標の状況ごとの件数。市が定めたKPIと参考指標を分けて数え、異なる指標の値は平均しない。initiative_progressは取組の進捗を年度と区分ごとに数えたもの。messageはKPIの状況を判定できない理由で、判定できるときは省かれる。八戸市以外の地域では、目標値が八戸市のものであるため判定できず、reasonはtarget_of_cityになる。sampleがtrueのものは架空の値。 / How many indicators of the plan have which status. KPIs set by the city and reference indicators are counted separately, and values of different indicators are never averaged; initiative_progress counts the progress of initiatives by fiscal year and status; message says why KPIs have no status, and is absent if they have; of areas other than Hachinohe they have none with the reason target_of_city, because targets are the city's. Values are fictional if sample is true.
type WholeProgress struct {
	PlanID             string            `json:"plan_id"`
	AreaCode           string            `json:"area_code"`
	Method             string            `json:"method"`
	Sample             bool              `json:"sample,omitempty"`
	Reason             progress.Reason   `json:"reason,omitempty"`
	Message            string            `json:"message,omitempty"`
	MessageEn          string            `json:"message_en,omitempty"`
	KPIs               []StatusCount     `json:"kpis"`
	References         []StatusCount     `json:"reference_indicators"`
	Goals              []GoalProgress    `json:"goals"`
	InitiativeProgress []InitiativeCount `json:"initiative_progress"`
}

// GoalProgress is the same of a goal.
//
//	@Description	基本目標の指標の状況ごとの件数。 / How many indicators of a goal have which status.
type GoalProgress struct {
	GoalID     string           `json:"goal_id"`
	Title      string           `json:"title"`
	TitleEn    string           `json:"title_en"`
	KPIs       []StatusCount    `json:"kpis"`
	References []StatusCount    `json:"reference_indicators"`
	Policies   []PolicyProgress `json:"policies"`
}

// PolicyProgress is the same of a policy. An indicator belongs to the policy that
// it names and to those of the initiatives that it names.
//
//	@Description	施策の指標の状況ごとの件数。指標は、指標が示す施策と、指標が示す取組の施策に属する。 / How many indicators of a policy have which status; an indicator belongs to the policy that it names and to those of its initiatives.
type PolicyProgress struct {
	PolicyID   string        `json:"policy_id"`
	Title      string        `json:"title"`
	TitleEn    string        `json:"title_en"`
	KPIStatus  string        `json:"kpi_status"` // whether the plan has them yet, as the policy says
	KPIs       []StatusCount `json:"kpis"`
	References []StatusCount `json:"reference_indicators"`
}

// StatusCount is the indicators that have one status.
//
//	@Description	同じ状況の指標の件数と指標ID。 / The indicators that have one status.
type StatusCount struct {
	Status     string   `json:"status"`
	Label      string   `json:"label"`
	LabelEn    string   `json:"label_en"`
	Count      int      `json:"count"`
	Indicators []string `json:"indicators"`
}

// InitiativeCount is the initiatives that have one status in a fiscal year.
//
//	@Description	ある年度に同じ進捗区分の取組の件数。 / The initiatives that have one status in a fiscal year.
type InitiativeCount struct {
	FiscalYear int    `json:"fiscal_year"`
	Status     string `json:"status"`
	Label      string `json:"label"`
	LabelEn    string `json:"label_en"`
	Count      int    `json:"count"`
}

// countInitiatives counts the progress of initiatives; none where the release has
// none.
func countInitiatives(rel *release.Release, sample bool) []InitiativeCount {
	counts, of := []InitiativeCount{}, initiativeProgress
	if sample {
		of = dataset.SampleID(of)
	}
	set, err := find(rel, of)
	if err != nil {
		return counts
	}
	year, state := set.Table.Index(fiscalYear), set.Table.Index(status)
	if year < 0 || state < 0 {
		return counts
	}
	count := make(map[[2]string]int)
	for row := range set.Table.Len() {
		count[[2]string{set.Table.Text(year, row), set.Table.Text(state, row)}]++
	}
	for _, text := range set.Table.Distinct(fiscalYear) {
		for _, code := range set.Table.Column(state).Codes {
			if n := count[[2]string{text, code.Value}]; n > 0 {
				number, _ := strconv.Atoi(text) // the column is of integers
				counts = append(counts, InitiativeCount{FiscalYear: number, Status: code.Value, Label: code.Label.Ja, LabelEn: code.Label.En, Count: n})
			}
		}
	}
	return counts
}
