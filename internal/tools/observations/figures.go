package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// figure is one line of the figures: a municipality on a date.
type figure struct {
	code, name, prefecture string
	date, base             string // of the cards; of the population
	cards, population      int64
}

// rate is cards ÷ population × 100 in tenths of a percent, rounded half up.
func (f figure) rate() string {
	tenths := (f.cards*2000 + f.population) / (2 * f.population)
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}

// area is a row of areas.csv.
type area struct{ code, name, kind, prefecture string }

// table reads a CSV with headings, and gives each row as its cells by column.
func table(data []byte) ([]map[string]string, error) {
	records, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(records) == 0 {
		return nil, errors.New("no headings")
	}
	rows := make([]map[string]string, 0, len(records)-1)
	for _, record := range records[1:] {
		row := make(map[string]string, len(record))
		for i, cell := range record {
			row[records[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func readAreas(data []byte) ([]area, error) {
	rows, err := table(data)
	if err != nil {
		return nil, err
	}
	var list []area
	for _, row := range rows {
		list = append(list, area{row["code"], row["name"], row["kind"], row["prefecture"]})
	}
	slices.SortFunc(list, func(a, b area) int { return strings.Compare(a.code, b.code) })
	return list, nil
}

func readFigures(data []byte) ([]figure, error) {
	rows, err := table(data)
	if err != nil {
		return nil, err
	}
	var list []figure
	for i, row := range rows {
		f := figure{code: row["municipality_code"], name: row["municipality"], prefecture: row["prefecture"], date: row["date"], base: row["population_date"]}
		var wrongCards, wrongPopulation error
		f.cards, wrongCards = strconv.ParseInt(row["cards_issued"], 10, 64)
		f.population, wrongPopulation = strconv.ParseInt(row["population"], 10, 64)
		if err := errors.Join(wrongCards, wrongPopulation); err != nil {
			return nil, fmt.Errorf("row %d: %w", i+1, err)
		}
		if f.population <= 0 || f.rate() != row["cards_rate_percent"] {
			return nil, fmt.Errorf("row %d: the rate %s is not %d ÷ %d", i+1, row["cards_rate_percent"], f.cards, f.population)
		}
		list = append(list, f)
	}
	slices.SortStableFunc(list, func(a, b figure) int { return strings.Compare(a.date, b.date) })
	return list, nil
}

// series is what is known of one area: one figure a date.
type series struct {
	area
	points []point
}

// point is the figure of an area on a date: its own, or a sum.
type point struct {
	figure
	summed  int      // municipalities; 0: the figure is that of one
	missing []string // municipalities that other dates have
}

func seriesOf(a area, all []figure) (series, error) {
	s := series{area: a}
	known := make(map[string]string) // municipalities of the area by their code
	for _, f := range all {
		if a.kind == "municipality" && f.code == a.code || a.kind == "prefecture" && f.prefecture == a.prefecture || a.kind == "nation" {
			known[f.code] = f.prefecture + f.name
			if err := s.add(f); err != nil {
				return series{}, err
			}
		}
	}
	if len(s.points) == 0 {
		return series{}, errors.New("no figures")
	}
	s.note(all, known)
	return s, nil
}

// add counts a figure in the point of its date.
func (s *series) add(f figure) error {
	last := len(s.points) - 1
	if last < 0 || s.points[last].date != f.date {
		s.points = append(s.points, point{figure: f})
		last++
		if s.kind != "municipality" {
			s.points[last].summed = 1
		}
		return nil
	}
	p := &s.points[last]
	switch {
	case s.kind == "municipality":
		return fmt.Errorf("two figures of %s", f.date)
	case p.base != f.base:
		return fmt.Errorf("populations of %s and %s on %s cannot be added", p.base, f.base, f.date)
	}
	p.cards, p.population, p.summed = p.cards+f.cards, p.population+f.population, p.summed+1
	return nil
}

// note names the municipalities that sums lack.
func (s *series) note(all []figure, known map[string]string) {
	has := make(map[string]map[string]bool) // date → codes
	for _, f := range all {
		if has[f.date] == nil {
			has[f.date] = make(map[string]bool)
		}
		has[f.date][f.code] = true
	}
	for i := range s.points {
		p := &s.points[i]
		if p.summed == 0 || p.summed == len(known) {
			continue
		}
		for code, name := range known {
			if !has[p.date][code] {
				p.missing = append(p.missing, name)
			}
		}
		slices.Sort(p.missing)
	}
}
