package api

import (
	"errors"
	"strings"
	"unicode/utf8"

	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// describePath adds to one path of the document what depends on the data.
func (v *view) describePath(path string, item object) error {
	op, ok := item["get"].(object)
	if !ok {
		return errors.New("no GET operation")
	}
	switch path {
	case "/api/v1/plan":
		setResults(op, object{"$ref": schemaRef("PlanTree")})
	case "/api/v1/datasets/{id}/records":
		setEnum(op, "id", v.datasetIDs())
		setResults(op, object{"anyOf": v.recordRefs()})
		addParameter(op, anyColumn())
		exampleOfList(op, "fields", "id,title")
		exampleOfList(op, "sort", "-id")
	case "/api/v1/datasets/{id}", "/api/v1/datasets/{id}/schema":
		setEnum(op, "id", v.datasetIDs())
	case "/files/{name}":
		setEnum(op, "name", v.fileNames())
		setSchema(op, "application/json", object{"type": "array", "items": object{"anyOf": v.recordRefs()}})
	case "/releases/{number}/files/{name}":
		v.describeReleaseFile(op)
	default:
		v.describeRecords(path, op)
	}
	describeResponses(path, op)
	return nil
}

// describeRecords describes a path that answers with rows of one dataset.
func (v *view) describeRecords(path string, op object) {
	set, list, ok := v.datasetOf(path)
	if !ok {
		return
	}
	setResults(op, object{"$ref": schemaRef(recordSchemaName(set.ID))})
	if path == seriesPath {
		describeSeries(set, op)
	}
	if !list {
		return
	}
	for i := range set.Table.Columns() {
		p := columnParameter(set, i)
		if id, given := parameter(op, "id")["example"]; given && p["name"] == "indicator_id" {
			p["example"] = id // of a series, the indicator in the path
		}
		addParameter(op, p)
	}
	var names []string
	for _, c := range set.Schema.Data()[:2] {
		names = append(names, c.Name)
	}
	exampleOfList(op, "fields", strings.Join(names, ","))
	exampleOfList(op, "sort", "-"+names[0])
}

// datasetOf finds the dataset that a path of the API lists or takes one row of.
func (v *view) datasetOf(path string) (set *release.Set, list, ok bool) {
	rest, found := strings.CutPrefix(path, v1)
	if !found {
		return nil, false, false
	}
	if strings.HasSuffix(rest, "/observations") {
		rest = "observations"
	}
	id, item := strings.CutSuffix(rest, "/{id}")
	set, ok = v.release.Set(id)
	return set, !item, ok
}

// columnParameter documents the filter on a column, with a value that occurs.
func columnParameter(set *release.Set, i int) object {
	c := set.Table.Column(i)
	p := object{
		"name": c.Name, "in": "query",
		"description": "列「" + c.Title.Ja + "」がこの値と完全に一致する行だけ（" + c.Name + ".eq でも同じ） / only rows with exactly this " + c.Name,
		"schema":      operandSchema(c),
	}
	if example, ok := shortExample(set.Table, i); ok {
		p["example"] = example
	}
	return p
}

// longestExample keeps whole paragraphs out of the reference.
const longestExample = 40

// shortExample is a value that occurs in a column and is short enough to show.
func shortExample(t *table.Table, column int) (any, bool) {
	for row := range t.Len() {
		if text := t.Text(column, row); text != "" && utf8.RuneCountInString(text) <= longestExample {
			return exampleValue(t, column, row), true
		}
	}
	return nil, false
}

// anyColumn documents that every column is a parameter where the dataset is not
// known beforehand.
func anyColumn() object {
	return object{
		"name": "columns", "in": "query", "style": "form", "explode": true,
		"description": "列名=値で絞り込む（列はデータセットごとの schema を参照） / column=value keeps the rows with that value; the columns are in the dataset's schema",
		"schema":      object{"type": "object", "additionalProperties": object{"type": "string"}},
	}
}

func addParameter(op, p object) {
	list, _ := op["parameters"].([]any)
	op["parameters"] = append(list, p)
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

func exampleOfList(op object, name, example string) { parameter(op, name)["example"] = example }

// setResults replaces what the results of an envelope are.
func setResults(op, item object) {
	setSchema(op, "application/json", object{
		"type": "object", "required": []string{"metadata", "results"},
		"properties": object{
			"metadata": object{"$ref": schemaRef("Metadata")},
			"results":  object{"type": "array", "items": item},
		},
	})
}

func setSchema(op object, media string, schema object) {
	content, ok := dig(op, "responses", "200", "content", media)
	if ok {
		content["schema"] = schema
	}
}

// describeResponses adds what every answer has: a 304 where there is an ETag,
// and the problem of any other failure.
func describeResponses(path string, op object) {
	responses, ok := dig(op, "responses")
	if !ok {
		return
	}
	problem := object{"description": "その他の誤り / any other failure", "content": object{
		"application/problem+json": object{"schema": object{"$ref": schemaRef("Problem")}},
	}}
	responses["default"] = problem
	if path == "/healthz" || path == "/readyz" {
		return
	}
	etag := object{"ETag": object{"description": "内容の識別子（強いETag） / strong entity tag", "schema": object{"type": "string"}}}
	responses["304"] = object{"description": "If-None-Match の内容から変わっていない / not modified", "headers": etag}
	headers := object{"ETag": etag["ETag"], "Link": object{
		"description": "関連するURL（RFC 8288）: 次のページは rel=next、恒久的な引用先は rel=cite-as、列の定義は rel=describedby / related addresses: rel=next is the next page, rel=cite-as the permanent address",
		"schema":      object{"type": "string"},
	}}
	if answer, ok := dig(responses, "200"); ok {
		answer["headers"] = headers
	}
}

func dig(o object, path ...string) (object, bool) {
	for _, name := range path {
		next, ok := o[name].(object)
		if !ok {
			return nil, false
		}
		o = next
	}
	return o, true
}

func (v *view) datasetIDs() []string {
	var ids []string
	for _, set := range v.release.Sets {
		ids = append(ids, set.ID)
	}
	return ids
}

func (v *view) recordRefs() []object {
	var refs []object
	for _, set := range v.release.Sets {
		refs = append(refs, object{"$ref": schemaRef(recordSchemaName(set.ID))})
	}
	return refs
}

func schemaRef(name string) string { return "#/components/schemas/" + name }

func recordSchemaName(id string) string { return "Record_" + id }
