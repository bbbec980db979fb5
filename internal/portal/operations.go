package portal

import (
	"slices"
	"strconv"
	"strings"
)

const untagged = "その他"

// groups returns the operations by their first tag: tags in the order of the
// document's list, then others in order of appearance.
func (d *document) groups(problems []Problem) []groupView {
	var groups []groupView
	for _, tag := range d.Tags {
		groups = append(groups, groupView{ID: anchor("tag", tag.Name), Name: tag.Name, Description: prose(tag.Description)})
	}
	for _, path := range d.Paths {
		for _, m := range path.Value.methods() {
			if m.name == "HEAD" && path.Value.Get != nil {
				continue // shown with GET
			}
			name := untagged
			if len(m.op.Tags) > 0 {
				name = m.op.Tags[0]
			}
			at := slices.IndexFunc(groups, func(g groupView) bool { return g.Name == name })
			if at < 0 {
				at = len(groups)
				groups = append(groups, groupView{ID: anchor("tag", name), Name: name})
			}
			groups[at].Operations = append(groups[at].Operations, d.operation(path.Name, path.Value, m, problems))
		}
	}
	return slices.DeleteFunc(groups, func(g groupView) bool { return len(g.Operations) == 0 })
}

func (d *document) operation(path string, item pathItem, m method, problems []Problem) operationView {
	id := anchor("op", m.op.OperationID)
	if m.op.OperationID == "" {
		id = anchor("op", strings.ToLower(m.name), path)
	}
	parameters := item.parameters(m.op)
	view := operationView{
		ID: id, Method: m.name, Path: path, Summary: m.op.Summary, Description: prose(m.op.Description),
		Deprecated: m.op.Deprecated, Head: m.name == "GET" && item.Head != nil,
	}
	if m.name == "GET" {
		view.Example = d.exampleURL(path, parameters, "")
	}
	for _, p := range parameters {
		row := d.parameter(id, p)
		if m.name == "GET" && row.Example != "" && p.In != "header" && p.In != "cookie" {
			row.ExampleURL = d.exampleURL(path, parameters, p.Name)
		}
		for _, e := range p.Examples {
			row.Examples = append(row.Examples, d.exampleOf(path, parameters, p.Name, e.Value))
		}
		view.Parameters = append(view.Parameters, row)
	}
	for _, r := range m.op.Responses {
		view.Responses = append(view.Responses, d.response(id, r, problems))
	}
	return view
}

func (d *document) parameter(operation string, p parameter) parameterView {
	return parameterView{
		ID: anchor(operation, p.In, p.Name), Name: p.Name, Place: p.In, Required: p.Required, Deprecated: p.Deprecated,
		Type: d.typeOf(p.Schema), Facts: d.facts(p.Schema), Description: prose(p.Description), Example: d.example(p),
	}
}

func (d *document) response(operation string, r named[response], problems []Problem) responseView {
	view := responseView{ID: anchor(operation, r.Name), Status: r.Name, Description: prose(r.Value.Description)}
	for _, p := range problems {
		if strconv.Itoa(p.Status) == r.Name {
			view.Problem = p.Slug
		}
	}
	for _, h := range r.Value.Headers {
		view.Headers = append(view.Headers, headerView{h.Name, d.typeOf(h.Value.Schema), prose(h.Value.Description)})
	}
	for _, m := range r.Value.Content {
		body := m.Value.Schema
		view.Media = append(view.Media, mediaView{m.Name, d.typeOf(body), d.properties(view.ID, "", body)})
	}
	return view
}
