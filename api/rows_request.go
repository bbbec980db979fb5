package api

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/results"
	"hachinohe.example/opendata/internal/table"
)

const (
	defaultLimit = results.DefaultLimit
	maxLimit     = results.MaxLimit
)

// recordsQuery is what a request for rows says.
type recordsQuery struct {
	query.Query
	format    format.Format
	layout    format.Layout
	also      []table.Filter    // what the address itself says of the rows
	given     map[string]string // every canonical parameter, those of the query included
	keySuffix string            // what else names the response, behind the parameters
}

// parseRecords reads a request for the rows of a dataset. Scope is what else the
// address says of them.
func (v *view) parseRecords(r *request, p *param.Values, set *release.Set, scope string) (recordsQuery, error) {
	q := recordsQuery{format: r.representation(p, v.cfg.Formats.With(format.Lists))}
	options := query.Options{Expand: true, Scope: scope}
	if q.format.Envelope {
		options = pagedOptions(scope)
	}
	q.Query = query.Parse(p, query.Subject{Set: set, In: v.release, Operators: v.cfg.Operators}, options)
	q.given = maps.Clone(q.Given)
	q.layout = v.look(p, q.format, q.given)
	v.carried(p, q)
	return q, p.Done()
}

// carried refuses rows that their format cannot carry, and says which can.
func (v *view) carried(p *param.Values, q recordsQuery) {
	refuse := func(name string, what lang.Text, needed format.Content) {
		if q.format.Can(needed) {
			return
		}
		names := v.cfg.Formats.With(format.Lists | needed).Names()
		able := strings.ToUpper(strings.Join(names, ", "))
		p.CorrectBy(param.With(name, "format", names[0]))
		p.Fail(name, lang.T(fmt.Sprintf("%sは%sでは表せません。次のいずれかの形式を指定してください: %s", what.Ja, q.format.Title.Ja, able),
			fmt.Sprintf("%s cannot represent %s: use one of %s", q.format.Title.En, what.En, able)))
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

// pagedOptions are what an answer with an envelope holds.
func pagedOptions(scope string) query.Options {
	return query.Options{Limit: defaultLimit, MaxLimit: maxLimit, Expand: true, Facets: true, Scope: scope}
}

// look reads how a representation looks, and what is said of it in the canonical
// request. A format without an option says which have it.
func (s *Server) look(p *param.Values, f format.Format, given map[string]string) format.Layout {
	if f.Options == (format.Options{}) && !p.Has("bom") && !p.Has("header") {
		return format.Layout{}
	}
	asks := layoutParams.Read(p)
	l := s.layout(p, f, format.Layout{}, asks.BOM, asks.Header)
	if l.BOM {
		given["bom"] = "true"
	}
	if l.Japanese {
		given["header"] = l.Heading()
	}
	return l
}

// layout is the layout that a request asks for; fallback is what it is unless it
// says otherwise.
func (s *Server) layout(p *param.Values, f format.Format, fallback format.Layout, bom *bool, header *string) format.Layout {
	l := fallback
	if bom != nil && s.option(p, "bom", f, func(o format.Options) bool { return o.BOM }) {
		l.BOM = *bom
	}
	if header != nil && s.option(p, "header", f, func(o format.Options) bool { return o.Header }) {
		l.Japanese = *header == "ja"
	}
	return l
}

// option reports whether a format has the option that a parameter chooses, and
// refuses the parameter if it has not.
func (s *Server) option(p *param.Values, name string, f format.Format, has func(format.Options) bool) bool {
	if has(f.Options) {
		return true
	}
	var able []string
	for _, other := range s.cfg.Formats {
		if has(other.Options) {
			able = append(able, other.Name)
		}
	}
	list := strings.Join(able, ", ")
	p.CorrectBy(param.Without(name))
	p.Fail(name, lang.T(name+" を使えるのは次の形式だけです: "+list+"。format で指定するか、"+name+" を削除してください",
		name+" applies only to these formats: "+list+". Use one of them (format), or remove "+name))
	return false
}

// canonical writes parameters in one way, so that two spellings of one request
// are one request.
func canonical(given map[string]string) string { return query.Query{Given: given}.String() }
