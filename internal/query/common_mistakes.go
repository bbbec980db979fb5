package query

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// What people write who know another language, or the headings of the files, is
// answered with what it is called here. The functions of this file return an
// empty text for what is no common mistake.

// ownOperator returns what an operator of other languages is called here, nil for
// what is no common mistake.
func ownOperator(name string) table.Op {
	switch name {
	case "gte":
		return table.Ge
	case "lte":
		return table.Le
	case "neq", "not":
		return table.Ne
	case "nin":
		return table.NotIn
	case "ilike", "match":
		return table.Like
	case "range":
		return table.Between
	}
	return nil
}

// otherOperator says what an operator of other languages is called.
func otherOperator(c dataset.Column, name string) lang.Text {
	own := ownOperator(name)
	if own == nil {
		name, _, _ = strings.Cut(name, ".")
		return misplaced(c, table.Bucket(name))
	}
	if !own.Applies(c.Type) {
		return lang.Text{}
	}
	return lang.T("演算子「"+name+"」はありません。"+own.String()+" と指定してください", "there is no operator “"+name+"”: write "+own.String())
}

// misplaced says that a column has no periods.
func misplaced(c dataset.Column, b table.Bucket) lang.Text {
	if !slices.Contains(table.Buckets(), b) {
		return lang.Text{}
	}
	return bucketable(c, b)
}

// titled returns the column that has a heading of the files.
func titled(set *release.Set, title string) (string, bool) {
	for i := range set.Table.Columns() {
		if c := set.Table.Column(i); c.Title.Ja == title && c.Name != title {
			return c.Name, true
		}
	}
	return "", false
}

// heading says what the column with a heading is called.
func heading(set *release.Set, name string) lang.Text {
	column, ok := titled(set, name)
	if !ok {
		return lang.Text{}
	}
	return lang.T("「"+name+"」の列名は "+column+" です。"+column+" と指定してください", "the column “"+name+"” is called "+column+": write "+column)
}

// along says that a relation, or a column of the dataset it leads to, cannot
// stand where only the subject's own columns can.
func (in *parser) along(parameter, name string) lang.Text {
	head, _, dotted := strings.Cut(name, ".")
	r, ok := related(in.Set, in.In, head)
	if !ok {
		return lang.Text{}
	}
	column := in.Set.Table.Column(r.Column).Name
	ja, en := "参照先の列は "+parameter+" には指定できません", "columns of related records cannot be used in "+parameter
	if !dotted {
		ja, en = head+" は列ではなく、"+r.Target.ID+" への関連です", head+" is not a column but a relation to "+r.Target.ID
	}
	ja, en = ja+"。"+parameter+" に指定できるのは "+in.Set.ID+" の列だけです（例 "+column+"）", en+"; "+parameter+" takes columns of "+in.Set.ID+" only, such as "+column
	if parameter == "fields" {
		ja, en = ja+"。参照先の行は expand="+head+" で取り込めます", en+"; related records are included with expand="+head
	}
	return lang.T(ja, en)
}

// oneRelationAway reports whether a column or a relation one step further has that name.
// There may be thousands of names that mean nothing, so these are listed once.
func (in *parser) oneRelationAway(name string) bool {
	if in.further == nil {
		in.further = make(map[string]bool)
		for _, r := range relations(in.Set, in.In) {
			for _, column := range columnNames(r.Target) {
				in.further[column] = true
			}
			for _, next := range relations(r.Target, in.In) {
				in.further[next.Name] = true
			}
		}
	}
	return in.further[name]
}

// below says through which relation a name leads that begins one step too far.
func (in *parser) below(name string) lang.Text {
	head, _, _ := strings.Cut(name, ".")
	if _, own := related(in.Set, in.In, head); own || in.Set.Table.Index(head) >= 0 {
		return lang.Text{}
	}
	for _, r := range relations(in.Set, in.In) {
		whole := r.Name + "." + name
		_, wrong := in.resolve(whole)
		if _, ok := related(r.Target, in.In, head); ok && !wrong.Empty() {
			return wrong // of what is below
		}
		if wrong.Empty() {
			return lang.T(in.Set.ID+" に列や関連「"+lang.Shorten(head)+"」はありません。"+lang.Shorten(whole)+" と指定してください",
				"there is no column or relation “"+lang.Shorten(head)+"” in "+in.Set.ID+": write "+lang.Shorten(whole))
		}
	}
	return lang.Text{}
}

// directed says how a descending order is written.
func (in *parser) directed(parameter, name string) lang.Text {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == ':' })
	if parameter != "sort" || len(words) != 2 || in.indexOf(words[0]) < 0 {
		return lang.Text{}
	}
	column := words[0]
	switch strings.ToLower(words[1]) {
	case "desc", "descending":
		column = "-" + column
	case "asc", "ascending":
	default:
		return lang.Text{}
	}
	return lang.T("sort="+column+" と指定してください（- を付けると降順）", "write sort="+column+" (- sorts in descending order)")
}

// ownFunction returns what a function of other languages is called here.
func ownFunction(name string) table.Func {
	switch strings.ToLower(name) {
	case "mean", "average":
		return table.Avg
	case "total":
		return table.Sum
	case "minimum":
		return table.Min
	case "maximum":
		return table.Max
	}
	return table.Func(name)
}

// otherFunction says what a function of other languages is called.
func otherFunction(c dataset.Column, name string) lang.Text {
	own := ownFunction(name)
	switch {
	case string(own) == name:
		return lang.Text{}
	case !own.Applies(c.Type):
		return uncomputable(c, own)
	}
	whole := c.Name + "." + string(own)
	return lang.T("関数「"+name+"」はありません。"+whole+" と指定してください", "there is no function “"+name+"”: write "+whole)
}

// reversed says in which order a column and its function are written: of the column
// that was meant, or of another.
func (in *parser) reversed(name string) lang.Text {
	head, _, _ := strings.Cut(strings.ReplaceAll(name, "(", "."), ".")
	function := ownFunction(head)
	if !slices.Contains(table.Funcs(), function) {
		return lang.Text{}
	}
	example, ok := in.aggregateMeant(name)
	for i := range in.Set.Table.Columns() {
		if c := in.Set.Table.Column(i); !ok && function.Applies(c.Type) {
			example, ok = c.Name+"."+string(function), true
		}
	}
	if !ok {
		return lang.Text{}
	}
	return lang.T("列名.関数 の順に指定してください（例 "+example+"。行数は count）",
		"write column.function, such as "+example+" (the number of rows is count)")
}

// dateless says of which column there are periods.
func (in *parser) dateless(name string) lang.Text {
	bucket := table.Bucket(name)
	if !slices.Contains(table.Buckets(), bucket) {
		return lang.Text{}
	}
	for i := range in.Set.Table.Columns() {
		if c := in.Set.Table.Column(i); bucket.Applies(c.Type) {
			return lang.T("日付か年月の列の後に付けてください（例 "+c.Name+"."+name+"）", "put it after a column of dates or months, such as "+c.Name+"."+name)
		}
	}
	return lang.Text{}
}

// firstOf returns the first text that says something.
func firstOf(texts ...lang.Text) lang.Text {
	for _, text := range texts {
		if !text.Empty() {
			return text
		}
	}
	return lang.Text{}
}
