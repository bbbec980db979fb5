package api_test

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/results"
)

// counted counts the values of a column, those that most rows have first.
func (p *plain) counted(rows []record, column string) []results.FacetInfo {
	list := []results.FacetInfo{}
	for _, g := range p.grouped(rows, enquiry{by: []string{column}, compute: []string{"count"}}).rows {
		n, _ := strconv.Atoi(g["count"].text)
		info := results.FacetInfo{Count: n}
		if c := g[column]; !c.missing() {
			info.Value = &c.text
		}
		list = append(list, info)
	}
	slices.SortStableFunc(list, func(a, b results.FacetInfo) int { return cmp.Compare(b.Count, a.Count) })
	return list[:min(100, len(list))]
}

// different counts the values of a column, the missing one included, without
// putting rows together.
func (p *plain) different(rows []record, column string) int {
	values := make(map[string]bool)
	for _, r := range rows {
		values[p.same(column, r[column])] = true
	}
	return len(values)
}

// grouped puts rows together and computes of each group what is asked.
func (p *plain) grouped(rows []record, q enquiry) *plain {
	out := &plain{types: map[string]dataset.Type{}}
	members := make(map[string][]record)
	keys := make(map[string]record)
	for _, key := range q.by {
		out.add(strings.ReplaceAll(key, ".", "_"), p.periodType(key))
	}
	var met []string
	for _, r := range rows {
		key := make(record)
		var same []string
		for _, name := range q.by {
			c := p.period(r, name)
			key[strings.ReplaceAll(name, ".", "_")] = c
			same = append(same, p.same(name, c))
		}
		id := strings.Join(same, "\x00")
		if len(members[id]) == 0 {
			met, keys[id] = append(met, id), key
		}
		members[id] = append(members[id], r)
	}
	if len(q.by) == 0 {
		met, keys[""] = []string{""}, record{}
	}
	for _, what := range q.compute {
		name, function, _ := strings.Cut(what, ".")
		out.add(strings.ReplaceAll(what, ".", "_"), map[string]dataset.Type{"count": dataset.Integer, "": dataset.Integer, "avg": dataset.Number}[function])
		if kind := p.types[name]; function != "count" && function != "avg" && function != "" {
			out.types[strings.ReplaceAll(what, ".", "_")] = kind
		}
		for _, id := range met {
			keys[id][strings.ReplaceAll(what, ".", "_")] = p.computed(members[id], name, function)
		}
	}
	for _, id := range met {
		out.rows = append(out.rows, keys[id])
	}
	out.ordered(out.rows, out.names[:len(q.by)], nil)
	return out
}

func (p *plain) add(name string, kind dataset.Type) {
	p.names = append(p.names, name)
	p.types[name] = kind
}

// same writes equal values in the same way: 10 and 10.0 are one group.
func (p *plain) same(name string, c cell) string {
	if p.types[name] == dataset.Number && !c.missing() {
		n, _ := new(big.Rat).SetString(c.text)
		return n.RatString()
	}
	return c.text
}

func (p *plain) periodType(key string) dataset.Type {
	name, period, _ := strings.Cut(key, ".")
	switch period {
	case "fiscal_year", "year":
		return dataset.Integer
	case "quarter":
		return dataset.String
	case "month":
		return dataset.MonthType
	}
	return p.types[name]
}

// period is the cell by which a row is grouped.
func (p *plain) period(r record, key string) cell {
	name, period, bucketed := strings.Cut(key, ".")
	c := r[name]
	if !bucketed || c.missing() {
		if c.missing() && p.types[name] == dataset.ListType {
			return cell{"[]", ""}
		}
		return c
	}
	year, _ := strconv.Atoi(c.text[:4])
	month, _ := strconv.Atoi(c.text[5:7])
	text := ""
	switch period {
	case "fiscal_year":
		if month < 4 {
			year--
		}
		text = strconv.Itoa(year)
	case "year":
		text = strconv.Itoa(year)
	case "quarter":
		text = fmt.Sprintf("%04d-Q%d", year, (month+2)/3)
	case "month":
		text = c.text[:7]
	}
	return rawOf(p.periodType(key), text)
}

// rawOf is a value as JSON writes it.
func rawOf(kind dataset.Type, text string) cell {
	if text != "" && (kind == dataset.Integer || kind == dataset.Number || kind == dataset.Boolean) {
		return cell{text, text}
	}
	if text == "" {
		return cell{"null", ""}
	}
	return cell{`"` + text + `"`, text} // years, quarters and months
}

// computed is a function of the values that some rows have in a column.
func (p *plain) computed(rows []record, name, function string) cell {
	if function == "" { // count, of rows
		return rawOf(dataset.Integer, strconv.Itoa(len(rows)))
	}
	var present []cell
	for _, r := range rows {
		if !r[name].missing() {
			present = append(present, r[name])
		}
	}
	switch {
	case function == "count":
		return rawOf(dataset.Integer, strconv.Itoa(len(present)))
	case len(present) == 0 && p.types[name] == dataset.ListType:
		return cell{"[]", ""}
	case len(present) == 0:
		return cell{"null", ""}
	case function == "first":
		return present[0]
	case function == "last":
		return present[len(present)-1]
	case function == "min":
		return p.widened(name, slices.MinFunc(present, func(a, b cell) int { return compare(p.types[name], a.text, b.text) }))
	case function == "max":
		return p.widened(name, slices.MaxFunc(present, func(a, b cell) int { return compare(p.types[name], a.text, b.text) }))
	}
	sum := new(big.Rat)
	for _, c := range present {
		n, _ := new(big.Rat).SetString(c.text)
		sum.Add(sum, n)
	}
	decimals, digits := p.width(name)
	if function == "avg" {
		sum.Quo(sum, big.NewRat(int64(len(present)), 1))
		decimals = max(decimals, min(decimals+4, 9, 18-digits))
	}
	return rawOf(dataset.Number, sum.FloatString(decimals))
}

// widened gives a number all decimals that its column has.
func (p *plain) widened(name string, c cell) cell {
	if p.types[name] != dataset.Number {
		return c
	}
	n, _ := new(big.Rat).SetString(c.text)
	decimals, _ := p.width(name)
	return rawOf(dataset.Number, n.FloatString(decimals))
}

// width is the most decimals and digits before them of a column.
func (p *plain) width(name string) (decimals, digits int) {
	for _, r := range p.rows {
		whole, part, _ := strings.Cut(strings.TrimLeft(r[name].text, "-"), ".")
		decimals, digits = max(decimals, len(part)), max(digits, len(whole))
	}
	return decimals, digits
}
