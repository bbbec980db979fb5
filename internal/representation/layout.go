package representation

import (
	"fmt"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
)

// Layout reads how rows look in a format, and notes it in given, the canonical
// request. Of all formats, the message says which have an option that this one has
// not.
func Layout(p *param.Values, all format.List, f format.Format, given map[string]string) format.Layout {
	if f.Options == (format.Options{}) && !p.Has("bom") && !p.Has("header") {
		return format.Layout{}
	}
	asks := layoutParams.Read(p)
	l := options{p, all, f}.layout(format.Layout{}, asks.BOM, asks.Header)
	if l.BOM {
		given["bom"] = "true"
	}
	if l.Japanese {
		given["header"] = l.Heading()
	}
	return l
}

// FileLayout reads how a file of a format looks; usual is how it does unless the
// request says. What the name of the file says already is named, and no parameter
// may say it again.
func FileLayout(p *param.Values, all format.List, f format.Format, usual format.Layout, named *format.Layout) format.Layout {
	asks := fileLayoutParams.Read(p)
	if named == nil {
		return options{p, all, f}.layout(usual, asks.BOM, asks.Header)
	}
	for _, name := range fileLayoutParams.Names() {
		if p.Has(name) {
			p.CorrectBy(param.Without(name))
			p.Fail(name, lang.T("ファイル名で指定済みです。"+name+" を削除してください", "the name of the file says it already: remove "+name))
		}
	}
	return *named
}

// options are those of one format among all.
type options struct {
	*param.Values

	all    format.List
	format format.Format
}

func (o options) layout(l format.Layout, bom *bool, header *string) format.Layout {
	if bom != nil && o.has("bom", func(o format.Options) bool { return o.BOM }) {
		l.BOM = *bom
	}
	if header != nil && o.has("header", func(o format.Options) bool { return o.Header }) {
		l.Japanese = *header == "ja"
	}
	return l
}

// has reports whether the format has the option that a parameter chooses, and
// refuses the parameter if it has not.
func (o options) has(name string, in func(format.Options) bool) bool {
	if in(o.format.Options) {
		return true
	}
	var able []string
	for _, other := range o.all {
		if in(other.Options) {
			able = append(able, other.Name)
		}
	}
	list := strings.Join(able, ", ")
	o.CorrectBy(param.Without(name))
	o.Fail(name, lang.T(name+" を使えるのは次の形式だけです: "+list+"。format で指定するか、"+name+" を削除してください",
		name+" applies only to these formats: "+list+". Use one of them (format), or remove "+name))
	return false
}

// Carry refuses rows that a format cannot carry, and says which of all can.
func Carry(p *param.Values, all format.List, f format.Format, q query.Query) {
	refuse := func(name string, what lang.Text, needed format.Content) {
		if f.Can(needed) {
			return
		}
		names := all.With(format.Lists | needed).Names()
		able := strings.ToUpper(strings.Join(names, ", "))
		p.CorrectBy(param.With(name, "format", names[0]))
		p.Fail(name, lang.T(fmt.Sprintf("%sは%sでは表せません。次のいずれかの形式を指定してください: %s", what.Ja, f.Title.Ja, able),
			fmt.Sprintf("%s cannot represent %s: use one of %s", f.Title.En, what.En, able)))
	}
	if q.Group != nil {
		refuse("group_by", lang.T("集計", "groups"), format.Groups)
	}
	if len(q.Expand) > 0 {
		refuse("expand", lang.T("参照先の行", "related records"), format.OneRelated)
	}
	if slices.ContainsFunc(q.Expand, query.Relation.LeadsToMany) {
		refuse("expand", lang.T("複数の行への参照", "relations to several records"), format.ManyRelated)
	}
}
