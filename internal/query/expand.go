package query

import (
	"fmt"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/release"
)

// MaxExpanded is how many relations one answer follows.
const MaxExpanded = 5

// expand reads which relations to follow. A path implies those before it, and
// the name of a relation stands for its path where only one expanded dataset
// has it.
func (in *parser) expand() {
	text, ok := param.Names(in.asks.Expand)
	switch {
	case !ok:
		return
	case !in.options.Expand:
		in.Fail("expand", lang.T("expand はこの形式では使えません。format=json を指定してください", "expand is not available in this format: use format=json"))
		return
	case in.Group != nil:
		in.together("expand", "group_by・aggregate・distinct ", "group_by, aggregate or distinct")
		return
	}
	given := strings.Split(text, ",")
	if len(given) > MaxExpanded {
		in.Fail("expand", tooManyRelations())
		return
	}
	var paths, later []string
	for _, path := range given {
		if head, _, _ := strings.Cut(path, "."); slices.Contains(in.relationNames(in.Set), head) {
			in.follow(path, &paths)
		} else {
			later = append(later, path)
		}
	}
	for _, path := range later {
		in.followBelow(path, &paths)
	}
	in.Expand, paths = in.tree(in.Set, "", paths)
	if len(paths) > MaxExpanded {
		in.Fail("expand", tooManyRelations())
	}
	in.Given["expand"] = strings.Join(paths, ",")
}

func tooManyRelations() lang.Text {
	return lang.T(fmt.Sprintf("関連が多すぎます（%dまで）", MaxExpanded), fmt.Sprintf("too many relations (at most %d)", MaxExpanded))
}

// follow notes a path from the subject.
func (in *parser) follow(path string, paths *[]string) {
	if slices.Contains(*paths, path) {
		in.Fail("expand", lang.T("関連 "+lang.Shorten(path)+" が2回指定されています。1回だけにしてください", "the relation "+lang.Shorten(path)+" is given twice: give it only once"))
		return
	}
	set := in.Set
	for depth, name := range strings.Split(path, ".") {
		r, ok := related(set, in.In, name)
		switch {
		case !ok:
			in.Fail("expand", in.unknownRelation(set, name))
			return
		case depth == MaxDepth:
			in.Fail("expand", lang.T("関連をたどれるのは3段までです", "relations can be followed at most three levels deep"))
			return
		}
		set = r.Target
	}
	*paths = append(*paths, path)
}

// followBelow notes a path that begins at an expanded dataset.
func (in *parser) followBelow(path string, paths *[]string) {
	name, _, _ := strings.Cut(path, ".")
	var parents []string
	_, expanded := in.tree(in.Set, "", *paths)
	for _, parent := range expanded {
		if _, ok := related(in.end(parent), in.In, name); ok {
			parents = append(parents, parent+"."+path)
		}
	}
	switch len(parents) {
	case 0:
		in.Fail("expand", in.notExpanded(path, name))
	case 1:
		in.follow(parents[0], paths)
	default:
		list := strings.Join(parents, ", ")
		in.Fail("expand", lang.T("関連 "+name+" は2つ以上あります。どれかを選んで指定してください: "+list, "there are several relations "+name+": choose one of "+list))
	}
}

// notExpanded says where a relation is that the subject does not have.
func (in *parser) notExpanded(path, name string) lang.Text {
	for _, r := range relations(in.Set, in.In) {
		if _, ok := related(r.Target, in.In, name); ok {
			whole := r.Name + "." + lang.Shorten(path)
			return lang.T(in.Set.ID+" に関連「"+name+"」はありません。"+whole+" と指定してください", "there is no relation “"+name+"” in "+in.Set.ID+": write "+whole)
		}
	}
	return in.unknownRelation(in.Set, name)
}

// end returns the dataset that a path of relations leads to.
func (in *parser) end(path string) *release.Set {
	set := in.Set
	for name := range strings.SplitSeq(path, ".") {
		r, _ := related(set, in.In, name)
		set = r.Target
	}
	return set
}

// tree makes a tree of paths that begin with a prefix, in the order of the
// datasets' columns, and lists the paths of all its relations.
func (in *parser) tree(set *release.Set, prefix string, paths []string) (list []Relation, all []string) {
	for _, r := range relations(set, in.In) {
		path := prefix + r.Name
		if !slices.ContainsFunc(paths, func(p string) bool { return p == path || strings.HasPrefix(p, path+".") }) {
			continue
		}
		below, more := in.tree(r.Target, path+".", paths)
		r.Below = below
		list, all = append(list, r), append(append(all, path), more...)
	}
	return list, all
}

func (in *parser) unknownRelation(set *release.Set, name string) lang.Text {
	return lang.NotFound(lang.T("関連", "relation"), name, set.ID, in.relationNames(set))
}
