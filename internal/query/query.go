// Package query is what a request may ask of the rows of a dataset: conditions,
// search, order, pages, columns, groups, and what rows refer to.
//
// It promises that a query means the same however it is spelt, that it is
// printed in one canonical way, which means the same again, and that whatever
// cannot be meant is reported, all at once, with what to write instead. It
// refuses HTTP, formats and citations, and reads nothing but the release it is
// given. It builds on param, table and release; api uses it.
package query

import (
	"maps"
	"net/url"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// Subject is what is asked about: a dataset of a release, and the release whose
// datasets it refers to.
type Subject struct {
	Set *release.Set
	In  *release.Release
	// Operators are those that conditions may have; nil: those of table.Ops.
	Operators []table.Op
}

func (s Subject) operators() []table.Op {
	if s.Operators == nil {
		return table.Ops()
	}
	return s.Operators
}

// Options say what the answer is able to hold.
type Options struct {
	Limit    int    // rows of a page unless the request says; 0 = all
	MaxLimit int    // that the request may say; 0 = any
	Expand   bool   // whether a row can hold the rows that it refers to
	Facets   bool   // whether there is a place for facets
	Scope    string // what else the address says of the rows; cursors are bound to it
}

// Query is what a request asks, bound to its subject.
type Query struct {
	Fields []int           // columns to return, in this order: data columns, or those of the groups
	Expand []Relation      // what to follow from each row
	Group  *table.Grouping // nil = the rows themselves
	Facets []int           // data columns whose values are to be counted
	Offset int
	Limit  int // 0 = all
	// Given is the canonical parameters: what printing the query yields.
	// Defaults are left out.
	Given map[string]string

	conditions  []condition
	orGroups    [][][]condition
	search      []string
	sort        []table.SortKey
	after       *Cursor
	cursorScope string // what cursors are bound to in addition to the parameters
}

// rows reads the parameters of a list.
//
//nolint:gochecknoglobals // compiled once, like a pattern
var rows = param.Compile[param.Rows]()

// parser reads one query. What it finds wrong goes to the parameters.
type parser struct {
	*param.Values
	Subject
	Query

	asks           *param.Rows
	options        Options
	asked          int              // conditions that were read, alternatives included
	grouped        []dataset.Column // of the groups, if there are any
	cursorRelease  int              // that a cursor must be of
	further        map[string]bool  // names one relation away; nil until one is asked for
	correcting     bool             // whether what was meant is looked for
	unknownColumns bool             // whether the columns of the groups are not known, being wrong
}

// Parse reads a query. Faults are collected in p, whose Done reports them; the
// query is of use only if there are none.
func Parse(p *param.Values, s Subject, o Options) Query {
	in := &parser{Values: p, Subject: s, options: o, asks: rows.Read(p, o.bounds()...), cursorRelease: s.In.Number}
	in.Given = make(map[string]string, 8)
	in.cursorScope = s.Set.ID + "\n" + o.Scope
	p.CorrectBy(in.corrected)
	in.page()
	in.groups()
	in.fields()
	in.order()
	in.text()
	in.expand()
	in.facets()
	groups := in.alternatives()
	in.filters()
	in.normalise(groups)
	in.cursor()
	return in.Query
}

// bounds are those that messages about parameters tell.
func (o Options) bounds() []param.Most {
	if o.MaxLimit == 0 {
		return nil
	}
	return []param.Most{{Name: "limit", Value: o.MaxLimit}}
}

// String prints the query as a query string.
func (q Query) String() string {
	values := make(url.Values, len(q.Given))
	for name, value := range q.Given {
		values.Set(name, value)
	}
	return values.Encode()
}

// together refuses parameters that say different things about one answer.
func (in *parser) together(name, otherJa, otherEn string) {
	in.Fail(name, lang.T(name+" は "+otherJa+"と同時に使えません。どちらか一方にしてください", name+" cannot be used together with "+otherEn+": use only one of them"))
}

// identity is the parameters that decide which rows there are in which order.
func (q Query) identity() string {
	given := maps.Clone(q.Given)
	for _, name := range []string{"cursor", "limit", "offset"} {
		delete(given, name)
	}
	return q.cursorScope + "\n" + Query{Given: given}.String()
}
