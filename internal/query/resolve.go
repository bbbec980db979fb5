package query

import (
	"strings"

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
	rest   string // what stands behind the column: an operator
}

// resolve follows a name such as policy.goal.title.contains. A column goes before
// a relation, but they never have the same name.
func (s Subject) resolve(name string) (resolved, lang.Text) {
	at := resolved{set: s.Set}
	for rest := name; ; {
		head, below, more := strings.Cut(rest, ".")
		if at.column = at.set.Table.Index(head); at.column >= 0 {
			at.rest = below
			if more && below == "" {
				at.rest = unsaid
			}
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
	return firstOf(heading(set, name), notFound(lang.T("列", "column"), name, in, append(columnNames(set), s.relationNames(set)...)))
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
