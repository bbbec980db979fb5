package openapi

import (
	"net/url"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fold"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// exampleList collects queries of one dataset that find rows as they stand. They
// are made of its schema and values, so that a dataset of the city's own has
// them as well.
type exampleList struct {
	in      *release.Release
	baseURL string
	set     *release.Set
	list    []Example
}

// Example is a query of a dataset that finds rows.
type Example struct {
	URL     string // absolute, to be opened as it is
	Query   string // how to type the query of the URL by hand
	Meaning lang.Text
}

// Examples shows what can be asked of a dataset; nothing of one without rows.
func Examples(baseURL string, in *release.Release, set *release.Set) []Example {
	e := &exampleList{in: in, baseURL: baseURL, set: set}
	if set.Table.Len() == 0 {
		return nil
	}
	for _, op := range []table.Op{table.Eq, table.Between, table.In, table.Contains} {
		e.condition(op)
	}
	e.search()
	e.order()
	main := set.Table.Column(telling(set)).Name
	e.add(lang.T("集計する", "groups with computed values"), given{"group_by", period(set, main)}, given{"aggregate", computed(set)})
	e.relations()
	return e.list
}

// given is a parameter with its value.
type given struct{ name, value string }

// add shows a query twice: encoded, as a link must be, and as people type it.
func (e *exampleList) add(meaning lang.Text, parameters ...given) {
	var sent, typed []string
	for _, p := range parameters {
		sent = append(sent, p.name+"="+strings.ReplaceAll(url.QueryEscape(p.value), "%2C", ","))
		typed = append(typed, p.name+"="+param.Typed(p.value))
	}
	e.list = append(e.list, Example{
		URL:   e.baseURL + "/api/v1/datasets/" + url.PathEscape(e.set.ID) + "/records?" + strings.Join(sent, "&"),
		Query: strings.Join(typed, "&"), Meaning: meaning,
	})
}

// condition shows an operator. A range of texts would say little.
func (e *exampleList) condition(op table.Op) {
	column, ok := shown(e.set, op)
	c := e.set.Table.Column(column)
	if !ok || op == table.Between && c.Type.Definition().Text {
		return
	}
	name := c.Name
	if op != table.Eq {
		name += "." + op.String()
	}
	meaning := op.Definition().Meaning
	e.add(lang.T(c.Title.Ja+": "+meaning.Ja, named(c)+": "+meaning.En), given{name, operandsExample(e.set.Table, column, op)})
}

// named is what a column is called in English, which those of the city's own
// need not be.
func named(c dataset.Column) string {
	if c.Title.En == "" {
		return c.Name
	}
	return c.Title.En
}

func (e *exampleList) search() {
	if column, ok := shown(e.set, table.Contains); ok {
		if words := operandsExample(e.set.Table, column, table.Contains); len(fold.Terms(words)) > 0 {
			e.add(lang.T("いずれかの列に語を含む", "has a word in any column"), given{"q", words})
		}
	}
}

// order shows what can be sorted best, and no more columns than fit on a line.
func (e *exampleList) order() {
	by, _ := shown(e.set, table.Between)
	name := e.set.Table.Column(by).Name
	fields := []string{name}
	for i := 0; i < e.set.Table.Columns() && len(fields) < 3; i++ {
		if i != by {
			fields = append(fields, e.set.Table.Column(i).Name)
		}
	}
	e.add(lang.T("降順（新しい順）に、一部の列だけ", "descending (newest first), some columns only"), given{"sort", "-" + name}, given{"fields", strings.Join(fields, ",")})
}

// relations shows the first relation that leads somewhere.
func (e *exampleList) relations() {
	for _, r := range query.Relations(query.Subject{Set: e.set, In: e.in}) {
		name, value, ok := referred(e.set, r)
		if !ok {
			continue
		}
		e.add(lang.T("参照先の行（"+r.Target.Title.Ja+"）についての条件", "a condition on related records ("+r.Target.ID+")"), given{r.Name + "." + name, value})
		e.add(lang.T("参照先の行（"+r.Target.Title.Ja+"）を取り込む", "with related records ("+r.Target.ID+")"), given{"expand", r.Name}, given{"limit", "1"})
		return
	}
}

// referred is a cell of a row that a row refers to.
func referred(set *release.Set, r query.Relation) (name, value string, ok bool) {
	to := r.Target.Table
	for row := range min(set.Table.Len(), probed) {
		for _, other := range r.Rows(set.Table, row) {
			for _, column := range []int{telling(r.Target), r.TargetColumn} {
				if text := to.Text(column, other); showable(text) {
					return to.Column(column).Name, text, true
				}
			}
		}
	}
	return "", "", false
}
