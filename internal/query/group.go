package query

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/table"
)

// groups reads group_by and aggregate, or distinct, which is groups of which
// nothing is computed. It finds which columns are returned.
func (in *parser) groups() {
	by, grouped := param.Names(in.asks.GroupBy)
	what, computed := param.Names(in.asks.Aggregate)
	distinct, listed := param.Names(in.asks.Distinct)
	if !grouped && !computed && !listed {
		return
	}
	g := new(table.Grouping)
	in.Group, in.unknownColumns = g, true
	ok := true
	switch {
	case listed && (grouped || computed):
		in.together("distinct", "group_by や aggregate ", "group_by or aggregate")
		return
	case listed:
		g.Keys, ok = in.keys("distinct", distinct)
	case grouped:
		g.Keys, ok = in.keys("group_by", by)
	}
	switch {
	case computed:
		var fine bool
		g.Aggregates, fine = in.aggregates(what)
		ok = ok && fine
	case grouped:
		g.Aggregates = []table.Aggregate{{Func: table.Count, Column: -1}}
	}
	if ok {
		in.returned(*g)
	}
}

// returned finds the columns of the groups, which must differ in name.
func (in *parser) returned(g table.Grouping) {
	columns := in.Set.Table.GroupSchema(g).Columns
	for i, c := range columns {
		if !slices.ContainsFunc(columns[:i], func(before dataset.Column) bool { return before.Name == c.Name }) {
			continue
		}
		place := "aggregate"
		if _, distinct := in.Given["distinct"]; distinct {
			place = "distinct"
		} else if i < len(g.Keys) {
			place = "group_by"
		}
		in.Fail(place, lang.T("結果の列 "+c.Name+" が2つになります。重ならないようにしてください", "the result would have two columns "+c.Name+": remove one of them"))
		return
	}
	in.grouped, in.unknownColumns = columns, false
}

// keys reads what rows are grouped by: columns, or periods of their dates.
func (in *parser) keys(parameter, text string) (keys []table.Key, ok bool) {
	ok = true
	for name := range strings.SplitSeq(text, ",") {
		if in.Full() {
			break
		}
		_, period, bucketed := strings.Cut(name, ".")
		i, wrong := in.own(parameter, name)
		key := table.Key{Column: i, Bucket: table.Bucket(period)}
		if wrong.Empty() {
			wrong = in.countable(parameter, i)
		}
		if wrong.Empty() && bucketed {
			wrong = bucketable(in.Set.Table.Column(i), key.Bucket)
		}
		if !wrong.Empty() {
			in.Fail(parameter, wrong)
			ok = false
		}
		keys = append(keys, key)
	}
	in.Given[parameter] = text
	return keys, ok
}

// own finds the column of the subject at the beginning of a name, which a period
// or a function may follow.
func (in *parser) own(parameter, whole string) (int, lang.Text) {
	name, _, _ := strings.Cut(whole, ".")
	i := in.Set.Table.Index(name)
	switch {
	case name == "":
		return i, lang.T("列名を指定してください", "a column name is required")
	case i < 0:
		return i, firstOf(heading(in.Set, name), in.along(parameter, whole), in.dateless(name), lang.NotFound(lang.T("列", "column"), name, "", columnNames(in.Set)))
	}
	return i, lang.Text{}
}

// countable says what is wrong with counting the values of a column. The cells of
// a list are none: conditions compare its items, and would find no cell again.
func (in *parser) countable(parameter string, column int) lang.Text {
	c := in.Set.Table.Column(column)
	if c.Type.Definition().Items == nil {
		return lang.Text{}
	}
	example := resolved{set: in.Set, column: column}.example(c.Name, table.Eq)
	return lang.T("列 "+c.Name+" はリストなので、"+parameter+" には指定できません。条件を使い、項目ごとに行を抽出してください"+example.Ja,
		c.Name+" is a list and cannot be used in "+parameter+": filter rows by an item with a condition"+example.En)
}

// bucketable says what is wrong with asking for periods of a column.
func bucketable(c dataset.Column, b table.Bucket) lang.Text {
	switch {
	case !slices.Contains(table.Buckets(), b):
		return lang.NotFound(lang.T("期間", "period"), string(b), "", periods())
	case !b.Applies(c.Type):
		return lang.T("期間を付けられるのは日付と年月の列だけです（"+c.Name+" は "+c.Type.Definition().Name+" 型）", "only dates and months have periods; "+c.Name+" is of type "+c.Type.Definition().Name)
	}
	return lang.Text{}
}

// periods names what dates and months can be compared and grouped by.
func periods() []string {
	var names []string
	for _, b := range table.Buckets() {
		names = append(names, string(b))
	}
	return names
}

// aggregates reads what is computed of each group: column.function, or count
// alone for the number of rows.
func (in *parser) aggregates(text string) (list []table.Aggregate, ok bool) {
	ok = true
	for name := range strings.SplitSeq(text, ",") {
		if in.Full() {
			break
		}
		a, wrong := in.aggregate(name)
		if !wrong.Empty() {
			in.Fail("aggregate", wrong)
			ok = false
		}
		list = append(list, a)
	}
	if _, grouped := in.Given["group_by"]; !grouped || text != string(table.Count) {
		in.Given["aggregate"] = text
	}
	return list, ok
}

func (in *parser) aggregate(name string) (table.Aggregate, lang.Text) {
	column, function, dotted := strings.Cut(name, ".")
	if name == string(table.Count) {
		return table.Aggregate{Func: table.Count, Column: -1}, lang.Text{}
	}
	i, wrong := in.own("aggregate", name)
	a := table.Aggregate{Func: table.Func(function), Column: i}
	if !wrong.Empty() {
		return a, firstOf(in.reversed(name), wrong)
	}
	c := in.Set.Table.Column(i)
	usable := computable(c)
	switch {
	case !dotted:
		list := strings.Join(usable, ", ")
		return a, lang.T("列 "+column+" の後に関数を付けてください。使える関数: "+list, "a function is required after the column "+column+": "+list)
	case slices.Contains(usable, function):
		return a, lang.Text{}
	case !slices.Contains(table.Funcs(), a.Func):
		return a, firstOf(otherFunction(c, function), lang.NotFound(lang.T("関数", "function"), function, "", usable))
	}
	return a, uncomputable(c, a.Func)
}

// computable lists the functions that can be computed of a column.
func computable(c dataset.Column) (functions []string) {
	for _, f := range table.Funcs() {
		if f.Applies(c.Type) {
			functions = append(functions, string(f))
		}
	}
	return functions
}

func uncomputable(c dataset.Column, f table.Func) lang.Text {
	list := strings.Join(computable(c), ", ")
	return lang.T("列 "+c.Name+" に "+string(f)+" は使えません。使える関数: "+list, "the function "+string(f)+" cannot be used with the column "+c.Name+"; available functions: "+list)
}
