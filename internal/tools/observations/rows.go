package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

const ministry = "総務省「マイナンバーカード交付状況」"

func cardRows(s series) (rows [][]string) {
	for i, p := range s.points {
		change := ""
		if i > 0 {
			change = coverage(s.points[i-1], p)
		}
		rows = append(rows, s.row("ind-1", p, p.date, strconv.FormatInt(p.cards, 10), "", change, of(p)))
	}
	return rows
}

func rateRows(s series) (rows [][]string) {
	for i, p := range s.points {
		change := ""
		if i > 0 && s.points[i-1].base != p.base {
			change = "分母の人口の基準日が" + s.points[i-1].base + "から" + p.base + "に変わった"
		}
		if i > 0 {
			change = joined(change, coverage(s.points[i-1], p))
		}
		rows = append(rows, s.row("ind-2", p, p.date, p.rate(), p.base, change, of(p)))
	}
	return rows
}

// populationRows has a row for each base date, of the first date that has it.
func populationRows(s series) (rows [][]string) {
	for from := 0; from < len(s.points); {
		to := from
		for to < len(s.points) && s.points[to].base == s.points[from].base {
			to++
		}
		p, change := s.points[from], ""
		if from > 0 {
			change = coverage(s.points[from-1], p)
		}
		of := fmt.Sprintf("（%s時点から%s時点までの%d時点の交付枚数率の分母）", p.date, s.points[to-1].date, to-from)
		rows = append(rows, s.row("ind-3", p, p.base, strconv.FormatInt(p.population, 10), "", change, of))
		from = to
	}
	return rows
}

func of(p point) string { return "（" + p.date + "時点）" }

// coverage says that a sum is over other municipalities than the one before.
func coverage(before, p point) string {
	if before.summed == p.summed && slices.Equal(before.missing, p.missing) {
		return ""
	}
	return fmt.Sprintf("合計した市区町村が%dから%dに変わった", before.summed, p.summed)
}

// row is an observation. What changed since the one before is a break.
func (s *series) row(indicator string, p point, day, value, base, change, where string) []string {
	status, note, source := "A", change, ministry+where
	if p.summed > 0 {
		status = "E"
		within := map[string]string{"prefecture": s.name + "内の", "nation": "全国の"}[s.kind]
		municipalities := fmt.Sprintf("%s%d市区町村", within, p.summed)
		if s.kind == "prefecture" {
			municipalities = fmt.Sprintf("%s%d市町村", within, p.summed)
		}
		note = joined(note, municipalities+computed(indicator)+"。総務省の公表値ではない")
		if len(p.missing) > 0 {
			note = joined(note, "計算に使った資料にこの時点の値がない"+strings.Join(p.missing, "・")+"を含まない")
		}
		source += "の" + municipalities + "の値から八戸市が計算"
	}
	if change != "" {
		status = "B"
	}
	return []string{indicator, s.code, day, day, label(day), value, base, status, note, source}
}

// computed says how the value of an indicator is made of those of municipalities.
func computed(indicator string) string {
	if indicator == "ind-2" {
		return "の交付枚数の合計を人口の合計で割って市が計算した値"
	}
	return "の値を市が合計した値"
}

// joined puts sentences behind each other.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "。" + b
}

// label is a day as people write it.
func label(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("2006年1月2日")
}
