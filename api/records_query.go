package api

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/encode"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

const (
	defaultLimit = 100
	maxLimit     = 1000
	maxOffset    = 1_000_000_000
	maxFilters   = 50
)

// recordsQuery is what a request for rows says.
type recordsQuery struct {
	format  string
	columns []int // data columns to return, in this order
	layout  encode.Layout
	table   table.Query
	given   map[string]string // canonical parameters: no defaults
}

// parseRecords reads a request for the rows of a dataset. Besides the named
// parameters every column is one: column=value or column.eq=value.
func (r *request) parseRecords(p *params, set *release.Set) (recordsQuery, error) {
	q := recordsQuery{given: make(map[string]string)}
	q.format = r.representation(p, formatJSON, formatCSV)
	q.page(p)
	q.look(p)
	q.fields(p, set)
	q.sort(p, set)
	q.filters(p, set)
	return q, p.done()
}

// page reads limit and offset. JSON comes in pages; CSV comes whole unless a
// limit is asked for.
func (q *recordsQuery) page(p *params) {
	fallback := defaultLimit
	if q.format == formatCSV {
		fallback = 0
	}
	q.table.Limit = p.integer("limit", fallback, 1, maxLimit)
	q.table.Offset = p.integer("offset", 0, 0, maxOffset)
	if q.table.Limit != fallback {
		q.given["limit"] = strconv.Itoa(q.table.Limit)
	}
	if q.table.Offset != 0 {
		q.given["offset"] = strconv.Itoa(q.table.Offset)
	}
}

// look reads how a CSV looks. JSON has no such choice, and says so.
func (q *recordsQuery) look(p *params) {
	if q.format != formatCSV {
		return
	}
	q.layout.BOM = p.boolean("bom", false)
	q.layout.Japanese = p.choice("header", "ascii", "ascii", "ja") == "ja"
	if q.layout.BOM {
		q.given["bom"] = "true"
	}
	if q.layout.Japanese {
		q.given["header"] = "ja"
	}
}

func (q *recordsQuery) fields(p *params, set *release.Set) {
	text, ok := p.text("fields")
	if !ok {
		q.columns = set.AllColumns()
		return
	}
	for name := range strings.SplitSeq(text, ",") {
		i := set.Table.Index(name)
		switch {
		case i < 0:
			p.fail("fields", unknownColumn(set, name))
		case slices.Contains(q.columns, i):
			p.fail("fields", lang.T("列 "+name+" が2度あります", "column "+name+" is given twice"))
		}
		q.columns = append(q.columns, i)
	}
	q.given["fields"] = text
}

func (q *recordsQuery) sort(p *params, set *release.Set) {
	text, ok := p.text("sort")
	if !ok {
		return
	}
	seen := make(map[string]bool)
	for name := range strings.SplitSeq(text, ",") {
		name, descending := strings.CutPrefix(name, "-")
		i := set.Table.Index(name)
		switch {
		case i < 0:
			p.fail("sort", unknownColumn(set, name))
		case seen[name]:
			p.fail("sort", lang.T("列 "+name+" が2度あります", "column "+name+" is given twice"))
		}
		seen[name] = true
		q.table.Sort = append(q.table.Sort, table.SortKey{Column: i, Descending: descending})
	}
	q.given["sort"] = text
}

// filters reads column=value and column.eq=value, the operator always last.
func (q *recordsQuery) filters(p *params, set *release.Set) {
	for i := range set.Table.Columns() {
		name := set.Table.Column(i).Name
		q.filter(p, name, set, i)
		if _, ok := p.values[name+".eq"]; !ok {
			continue
		}
		if _, both := p.values[name]; both {
			p.fail(name, lang.T(name+" と "+name+".eq は同じ意味です。片方だけにしてください", name+" and "+name+".eq mean the same: give one of them"))
		}
		q.filter(p, name+".eq", set, i)
	}
	if len(q.table.Filters) > maxFilters {
		p.fail("", lang.T(fmt.Sprintf("条件が多すぎます（%dまで）", maxFilters), fmt.Sprintf("too many filters (at most %d)", maxFilters)))
	}
}

func (q *recordsQuery) filter(p *params, name string, set *release.Set, column int) {
	text, ok := p.text(name)
	if !ok {
		return
	}
	c := set.Table.Column(column)
	value, wrong := parseOperand(c, text)
	if !wrong.Empty() {
		example := exampleOf(set.Table, column)
		p.fail(name, lang.T(wrong.Ja+example.Ja, wrong.En+example.En))
		return
	}
	q.table.Filters = append(q.table.Filters, table.Filter{Column: column, Op: table.Eq, Value: value})
	q.given[c.Name] = text
}

// parseOperand reads the value a column is compared with. A coded column takes
// its codes only, so that a misspelt one is not taken for an empty result; other
// text may be anything; the other types follow the column's notation.
func parseOperand(c dataset.Column, text string) (dataset.Value, lang.Text) {
	if text == "" {
		return dataset.Value{}, lang.T("値を書いてください", "give a value")
	}
	if len(c.Codes) > 0 && !slices.ContainsFunc(c.Codes, func(code dataset.Code) bool { return code.Value == text }) {
		return dataset.Value{}, c.WrongCode(text)
	}
	if c.Type == dataset.String || c.Type == dataset.ListType {
		return dataset.Value{Text: text}, lang.Text{}
	}
	return c.Parse(text)
}

// exampleOf shows a value that the column really has.
func exampleOf(t *table.Table, column int) lang.Text {
	for row := range t.Len() {
		if !t.Missing(column, row) {
			example := t.Column(column).Name + "=" + shorten(t.Text(column, row))
			return lang.T("（例 "+example+"）", " (for example "+example+")")
		}
	}
	return lang.Text{}
}

func unknownColumn(set *release.Set, name string) lang.Text {
	var names []string
	for i := range set.Table.Columns() {
		names = append(names, set.Table.Column(i).Name)
	}
	hint := nearest(name, names, 1)
	if len(hint) == 0 {
		hint = names
	}
	list := strings.Join(hint, ", ")
	return lang.T("列「"+shorten(name)+"」はありません。もしかして: "+list, "there is no column “"+shorten(name)+"”; perhaps: "+list)
}

// canonical writes parameters in one way, so that two spellings of one request
// are one request.
func canonical(given map[string]string) string {
	values := make(url.Values, len(given))
	for name, value := range given {
		values.Set(name, value)
	}
	return values.Encode()
}
