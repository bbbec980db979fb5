package openapi

import (
	"regexp"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// conditionsParameter documents column.operator=value: one parameter of any name
// that fits, because every column with every operator would be hundreds. Each
// operator has an example with values that occur.
func (m *maker) conditionsParameter(set *release.Set) object {
	examples := make(object)
	for _, op := range m.Operators {
		if column, ok := shown(set, op); ok {
			name := set.Table.Column(column).Name + "." + op.String()
			examples[op.String()] = exampleOf(op.Definition().Meaning, object{name: operandsExample(set.Table, column, op)})
		}
	}
	m.addCombined(set, examples)
	return object{
		"name": "conditions", "in": "query", "style": "form", "explode": true,
		"description": m.conditionsText(),
		"schema": object{
			"type": "object", "additionalProperties": object{"type": "string"}, // validators put every parameter into it
			"patternProperties": object{m.conditionNames(set): object{"type": "string"}, `^or(?:\.[2-9])?$`: m.alternativesSchema(set)},
		},
		"examples": examples,
	}
}

// conditionsText lists the operators.
func (m *maker) conditionsText() string {
	var b strings.Builder
	b.WriteString("列名.演算子=値 の形の条件（このパラメータの名前は使わない）。複数指定でき、すべてを満たす行を返す。日付と年月の列は、年度（.fiscal_year、4月から）、年（.year）、暦年の四半期（.quarter、2021-Q2 の形）、年月（.month）でも比べられる（period_start.fiscal_year.ge=2021。演算子は最後、eqは省略可）。参照先の列は 関連名.列名.演算子=値、2組目からの or は or.2 から or.9。 / ")
	b.WriteString("conditions of the form column.operator=value (do not use the name of this parameter); rows must satisfy all of them. Dates and months can also be compared by fiscal year (.fiscal_year, from April), year (.year), quarter of the calendar year (.quarter, as in 2021-Q2) and month (.month), with the operator last (period_start.fiscal_year.ge=2021; eq is optional). Columns of related records are relation.column.operator=value; more groups of OR conditions are or.2 to or.9.\n\n")
	for _, op := range m.Operators {
		meaning := op.Definition().Meaning
		b.WriteString("\n- `" + op.String() + "` " + meaning.Ja + " / " + meaning.En)
	}
	return b.String()
}

// conditionNames is the pattern of the names that conditions bear.
func (m *maker) conditionNames(set *release.Set) string {
	return "^(?:" + m.columnNames(set) + `\.` + m.operatorNames() + m.periodNames(set) + m.relatedNames(set) + ")$"
}

// alternativesSchema is what the parameter or may say of a dataset.
func (m *maker) alternativesSchema(set *release.Set) object {
	const value = `=(?:[^",|]+|\s*"(?:[^"]|"")+"\s*)`
	condition := `\s*(?:` + m.columnNames(set) + `(?:\.` + m.operatorNames() + ")?" + m.periodNames(set) + m.relatedNames(set) + `)\s*` + value
	return object{"type": "string", "pattern": "^" + condition + "(?:[,|]" + condition + ")*$"}
}

// columnNames, operatorNames, periodNames and relatedNames are parts of patterns of
// names; the last two are alternatives of their own, empty where there are no dates
// and no relations.
func (m *maker) columnNames(set *release.Set) string {
	return columnsWhere(set, func(dataset.Type) bool { return true })
}

func (m *maker) operatorNames() string {
	var ops []string
	for _, op := range m.Operators {
		ops = append(ops, op.String())
	}
	return anyOf(ops...)
}

func (m *maker) periodNames(set *release.Set) string {
	if !has(set, dated) {
		return ""
	}
	return "|" + columnsWhere(set, dated) + `\.` + anyOf(names(table.Buckets())...) + `(?:\.` + m.operatorNames() + ")?"
}

func (m *maker) relatedNames(set *release.Set) string {
	var heads []string
	for _, r := range query.Relations(query.Subject{Set: set, In: m.Release}) {
		heads = append(heads, regexp.QuoteMeta(r.Name))
	}
	if len(heads) == 0 {
		return ""
	}
	return "|" + anyOf(heads...) + `(?:\.[A-Za-z0-9_]+)+`
}

// addCombined adds what one condition does not show.
func (m *maker) addCombined(set *release.Set, examples object) {
	if column, ok := shown(set, table.Ge); ok {
		name := set.Table.Column(column).Name
		ends := samples(set.Table, column, 2)
		examples["several"] = exampleOf(lang.T("一つの列に複数の条件", "several conditions of one column"),
			object{name + ".ge": ends[0], name + ".le": ends[len(ends)-1]})
	}
	if name, value, ok := periodExample(set); ok {
		examples["period"] = exampleOf(lang.T("日付の年度", "the fiscal year of a date"), object{name: value})
	}
	if first, second := alternatives(set, telling(set)), alternatives(set, 0); first != "" && second != "" {
		examples["or"] = exampleOf(lang.T("いずれかを満たす条件を2組", "two groups of OR conditions"), object{"or": first, "or.2": second})
	}
	for _, r := range query.Relations(query.Subject{Set: set, In: m.Release}) {
		key := r.Target.Table.Column(r.TargetColumn).Name
		for _, text := range samples(set.Table, r.Column, 1) {
			examples["relation"] = alongRelation(r.Name+"."+key, text)
			return
		}
	}
}

func alongRelation(name, value string) object {
	return exampleOf(lang.T("参照先の条件", "a condition on related records"), object{name + ".eq": value})
}

func exampleOf(summary lang.Text, value object) object {
	return object{"summary": summary.Ja + " / " + summary.En, "value": value}
}

// shown picks the column that an operator is shown with: words for what looks
// into texts, a number or date for what compares, and the telling one else.
func shown(set *release.Set, op table.Op) (int, bool) {
	column := telling(set)
	for i := range set.Table.Columns() {
		c := set.Table.Column(i)
		kind, takes := c.Type.Definition(), op.Definition().Takes
		looks := (takes == table.TextPart || takes == table.TextPattern) && kind.SingleText() && len(c.Codes) == 0 && wordy(c.Name)
		compares := (takes == table.OneBound || takes == table.TwoEnds) && kind.Ordered && !kind.Text
		if (looks || compares && op.Applies(c.Type)) && len(samples(set.Table, i, 1)) > 0 {
			column = i
			break
		}
	}
	return column, op.Applies(set.Table.Column(column).Type) && operandsExample(set.Table, column, op) != ""
}

// operandsExample is what to ask a column with an operator, so that some rows
// satisfy it; empty if nothing can be shown.
func operandsExample(t *table.Table, column int, op table.Op) string {
	return strings.Join(op.Definition().Example(samples(t, column, 2)), ",")
}
