package citation

import (
	"strconv"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// named is how many things of a kind are named one by one; more are counted.
const named = 3

// Series names the series of some indicators in some areas, as in
// 「マイナンバーカード交付枚数（八戸市）」. Without areas it is of all of them.
func Series(indicators, areas []lang.Text) lang.Text {
	name := joined(indicators, lang.T("指標", " indicators"))
	if len(areas) == 0 {
		return name
	}
	of := joined(areas, lang.T("地域", " areas"))
	return lang.T(name.Ja+"（"+of.Ja+"）", name.En+" ("+of.En+")")
}

// joined names a few things, and counts more by a unit.
func joined(things []lang.Text, unit lang.Text) lang.Text {
	switch n := len(things); {
	case n == 1: // nearly always
		return lang.T(things[0].Ja, englishOr(things[0]))
	case n > named:
		number := strconv.Itoa(n)
		return lang.T(number+unit.Ja, number+unit.En)
	}
	var ja, en []string
	for _, t := range things {
		ja, en = append(ja, t.Ja), append(en, englishOr(t))
	}
	return lang.T(strings.Join(ja, "、"), strings.Join(en, ", "))
}
