package progress

import "hachinohe.example/opendata/internal/lang"

// method is what a method says whatever it is given.
type method struct {
	id              string
	formula, limits lang.Text
}

func statusMethod() method {
	return method{
		"status@1",
		lang.T("達成：最新の値が目標を満たす（増加は最新≧目標、減少は最新≦目標、維持・範囲内は下限≦最新≦上限）。後退：目標との差が基準値のときより大きい。順調：目標との差が、基準値から目標へ直線で進んだ場合の差以下。遅れ：それ以外（期限を過ぎて未達成のものを含む）",
			"achieved: the latest value meets the target (increase: latest >= target; decrease: latest <= target; maintain and range: lower <= latest <= upper). moving_away: the gap to the target is larger than that of the baseline. on_track: the gap is at most that of the straight path from baseline to target. behind: otherwise, including a target missed at its date"),
		lang.T("最新の値の時点での判定であり、現在や期限の時点の判定ではない。達成の後に値が戻ることもある。季節による変動は考えない",
			"Holds at the date of the latest value, neither today nor at the target's date; what is achieved may be lost again. Seasonal variation is not taken into account"),
	}
}

func linearMethod() method {
	return method{
		"linear@1",
		lang.T("到達度＝（基準値と目標との差－最新の値と目標との差）÷基準値と目標との差×100。増加・減少では（最新－基準）÷（目標－基準）×100に等しい。経過＝（最新の時点－基準の時点）÷（期限－基準の時点）×100。直線上の値＝基準＋（目標－基準）×経過÷100。直線との差＝直線上の値と目標との差－最新の値と目標との差（正は先行、負は遅れ）。目標との差は、維持・範囲内では近い方の上限・下限までの差。期限は目標年度の3月31日",
			"share = (gap of the baseline - gap of the latest value) / gap of the baseline x 100, which for increase and decrease is (latest - baseline) / (target - baseline) x 100. elapsed = (date of the latest value - date of the baseline) / (date of the target - date of the baseline) x 100. path = baseline + (target - baseline) x elapsed / 100. ahead = gap of the path - gap of the latest value. A gap is the difference to the target, or to the nearest limit for maintain and range; the target's date is 31 March of its fiscal year"),
		lang.T("値が直線的に変化すると仮定する。実際の変化が直線的とは限らない。率は小数第1位、値は元の値より1桁多い小数まで、四捨五入",
			"Assumes linear change; actual change may differ. Percentages have one decimal, values one more than the data, rounded half away from zero"),
	}
}

func cagrMethod() method {
	return method{
		"cagr@1",
		lang.T("観測された年平均成長率＝（最新÷起点）^（365.25÷日数）－1。必要な年平均成長率＝（目標÷起点）^（365.25÷日数）－1。比＝望ましい方向（増加は＋1、減少は－1）×観測÷|必要|。目標があるとき：比95%以上は順調、60%以上は前進しているが加速が必要、0%以上は前進は限定的、0%未満は悪化。目標がないとき：望ましい方向への観測された率1.5%以上、0.5%以上、0%以上、0%未満で同じ4区分。最新の値が目標を満たせば目標達成。起点は基準値（断層が後にあるとき、または時点が不明なときは、最後の断層以降の最初の値）",
			"observed rate = (latest / base) ^ (365.25 / days) - 1. required rate = (target / base) ^ (365.25 / days) - 1. ratio = d x observed / |required|, d = +1 for increase and -1 for decrease. With a target: ratio of 95 % or more on track, 60 % or more progress made but acceleration needed, 0 % or more limited progress, below 0 % deterioration. Without a target: the same by d x observed of 1.5 %, 0.5 % and 0 %. Target achieved where the latest value meets the target. The base is the baseline, or the first value since the last break where a break is after the baseline or the baseline has no date"),
		lang.T("カナダ統計局の進捗測定（Open SDGの自動進捗計算）の方法と閾値による。指数的な増減を仮定する。直線で増えるときの成長率は初めに高く、後ほど低い（減るときは逆）ため、区分は status@1 と異なることがある。次の点は公表された方法と異なる：0を0.001に置き換えない（結果が単位で変わるため計算しない）、年ではなく日数で数える、自然の上限・下限による閾値の調整（係数C）を行わない。値がすべて負のときは望ましい方向を逆にする。維持・範囲内には当てはめない",
			"Method and thresholds are those of Statistics Canada's progress measure, the automatic progress calculation of Open SDG; it assumes exponential growth. A straight path upwards needs a lower growth rate later than earlier (downwards the other way round): the result may differ from status@1. It differs from the published method in that zero is not replaced by 0.001 (the result would depend on the unit, so there is none), days are counted, not years, and thresholds are not scaled near natural limits (factor C). Where all values are negative, the desired direction is reversed. Not for maintain and range"),
	}
}

func requiredMethod() method {
	return method{
		"required_change@1",
		lang.T("1年あたりに必要な変化＝（目標－最新の値）×365.25÷（期限までの日数）。目標は、維持・範囲内では近い方の上限・下限。すでに満たしていれば0",
			"required change per year = (target - latest value) x 365.25 / days until the target's date; for maintain and range to the nearest limit; 0 where the target is met"),
		lang.T("残りの期間に同じ幅で変化すると仮定する。可能かどうかは示さない",
			"Assumes the same change in every year that remains; does not say whether this is feasible"),
	}
}

func projectionMethod() method {
	return method{
		"projection@1",
		lang.T("最後の断層以降の値に最小二乗法で直線 y＝a＋bx（xは日数）を当てはめ、期限の日の値を求める。95%予測区間＝推定値±t（0.975、n－2）×s×√（1＋1/n＋（x0－x̄）²÷Σ（x－x̄）²）、s²＝残差平方和÷（n－2）",
			"The least squares line y = a + bx (x in days) through the values since the last break, at the target's date. 95 % prediction interval = estimate +- t(0.975, n-2) x s x sqrt(1 + 1/n + (x0 - mean x)^2 / sum (x - mean x)^2), s^2 = sum of squared residuals / (n-2)"),
		lang.T("これまでの傾向を機械的に延長したもので、市の予測ではない。区間は、値が直線のまわりに独立に正規分布でばらつくと仮定する。累計のように値が互いに依存する系列では、実際の不確かさはこれより大きい。率が0%や100%を超える結果もそのまま示す。4つ以上の値が必要",
			"A mechanical extrapolation of the past, not a forecast by the city. The interval assumes that values scatter around a line independently and normally; where they depend on each other, as running totals do, the uncertainty is larger. A rate below 0 % or above 100 % is shown as it comes out. Needs four values or more"),
	}
}
