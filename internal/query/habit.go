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
// empty text for what is nobody's habit.

// otherOperator says what an operator of other languages is called.
func otherOperator(c dataset.Column, name string) lang.Text {
	var own table.Op
	switch name {
	case "gte":
		own = table.Ge
	case "lte":
		own = table.Le
	case "neq", "not":
		own = table.Ne
	case "nin":
		own = table.NotIn
	case "ilike", "match":
		own = table.Like
	default:
		if slices.Contains(table.Buckets(), table.Bucket(name)) && c.Type == dataset.DateType {
			return lang.T(name+" は group_by で使います。期間の条件は "+c.Name+".between=2021-04-01,2022-03-31 のように書いてください",
				name+" is for group_by: write a period like "+c.Name+".between=2021-04-01,2022-03-31")
		}
		return lang.Text{}
	}
	if !own.Applies(c.Type) {
		return lang.Text{}
	}
	return lang.T("演算子「"+name+"」はありません。"+string(own)+" と書いてください", "there is no operator “"+name+"”: write "+string(own))
}

// joined says how a list is asked for, whose cells join their items by a mark
// that stands in none of them.
func joined(c dataset.Column, path string, op table.Op, text string) lang.Text {
	if c.Type != dataset.ListType || !strings.Contains(text, dataset.ListSeparator) {
		return lang.Text{}
	}
	items := strings.Split(text, dataset.ListSeparator)
	some := anyOf(path, op, items)
	ja, en := "リストは項目ごとに比べます。"+some.Ja, "lists are compared item by item: "+some.En
	if op == table.Eq {
		for i, item := range items {
			items[i] = path + "=" + quote(item, separators)
		}
		all := shorten(alternatives + "=" + strings.Join(items, ","))
		ja, en = ja+"。すべてを持つ行は "+all+" です", en+"; rows with all of them are "+all
	}
	return lang.T(ja, en)
}

// anyOf says how rows with any of several values are asked for, or those with
// none of them.
func anyOf(path string, op table.Op, values []string) lang.Text {
	write := func(op table.Op) string { return shorten(path + "." + string(op) + "=" + join(values)) }
	if op == table.Ne || op == table.NotIn {
		none := write(table.NotIn)
		return lang.T("どの値も持たない行は "+none+" で選べます", "rows with none of the values are "+none)
	}
	some := write(table.In)
	return lang.T("どれかの値を持つ行は "+some+" で選べます", "rows with any of the values are "+some)
}

// Repeated says how to ask for any of several values of a column.
func (in columnNamed) Repeated(name string, texts []string) lang.Text {
	at, wrong := in.find(name)
	if !wrong.Empty() || at.rest != "" && at.rest != string(table.Eq) {
		return lang.Text{}
	}
	var values []string
	for _, text := range texts {
		if !slices.Contains(values, text) {
			values = append(values, text)
		}
	}
	if len(values) == 1 {
		return lang.Text{}
	}
	some := anyOf(strings.TrimSuffix(name, "."+string(table.Eq)), table.Eq, values)
	return lang.T("1度だけ書いてください。"+some.Ja, "may be given only once; "+some.En)
}

// titled returns the column that bears a heading of the files.
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
	return lang.T("「"+name+"」の列名は "+column+" です。"+column+" と書いてください", "the column “"+name+"” is called "+column+": write "+column)
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
	ja, en := "関連の先の列は "+parameter+" に書けません", "columns along a relation cannot stand in "+parameter
	if !dotted {
		ja, en = head+" は列ではなく、"+r.Target.ID+" への関連です", head+" is not a column but a relation to "+r.Target.ID
	}
	ja, en = ja+"。"+parameter+" に書けるのは "+in.Set.ID+" の列だけです（例 "+column+"）", en+"; "+parameter+" takes columns of "+in.Set.ID+" only, such as "+column
	if parameter == "fields" {
		ja, en = ja+"。関連の先の行は expand="+head+" で取り込めます", en+"; the rows referred to are included with expand="+head
	}
	return lang.T(ja, en)
}

// below says through which relation a name leads that begins one step too far.
func (in *parser) below(name string) lang.Text {
	for _, r := range relations(in.Set, in.In) {
		whole := r.Name + "." + name
		if _, wrong := in.find(whole); wrong.Empty() {
			head, _, _ := strings.Cut(name, ".")
			return lang.T(in.Set.ID+" に列や関連「"+shorten(head)+"」はありません。"+shorten(whole)+" と書いてください",
				"there is no column or relation “"+shorten(head)+"” in "+in.Set.ID+": write "+shorten(whole))
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
	return lang.T("sort="+column+" と書いてください（- を付けると大きい順）", "write sort="+column+" (- sorts in descending order)")
}

// reversed says in which order a column and its function are written.
func (in *parser) reversed(name string) lang.Text {
	head, _, _ := strings.Cut(strings.ReplaceAll(name, "(", "."), ".")
	if !slices.Contains(table.Funcs(), table.Func(head)) {
		return lang.Text{}
	}
	for i := range in.Set.Table.Columns() {
		if c := in.Set.Table.Column(i); table.Func(head).Applies(c.Type) {
			return lang.T("列名.関数 の順に書いてください（例 "+c.Name+"."+head+"。行数は count）",
				"write column.function, such as "+c.Name+"."+head+" (the number of rows is count)")
		}
	}
	return lang.Text{}
}

// dateless says of which column there are periods.
func (in *parser) dateless(name string) lang.Text {
	bucket := table.Bucket(name)
	if !slices.Contains(table.Buckets(), bucket) {
		return lang.Text{}
	}
	for i := range in.Set.Table.Columns() {
		if c := in.Set.Table.Column(i); bucket.Applies(c.Type) {
			return lang.T("日付か年月の列の後に付けてください（例 "+c.Name+"."+name+"）", "put it behind a column of dates or months, such as "+c.Name+"."+name)
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
