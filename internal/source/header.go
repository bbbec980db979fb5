package source

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

// header reads the first line and finds the column of each heading: its ASCII
// name or its Japanese title, in any order. Constant columns are optional.
func (f *file) header() bool {
	f.csv = csv.NewReader(bytes.NewReader(f.text.data))
	f.csv.FieldsPerRecord = -1
	schema := f.dataset.Schema
	f.nextLine = 1
	names, err := f.csv.Read()
	if f.malformed(err) {
		return false
	}
	if err != nil {
		f.fail(1, 1, lang.T("1行目に見出しがありません。見出し: "+headings(schema), "line 1 has no headings. Headings: "+headings(schema)))
		return false
	}
	if len(names) > maxHeadings {
		f.fail(1, 1, lang.T(fmt.Sprintf("見出しが多すぎます（%d 個。上限は %d 個）", len(names), maxHeadings), fmt.Sprintf("too many headings (%d; at most %d)", len(names), maxHeadings)))
		return false
	}
	first, _ := f.csv.FieldPos(0)
	f.blank(1, first)
	before := len(f.faults)
	seen := make(map[string]bool)
	for i, name := range names {
		f.heading(i, name, seen)
	}
	for _, c := range schema.Columns {
		if !seen[c.Name] && c.Constant == "" {
			f.fail(first, 1, lang.T("見出し「"+c.Name+"」（"+c.Title.Ja+"）がありません", "heading “"+c.Name+"” is missing"))
		}
	}
	if len(f.faults) == before && f.dataset.InOrder && !f.inOrder() {
		f.fail(first, 1, lang.T("見出しの順序が定義と違います。fieldsMatch が exact のため、定義の順にしてください（順序を問わない場合は equal）: "+headings(schema),
			"the headings are not in the order of the schema: put them into it, because fieldsMatch is exact (or use equal): "+headings(schema)))
	}
	line, _ := f.csv.FieldPos(len(names) - 1)
	f.nextLine = line + 1
	return len(f.faults) == before
}

// heading finds the column of a heading and what is done with its cells.
func (f *file) heading(i int, name string, seen map[string]bool) {
	schema := f.dataset.Schema
	line, column := f.csv.FieldPos(i)
	c, ok := columnFor(schema, name)
	switch {
	case !ok:
		f.fail(line, column, lang.T("見出し「"+name+"」は定義にありません。見出し: "+headings(schema), "unknown heading “"+name+"”. Headings: "+headings(schema)))
		return
	case seen[c.Name]:
		f.fail(line, column, lang.T("見出し「"+name+"」が重複しています", "duplicate heading “"+name+"”"))
	}
	seen[c.Name] = true
	checker, wrong := dataset.NewChecker(f.cellRules(c))
	if !wrong.Empty() {
		f.fail(line, column, wrong)
	}
	f.columns = append(f.columns, c)
	f.roles = append(f.roles, role{
		checker: checker, key: slices.Contains(schema.Key, c.Name),
		related: f.related[columnOf{f.dataset.ID, c.Name}], list: c.Type.Definition().Items != nil,
	})
}

// inOrder reports whether the columns stand as in the schema.
func (f *file) inOrder() bool {
	return slices.IsSortedFunc(f.columns, func(a, b dataset.Column) int {
		return f.dataset.Schema.Index(a.Name) - f.dataset.Schema.Index(b.Name)
	})
}

// cellRules returns the column with the rules that apply to single cells. The
// other rules of a record type are checked by the validator, which sees the whole
// record, but cannot tell an empty cell from a zero and does not see other rows.
func (f *file) cellRules(c dataset.Column) dataset.Column {
	if f.dataset.Record != nil {
		c.Rules, c.Codes = dataset.Rules{Required: c.Rules.Required, Unique: c.Rules.Unique}, nil
	}
	return c
}

func columnFor(s dataset.Schema, heading string) (dataset.Column, bool) {
	for _, c := range s.Columns {
		if heading == c.Name || heading == c.Title.Ja {
			return c, true
		}
	}
	return dataset.Column{}, false
}

func headings(s dataset.Schema) string {
	var names []string
	for _, c := range s.Data() {
		names = append(names, c.Name)
	}
	return strings.Join(names, ",")
}
