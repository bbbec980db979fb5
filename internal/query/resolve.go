package query

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// MaxDepth is how many relations one name leads through.
const MaxDepth = 3

const unsaid = "." // what follows a column and a dot, if nothing does

// resolved is the column that a name leads to, perhaps through relations.
type resolved struct {
	via    []Relation // to follow, the subject's first
	set    *release.Set
	column int
	part   table.Bucket // of the column that is meant: the period of a date
	rest   string       // what stands behind that: an operator
}

// compared is the column that a condition compares.
func (at resolved) compared() dataset.Column {
	return at.part.Compared(at.set.Table.Column(at.column))
}

// value returns what a condition compares of a row.
func (at resolved) value(row int) dataset.Value {
	return at.part.Holding(at.set.Table.Column(at.column).Type, at.set.Table.Value(at.column, row))
}

// text writes what a condition compares of a row that has a value.
func (at resolved) text(row int) string {
	if at.part == "" {
		return at.set.Table.Text(at.column, row)
	}
	return string(at.compared().Type.Append(nil, at.value(row)))
}

// resolve follows a name such as policy.goal.title.contains. A column goes before
// a relation, but they never have the same name.
func (s Subject) resolve(name string) (resolved, lang.Text) {
	at := resolved{set: s.Set}
	for rest := name; ; {
		head, below, more := strings.Cut(rest, ".")
		if at.column = at.set.Table.Index(head); at.column >= 0 {
			at.part, at.rest = partOf(at.compared(), behind(below, more))
			return at, lang.Text{}
		}
		r, ok := related(at.set, s.In, head)
		switch next, _, _ := strings.Cut(below, "."); {
		case !ok:
			return at, s.unknownColumn(at.set, head)
		case !more || below == "" || s.operatorOf(r, next):
			return at, referring(at.set, strings.TrimSuffix(name, rest), r)
		case len(at.via) == MaxDepth:
			return at, lang.T("関連をたどれるのは3段までです", "relations can be followed at most three levels deep")
		}
		at.via = append(at.via, r)
		at.set, rest = r.Target, below
	}
}

// parts names what of the column can be compared in its place.
func (at resolved) parts() []string {
	if at.part != "" || !table.Year.Applies(at.compared().Type) {
		return nil
	}
	return periods()
}

// behind is what stands behind a name and, if there is one, a dot.
func behind(rest string, dotted bool) string {
	if dotted && rest == "" {
		return unsaid
	}
	return rest
}

// partOf takes the period of a date off what stands behind its column.
func partOf(c dataset.Column, rest string) (table.Bucket, string) {
	name, below, dotted := strings.Cut(rest, ".")
	b := table.Bucket(name)
	if !slices.Contains(table.Buckets(), b) || !b.Applies(c.Type) {
		return "", rest
	}
	return b, behind(below, dotted)
}

// operatorOf reports whether a name is an operator and nothing in the dataset
// that a relation leads to.
func (s Subject) operatorOf(r Relation, name string) bool {
	if r.Target.Table.Index(name) >= 0 || table.Named(s.operators(), name) == nil {
		return false
	}
	_, ok := related(r.Target, s.In, name)
	return !ok
}

// referring says how to ask about a relation, which is no column. The prefix is
// what leads to the dataset that refers.
func referring(set *release.Set, prefix string, r Relation) lang.Text {
	path, column := prefix+r.Name, prefix+set.Table.Column(r.Column).Name
	target := path + "." + r.Target.Table.Column(r.TargetColumn).Name
	if r.Target.Table.Len() > 0 {
		key := r.Target.Table.Text(r.TargetColumn, 0)
		own, shown := param.Hint(column, key)
		theirs, also := param.Hint(target, key)
		if shown && also {
			column, target = own, theirs
		}
	}
	examples := column + ", " + target
	return lang.T(path+" は列ではなく、"+r.Target.ID+" への関連です。次のように指定してください: "+examples,
		path+" is not a column but a relation to "+r.Target.ID+"; use one of: "+examples)
}

func (s Subject) unknownColumn(set *release.Set, name string) lang.Text {
	in := ""
	if set != s.Set {
		in = set.ID
	}
	return firstOf(heading(set, name), lang.NotFound(lang.T("列", "column"), name, in, append(columnNames(set), s.relationNames(set)...)))
}

func columnNames(set *release.Set) []string {
	names := make([]string, set.Table.Columns())
	for i := range names {
		names[i] = set.Table.Column(i).Name
	}
	return names
}

func (s Subject) relationNames(set *release.Set) []string {
	var names []string
	for _, r := range relations(set, s.In) {
		names = append(names, r.Name)
	}
	return names
}
