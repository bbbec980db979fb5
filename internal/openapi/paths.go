package openapi

import (
	"errors"
	"regexp"
	"slices"

	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
)

// describePath adds to one path of the document what depends on the data.
func (m *maker) describePath(path string, item object) error {
	op, ok := item["get"].(object)
	if !ok {
		return errors.New("no GET operation")
	}
	switch path {
	case "/api/v1/plan":
		setResults(op, object{"$ref": schemaRef("PlanTree")})
	case "/api/v1/datasets/{id}/records":
		m.describeAnyRecords(op)
	case "/api/v1/datasets/{id}", "/api/v1/datasets/{id}/schema":
		setEnum(op, "id", m.datasetIDs())
	case "/api/v1/search":
		setEnum(op, "dataset", m.datasetIDs())
	case "/api/v1/timemap":
		parameter(op, "url")["schema"] = object{"type": "string", "pattern": m.ownURL()}
	case "/files/{name}":
		setEnum(op, "name", m.Files)
		describeFile(op)
	case "/releases/{number}/files/{name}":
		describeFile(op)
	default:
		m.describeRecords(path, op)
	}
	m.describeFormats(path, op)
	describeResponses(path, op)
	return nil
}

// described is what a path of a resource answers with.
type described struct {
	set    *release.Set // of the rows
	item   bool         // one row
	series *plan.Series // the rows of one record, or
	all    bool         // of all
}

// describeRecords describes a path that answers with rows of one dataset.
func (m *maker) describeRecords(path string, op object) {
	d, ok := m.resourceAt(path)
	if !ok {
		return
	}
	row := object{"$ref": schemaRef(recordSchemaName(d.set.ID))}
	if d.item {
		setResults(op, row)
		return
	}
	for i := range d.set.Table.Columns() {
		addParameter(op, columnParameter(d.set, i))
	}
	switch {
	case d.all:
		setRows(op, row, object{"$ref": schemaRef(derivedSchemaName(d.set.ID))})
		m.describeQuery(d.set, op, d.series.Scope("", ""))
	case d.series != nil:
		m.describeSeries(*d.series, d.set, op)
	default:
		setRows(op, row)
		m.describeQuery(d.set, op, "")
	}
	m.describeLists(d.set, op)
}

// describeAnyRecords describes the path that answers with rows of any dataset,
// by the one that is its example.
func (m *maker) describeAnyRecords(op object) {
	setEnum(op, "id", m.datasetIDs())
	setRows(op, m.recordRefs()...)
	id, _ := parameter(op, "id")["example"].(string)
	if set, ok := m.Release.Set(id); ok {
		m.describeQuery(set, op, "")
	}
	describeAnyLists(op)
	conditions := parameter(op, "conditions")
	conditions["schema"] = object{"type": "object", "additionalProperties": object{"type": "string"}}
}

// resourceAt finds what a path of a resource answers with; false if no resource
// has the path, or the release does not have the dataset.
func (m *maker) resourceAt(path string) (d described, ok bool) {
	id := ""
	for _, r := range m.Resources {
		list := v1 + r.Path
		item := list + "/{id}"
		switch path {
		case list:
			id = r.Dataset
		case item:
			id, d.item = r.Dataset, true
		case item + "/" + r.Series.Path:
			id, d.series = r.Series.Dataset, &r.Series
		case v1 + r.Series.Path:
			id, d.series, d.all = r.Series.Dataset, &r.Series, true
		}
	}
	d.set, ok = m.Release.Set(id)
	return d, ok
}

// columnParameter documents the filter on a column, with a value that occurs.
func columnParameter(set *release.Set, i int) object {
	c := set.Table.Column(i)
	p := object{
		"name": c.Name, "in": "query",
		"description": "列「" + c.Title.Ja + "」がこの値と完全に一致する行だけ（" + c.Name + ".eq でも同じ。ほかの演算子は conditions） / only rows with exactly this " + c.Name + " (other operators: see conditions)",
		"schema":      operandSchema(c),
	}
	if example, ok := shortExample(set.Table, i); ok {
		p["example"] = example
	}
	return p
}

func addParameter(op, p object) {
	list, _ := op["parameters"].([]any)
	op["parameters"] = append(list, p)
}

func removeParameter(op object, name string) {
	list, _ := op["parameters"].([]any)
	op["parameters"] = slices.DeleteFunc(list, func(entry any) bool {
		p, ok := entry.(object)
		return ok && p["name"] == name
	})
}

func parameter(op object, name string) object {
	list, _ := op["parameters"].([]any)
	for _, entry := range list {
		if p, ok := entry.(object); ok && p["name"] == name {
			return p
		}
	}
	return object{}
}

func setEnum(op object, name string, values []string) {
	parameter(op, name)["schema"] = object{"type": "string", "enum": values}
}

// exampleOfList gives a parameter an example. There is none where the dataset
// has no rows to take one from.
func exampleOfList(op object, name, example string) {
	if example != "" {
		parameter(op, name)["example"] = example
	}
}

func (m *maker) datasetIDs() []string {
	var ids []string
	for _, set := range m.Release.Sets {
		ids = append(ids, set.ID)
	}
	return ids
}

func (m *maker) recordRefs() []object {
	var refs []object
	for _, set := range m.Release.Sets {
		refs = append(refs, object{"$ref": schemaRef(recordSchemaName(set.ID))})
	}
	return refs
}

func schemaRef(name string) string { return "#/components/schemas/" + name }

func recordSchemaName(id string) string { return "Record_" + id }

// ownURL is the pattern of the addresses of the service, with its name before them
// or without.
func (m *maker) ownURL() string {
	but := func(signs string) string { return `(?:[^\x00-\x1F\x7F%` + signs + `]|%[0-9A-Fa-f]{2})` }
	return "^(?:" + regexp.QuoteMeta(m.BaseURL) + ")?/(?:" + but("?/") + but("?") + `*)?(?:\?` + but(";") + "*)?$"
}
