package api

import (
	"slices"
	"strconv"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/lang"
)

// initiatives lists the initiatives of the plan.
//
//	@Summary		取組の一覧
//	@Description	計画の79の取組と、第1期計画から削除された27の取組。番号順、削除された取組は最後。 / The 79 initiatives of the plan in the order of their numbers, then the 27 dropped since the first plan.
//	@Tags			plan
//	@Produce		application/problem+json
//	@Failure		400,406	{object}	Problem
//	@Produce		json,text/csv,application/x-ndjson
//	@Param			request	query		ListParams	false	"rows"
//	@Success		200		{object}	RecordsAnswer
//	@Router			/api/v1/initiatives [get]
func (v *view) initiatives(r *request) (delivery.Response, error) {
	return v.listOf(r, "initiatives", v1+"initiatives")
}

// initiative returns one of the initiatives, by its id or by the number printed
// in the plan.
//
//	@Summary		取組
//	@Description	一つの取組。識別子（i-072）でも、計画に印刷された番号（72）でもよい。 / One initiative, by its id (i-072) or by the number printed in the plan (72).
//	@Tags			plan
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	Problem
//	@Produce		json,text/csv
//	@Param			id	path		string	true	"取組IDまたは番号 / initiative id or printed number"	example(72)
//	@Param			request	query	TimeParams	false	"release"
//	@Success		200	{object}	RecordsAnswer
//	@Router			/api/v1/initiatives/{id} [get]
func (v *view) initiative(r *request) (delivery.Response, error) {
	if n, err := strconv.Atoi(r.id); err == nil && strconv.Itoa(n) == r.id {
		id, err := v.initiativeNumbered(n)
		if err != nil {
			return nil, err
		}
		r.id = id
	}
	return v.itemOf(r, "initiatives")
}

// initiativeNumbered returns the id of the initiative that bears a number in
// the current edition.
func (v *view) initiativeNumbered(n int) (string, error) {
	set, err := v.set("initiatives")
	if err != nil {
		return "", err
	}
	if row, ok := set.Table.Find("number", strconv.Itoa(n)); ok {
		return set.Table.Text(set.Table.Index("id"), row), nil
	}
	var numbers []int
	for _, text := range set.Table.Distinct("number") {
		if number, err := strconv.Atoi(text); err == nil {
			numbers = append(numbers, number)
		}
	}
	slices.SortFunc(numbers, func(a, b int) int { return max(a-n, n-a) - max(b-n, n-b) })
	var near []string
	for _, number := range numbers[:min(3, len(numbers))] {
		near = append(near, strconv.Itoa(number))
	}
	return "", notFoundNear(lang.T("その番号の取組はありません", "no initiative has this number"), strconv.Itoa(n), near)
}
