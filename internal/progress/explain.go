package progress

import (
	"encoding/json"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

// Explain judges a series as Of does, and says it in words.
func Explain(indicator *Indicator, observations []Observation) Answer {
	e := explanation{indicator, observations, Of(indicator, observations)}
	a := Answer{Status: e.status(), Linear: e.linear(), CAGR: e.cagr(), RequiredChange: e.requiredChange(), Projection: e.projection(), Warnings: e.warnings()}
	a.Date = e.newestDate()
	return a
}

// explanation makes an answer of a result.
type explanation struct {
	indicator    *Indicator
	observations []Observation
	result       Result
}

// of fills what every method says.
func (e explanation) of(m method, reason Reason, message lang.Text, inputs ...Input) Method {
	if reason != "" {
		why := reason.Message()
		message = lang.T("計算できません："+why.Ja, "not computable: "+why.En)
	}
	return Method{m.id, reason, message.Ja, message.En, m.formula.Ja, m.formula.En, m.limits.Ja, m.limits.En, append([]Input{}, inputs...)}
}

func (e explanation) status() StatusAnswer {
	r := e.result
	label := labelOf(r.Status.Codes(), string(r.Status))
	day := e.newestDate()
	message := lang.T(day+"時点で"+label.Ja, label.En+" as of "+day)
	return StatusAnswer{e.of(statusMethod(), r.StatusReason, message, e.given(true)...), r.Status, label.Ja, label.En, r.Span.AcrossBreak}
}

func (e explanation) linear() LinearAnswer {
	l := e.result.Linear
	a := LinearAnswer{AcrossBreak: e.result.Span.AcrossBreak}
	var message lang.Text
	if l.Reason == "" {
		a.SharePercent = number(l.Share)
		a.PathReason = l.PathReason
		message = lang.Textf("基準値から目標までの%s%%", "%s %% of the way from the baseline to the target", a.SharePercent)
		if l.PathReason == "" {
			a.ElapsedPercent, a.PathValue, a.AheadOfPath = number(l.Elapsed), number(l.Path), number(l.Ahead)
			message = lang.Textf("基準値から目標までの%s%%（期間は%s%%が経過）。直線上の値は%s、直線との差は%s（正は先行、負は遅れ）",
				"%s %% of the way from the baseline to the target, with %s %% of the time elapsed. The straight path is at %s; the difference is %s (positive: ahead, negative: behind)",
				a.SharePercent, a.ElapsedPercent, a.PathValue, a.AheadOfPath)
		}
	}
	a.Method = e.of(linearMethod(), l.Reason, message, e.given(true)...)
	return a
}

func (e explanation) cagr() CAGRAnswer {
	c := e.result.CAGR
	a := CAGRAnswer{ObservedPercent: number(c.Observed), RequiredPercent: number(c.Required), RatioPercent: number(c.Ratio)}
	var message lang.Text
	if c.Reason == "" {
		label := labelOf(c.Category.Codes(), string(c.Category))
		a.Category, a.Label, a.LabelEn = c.Category, label.Ja, label.En
		message = label
	} else {
		a.ObservedPercent, a.RequiredPercent, a.RatioPercent = "", "", ""
	}
	inputs := e.given(c.Base < 0)
	if c.Base >= 0 && c.Base != e.result.Span.Newest {
		inputs = append(inputs, e.observation("base", c.Base))
	}
	a.Method = e.of(cagrMethod(), c.Reason, message, inputs...)
	return a
}

func (e explanation) requiredChange() RequiredAnswer {
	r := e.result.RequiredChange
	var a RequiredAnswer
	var message lang.Text
	if r.Reason == "" {
		a.PerYear = number(r.PerYear)
		message = lang.Textf("期限までに1年あたり%sの変化が必要", "the value has to change by %s a year until the target's date", a.PerYear)
		if e.result.Status == Achieved {
			message = lang.T("すでに目標を満たしています", "the target is already met")
		}
	}
	a.Method = e.of(requiredMethod(), r.Reason, message, e.given(false)...)
	return a
}

func (e explanation) projection() ProjectionAnswer {
	p := e.result.Projection
	var a ProjectionAnswer
	var message lang.Text
	if p.Reason == "" {
		a.Date = date(EndOfFiscalYear(e.indicator.TargetFiscalYear))
		a.Value, a.Lower, a.Upper = number(p.Value), number(p.Lower), number(p.Upper)
		message = lang.Textf("これまでの傾向を%sまで延長すると%s（95%%予測区間 %s～%s）。市の予測ではありません",
			"extrapolated to %s: %s (95 %% prediction interval %s to %s). This is not a forecast by the city", a.Date, a.Value, a.Lower, a.Upper)
	}
	var inputs []Input
	for i := p.First; i <= e.result.Span.Newest; i++ {
		if !e.observations[i].Value.Missing {
			inputs = append(inputs, e.observation("observation", i))
		}
	}
	a.Method = e.of(projectionMethod(), p.Reason, message, inputs...)
	return a
}

// given is the newest value and what the indicator says, as inputs.
func (e explanation) given(withBaseline bool) []Input {
	var inputs []Input
	in := e.indicator
	if withBaseline {
		inputs = e.fact(inputs, "baseline", in.Baseline, in.BaselineDate)
	}
	var by dataset.Value
	if by.Missing = in.TargetFiscalYear == 0; !by.Missing {
		by.Int = EndOfFiscalYear(in.TargetFiscalYear)
	}
	inputs = e.fact(inputs, "target", in.Target, by)
	inputs = e.fact(inputs, "lower", in.TargetLower, by)
	inputs = e.fact(inputs, "upper", in.TargetUpper, by)
	if newest := e.result.Span.Newest; newest >= 0 {
		inputs = append(inputs, e.observation("newest", newest))
	}
	return inputs
}

// fact adds a number of the indicator's record, if it has it.
func (e explanation) fact(inputs []Input, role string, value, day dataset.Value) []Input {
	if value.Missing {
		return inputs
	}
	in := Input{Role: role, Value: number(value), Record: e.indicator.Record, Release: e.indicator.Release}
	if !day.Missing {
		in.PeriodStart, in.PeriodEnd = date(day.Int), date(day.Int)
	}
	return append(inputs, in)
}

func (e explanation) observation(role string, i int) Input {
	o := &e.observations[i]
	return Input{role, number(o.Value), date(o.Start), date(o.End), o.Record, o.Release}
}

func (e explanation) newestDate() string {
	if newest := e.result.Span.Newest; newest >= 0 {
		return date(e.observations[newest].End)
	}
	return ""
}

func labelOf(codes []dataset.Code, value string) lang.Text {
	for _, c := range codes {
		if c.Value == value {
			return c.Label
		}
	}
	return lang.Text{}
}

// number is a value as JSON has it; "" where it is missing.
func number(v dataset.Value) json.Number {
	if v.Missing {
		return ""
	}
	return json.Number(dataset.Number.Append(nil, v))
}

func date(day int64) string { return string(dataset.DateType.Append(nil, dataset.Value{Int: day})) }
