package api

import (
	"bytes"
	"context"
	"slices"
	"time"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// metadata begins the metadata of an answer; results are counted by the caller.
func (v *view) metadata(about subject, given map[string]string, count int) Metadata {
	if given == nil {
		given = map[string]string{}
	}
	return Metadata{
		Title: about.title.Ja, TitleEn: about.title.En, Type: about.kind, Parameter: given,
		ResultSet: ResultSet{Count: count, Offset: new(int)},
		Release: ReleaseInfo{
			Number:    v.release.Number,
			Issued:    v.release.Issued.In(release.Japan()).Format(time.RFC3339),
			Effective: v.release.Effective.In(release.Japan()).Format(time.RFC3339),
		},
		Citation:  v.citation(about, given),
		Withdrawn: withdrawnOf(v.release),
	}
}

// opened begins an answer of JSON: metadata, behind which the results follow.
func opened(m Metadata) ([]byte, error) {
	head, err := marshal(m)
	if err != nil {
		return nil, err
	}
	return slices.Concat([]byte(`{"metadata":`), head[:len(head)-1], []byte(`,"results":`)), nil
}

// closed ends it. The room that was taken for rows which turned out to be shorter
// is given back: bodies are kept, and counted by what is in them.
func closed(body []byte) *delivery.Body {
	const spare = 4 // parts of it
	body = append(body, '}', '\n')
	if cap(body) > len(body)+len(body)/spare {
		body = bytes.Clone(body)
	}
	return delivery.NewBody(body)
}

// envelope puts metadata before results that are JSON already.
func envelope(m Metadata, results []byte) (*delivery.Body, error) {
	body, err := opened(m)
	if err != nil {
		return nil, err
	}
	return closed(append(body, results...)), nil
}

// appendMember writes a member of an object behind others.
func appendMember(dst []byte, name string, value any) ([]byte, error) {
	text, err := marshal(value)
	if err != nil {
		return nil, err
	}
	if len(dst)+len(text) > maxAnswer {
		return nil, errTooLarge()
	}
	dst = append(append(append(dst, `,"`...), name...), `":`...)
	return append(dst, text[:len(text)-1]...), nil
}

// enveloped is an answer of JSON with metadata whose results are made by list.
func enveloped[T any](v *view, about subject, list func(context.Context) ([]T, error)) *delivery.Page {
	p := jsonPage(about.path, func(ctx context.Context) (*delivery.Body, error) {
		results, err := list(ctx)
		if err != nil {
			return nil, err
		}
		body, err := marshal(results)
		if err != nil {
			return nil, err
		}
		return envelope(v.metadata(about, nil, len(results)), body[:len(body)-1])
	})
	p.Links = v.citeAs(about.path, nil)
	return p
}

// jsonPage is a response of JSON where Accept may ask for JSON.
func jsonPage(key string, makeBody func(context.Context) (*delivery.Body, error)) *delivery.Page {
	p := delivery.NewPage(mediaJSON, key, makeBody)
	p.ByAccept = true
	return p
}

// recordLinks point from rows to what describes them (RFC 8288).
func (v *view) recordLinks(set *release.Set) []string {
	return []string{
		link(v.permanent(pathTo("datasets", set.ID, "schema"), nil), "describedby"),
		link(set.Licence.URL, "license"),
	}
}

// citeAs names the permanent address of an answer (RFC 8574).
func (v *view) citeAs(path string, given map[string]string) []string {
	return []string{link(v.permanent(path, given), "cite-as")}
}

func link(target, rel string) string { return "<" + target + `>; rel="` + rel + `"` }

// rowAnswer answers with one row: in an envelope, or alone where the format has
// none.
func (v *view) rowAnswer(path string, f format.Format, set *release.Set, row int) *delivery.Page {
	rows := table.Rows{Table: set.Table, Index: []int{row}, Count: 1}
	about, shape := v.subjectOf(set, path, f), format.Only(set.Table, set.AllColumns())
	p := jsonPage(path+f.Suffix(), func(ctx context.Context) (*delivery.Body, error) {
		results, err := appendRows(ctx, nil, rows, shape)
		if err != nil {
			return nil, err
		}
		return envelope(v.metadata(about, nil, 1), results)
	})
	p.Links = append(v.recordLinks(set), v.citeAs(about.path, nil)...)
	if f.Envelope {
		return p
	}
	p.ContentType = f.ContentType
	p.Make = func(ctx context.Context) (*delivery.Body, error) {
		body, err := f.Append(ctx, nil, format.Subject{Shape: shape, About: v.facts(about, nil, set)}, rows.Index)
		return bodyIn(f, body), err
	}
	return p
}

// bodyIn is a body in a format.
func bodyIn(f format.Format, data []byte) *delivery.Body {
	if f.Whole != nil { // which is compressed already
		return delivery.NewCompressedBody(data)
	}
	return delivery.NewBody(data)
}
