package progress_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/progress"
)

// explained is the answer of a worked example.
func explained(t *testing.T, name string) progress.Answer {
	t.Helper()
	list := examples(t)
	i := slices.IndexFunc(list, func(e example) bool { return e.name == name })
	if i < 0 {
		t.Fatalf("there is no example %s", name)
	}
	return progress.Explain(&list[i].indicator, list[i].observations)
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Without a target the answer is that the city has not set one.
func TestNoTargetIsSaid(t *testing.T) {
	a := explained(t, "e26")
	const ja, en = "計算できません：市が目標値を設定していないため（作成中）", "not computable: because the city has not set a target (in preparation)"
	for _, m := range []progress.Method{a.Status.Method, a.Linear.Method, a.RequiredChange.Method, a.Projection.Method} {
		if m.Reason != progress.NoTarget || m.Message != ja || m.MessageEn != en {
			t.Errorf("%s: %s, %s, %s", m.Method, m.Reason, m.Message, m.MessageEn)
		}
	}
	if got := a.Status.Label + a.Status.LabelEn; got != "判定不可Not computable" {
		t.Error(got)
	}
}

// An answer has the numbers as numbers, exact, and where each is from.
func TestAnswerAsJSON(t *testing.T) {
	a := explained(t, "e7")
	a.Linear.Formula, a.Linear.FormulaEn, a.Linear.Limits, a.Linear.LimitsEn = "", "", "", ""
	const want = `{"method":"linear@1",` +
		`"message":"基準値から目標までの57.5%（期間は50.0%が経過）。直線上の値は30.01、直線との差は1.51（正は先行、負は遅れ）",` +
		`"message_en":"57.5 % of the way from the baseline to the target, with 50.0 % of the time elapsed. The straight path is at 30.01; the difference is 1.51 (positive: ahead, negative: behind)",` +
		`"formula":"","formula_en":"","limits":"","limits_en":"","inputs":[` +
		`{"role":"baseline","value":40.0,"period_start":"2021-03-31","period_end":"2021-03-31","record":"ind-1","release":3},` +
		`{"role":"target","value":20.0,"period_start":"2025-03-31","period_end":"2025-03-31","record":"ind-1","release":3},` +
		`{"role":"newest","value":28.5,"period_start":"2023-03-31","period_end":"2023-03-31","record":"ind-1 2023-03-31","release":2}],` +
		`"share_percent":57.5,"elapsed_percent":50.0,"path_value":30.01,"ahead_of_path":1.51,"across_break":false}`
	if got := asJSON(t, a.Linear); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A part that was not computed has no numbers.
func TestNumbersThatAreNotThere(t *testing.T) {
	a := explained(t, "e31")
	for _, part := range []any{a.Linear, a.CAGR, a.RequiredChange, a.Projection} {
		for _, name := range []string{"percent", "path_", "per_year", `"lower`, "category", `"date`} {
			if text := asJSON(t, part); strings.Contains(text, name) {
				t.Errorf("there is %s in %s", name, text)
			}
		}
	}
	if a.Date != "" || len(a.Warnings) != 0 || !strings.Contains(asJSON(t, a), `"warnings":[]`) {
		t.Errorf("%s, %v", a.Date, a.Warnings)
	}
}

// What is compared across a break is marked, and the warning says where the break
// is.
func TestABreakIsSaid(t *testing.T) {
	a := explained(t, "e36")
	if !a.Status.AcrossBreak || !a.Linear.AcrossBreak || a.Date != "2024-03-31" || len(a.Warnings) != 1 {
		t.Fatalf("%+v", a)
	}
	w := a.Warnings[0]
	if got, want := asJSON(t, w.Place), `{"indicator_id":"ind-1","area_code":"022039","period_start":"2023-03-31","period_end":"2023-03-31"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !strings.Contains(w.Message, "基準値と最新の値の間に") || !strings.Contains(w.MessageEn, "between the baseline and the latest value") {
		t.Error(w.Message, w.MessageEn)
	}
	if got := roles(a.CAGR.Method); got != "target newest base" {
		t.Errorf("growth is of %s", got)
	}
	for _, name := range []string{"e37", "e38"} { // before the baseline, and at its date
		if a := explained(t, name); a.Status.AcrossBreak || strings.Contains(a.Warnings[0].Message, "基準値と最新の値の間に") {
			t.Errorf("%s: %+v", name, a.Warnings)
		}
	}
}

// Where the target is met, no change is asked for; a change that is rounded to zero
// is one.
func TestNoChangeIsNeededWhereTheTargetIsMet(t *testing.T) {
	for name, want := range map[string]string{"e5": "すでに目標を満たしています the target is already met", "e14": "すでに目標を満たしています the target is already met", "e1": "期限までに1年あたり25.0の変化が必要 the value has to change by 25.0 a year until the target's date"} {
		if m := explained(t, name).RequiredChange.Method; m.Message+" "+m.MessageEn != want {
			t.Errorf("%s: %s %s", name, m.Message, m.MessageEn)
		}
	}
}

// A category is not called as a status is: they may differ for one series.
func TestCategoriesAreNotCalledAsStatuses(t *testing.T) {
	a := explained(t, "e63")
	if a.Status.Status != progress.Behind || a.CAGR.Category != progress.GrowthOnTrack {
		t.Fatalf("%s, %s", a.Status.Status, a.CAGR.Category)
	}
	for _, status := range progress.Status("").Codes() {
		for _, category := range progress.Category("").Codes() {
			if status.Label.Ja == category.Label.Ja || status.Label.En == category.Label.En {
				t.Errorf("both are called %s, %s", category.Label.Ja, category.Label.En)
			}
		}
	}
}

// Of another area nothing is an input that is the city's.
func TestTargetsOfTheCityAreNoInputsElsewhere(t *testing.T) {
	a := explained(t, "e61")
	for _, m := range []progress.Method{a.Status.Method, a.Linear.Method, a.RequiredChange.Method} {
		if m.Reason != progress.TargetOfCity || roles(m) != "newest" {
			t.Errorf("%s: %s, %s", m.Method, m.Reason, roles(m))
		}
	}
	if got := roles(a.CAGR.Method); got != "newest base" {
		t.Errorf("growth is of %s", got)
	}
	none := progress.Indicator{AreaCode: "020001", Desired: "increase", Target: absent(), TargetLower: absent(), TargetUpper: absent()}.Elsewhere()
	if got := progress.Explain(&none, nil).Status.Reason; got != progress.NoTarget {
		t.Errorf("without a target of the city: %s", got)
	}
}

func roles(m progress.Method) string {
	var list []string
	for _, in := range m.Inputs {
		list = append(list, in.Role)
	}
	return strings.Join(list, " ")
}

// A projection says that the city has not made it, and of which values it is.
func TestAProjectionIsNoForecast(t *testing.T) {
	p := explained(t, "e49").Projection
	if !strings.HasSuffix(p.Message, "市の予測ではありません") || !strings.HasSuffix(p.MessageEn, "This is not a forecast by the city") || p.Date != "2025-03-31" {
		t.Error(p.Message, p.MessageEn, p.Date)
	}
	if got, want := roles(p.Method), strings.TrimSpace(strings.Repeat("observation ", 4)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Every warning is in both languages.
func TestWarningsAreInBothLanguages(t *testing.T) {
	seen := 0
	for _, e := range examples(t) {
		for _, w := range progress.Explain(&e.indicator, e.observations).Warnings {
			if seen++; w.Message == "" || w.MessageEn == "" || w.Place == nil {
				t.Errorf("%s: %+v", e.name, w)
			}
		}
	}
	if seen < 8 {
		t.Errorf("only %d warnings", seen)
	}
}
