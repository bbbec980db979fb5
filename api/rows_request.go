package api

import (
	"maps"
	"slices"
	"strconv"

	"hachinohe.example/opendata/internal/encode"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

const (
	defaultLimit = 100
	maxLimit     = 1000
)

// recordsQuery is what a request for rows says.
type recordsQuery struct {
	query.Query
	format    string
	layout    encode.Layout
	also      []table.Filter    // what the address itself says of the rows
	given     map[string]string // every canonical parameter, those of the query included
	keySuffix string            // what else names the response, behind the parameters
}

// parseRecords reads a request for the rows of a dataset. Scope is what else the
// address says of them.
func (v *view) parseRecords(r *request, p *param.Values, set *release.Set, scope string) (recordsQuery, error) {
	q := recordsQuery{format: r.representation(p, formatJSON, formatCSV, formatNDJSON)}
	options := query.Options{Expand: true, Scope: scope}
	if q.format == formatJSON {
		options = jsonOptions(scope)
	}
	q.Query = query.Parse(p, query.Subject{Set: set, In: v.release}, options)
	q.given = maps.Clone(q.Given)
	q.layout = look(p, q.format, q.given)
	if q.format == formatCSV && slices.ContainsFunc(q.Expand, many) {
		p.Fail("expand", lang.T("複数の行を参照する関連は、CSVの一つのセルに入りません。JSON か NDJSON を選んでください",
			"a relation to several rows does not fit into the cells of a CSV: choose JSON or NDJSON"))
	}
	return q, p.Done()
}

// jsonOptions are what an answer in JSON holds.
func jsonOptions(scope string) query.Options {
	return query.Options{Limit: defaultLimit, MaxLimit: maxLimit, Expand: true, Facets: true, Scope: scope}
}

// many reports whether a relation, or one followed from it, is to several rows.
func many(r query.Relation) bool { return r.Many || slices.ContainsFunc(r.Below, many) }

// look reads how a CSV looks. The other formats have no such choice, and say so.
func look(p *param.Values, format string, given map[string]string) (l encode.Layout) {
	if format != formatCSV {
		for _, name := range []string{"bom", "header"} {
			if p.Has(name) {
				p.Text(name)
				p.Fail(name, lang.T("CSVだけで使えます。format=csv を加えるか、取り除いてください", "only a CSV takes this: add format=csv, or leave it out"))
			}
		}
		return l
	}
	l.BOM = p.Boolean("bom", false)
	l.Japanese = p.Choice("header", "ascii", "ascii", "ja") == "ja"
	if l.BOM {
		given["bom"] = "true"
	}
	if l.Japanese {
		given["header"] = "ja"
	}
	return l
}

// page reads limit and offset of what is no dataset. JSON comes in pages; CSV
// comes whole unless a limit is asked for.
func page(p *param.Values, format string, given map[string]string) (limit, offset int) {
	fallback := defaultLimit
	if format == formatCSV {
		fallback = 0
	}
	limit = p.Integer("limit", fallback, 1, maxLimit)
	offset = p.Integer("offset", 0, 0, query.MaxOffset)
	if limit != fallback {
		given["limit"] = strconv.Itoa(limit)
	}
	if offset != 0 {
		given["offset"] = strconv.Itoa(offset)
	}
	return limit, offset
}

// canonical writes parameters in one way, so that two spellings of one request
// are one request.
func canonical(given map[string]string) string { return query.Query{Given: given}.String() }
