package openapi

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

// setRows replaces what the results of a list are: rows, or groups of them.
func setRows(op object, rows ...object) {
	setResults(op, object{"anyOf": append(rows, object{"$ref": schemaRef(groupSchemaName)})})
	schema, ok := dig(op, "responses", "200", "content", "application/json", "schema", "properties")
	if !ok {
		return
	}
	schema["facets"] = object{
		"type": "object", "additionalProperties": object{"type": "array", "items": object{"$ref": schemaRef("FacetInfo")}},
		"description": "列の値ごとの件数。件数の多い順に100までの値（facets を指定したとき） / the number of matching rows for each value, at most 100 values, most frequent first (if facets is given)",
	}
	schema["facets_total"] = object{
		"type": "object", "additionalProperties": object{"type": "integer"},
		"description": "列ごとの、値の数（値がないことも一つに数える）。facets より多ければ、すべての値は group_by で得られる / the number of values of each column, the missing one included; if there are more than in facets, group_by lists all of them",
	}
	schema["highlights"] = object{
		"type": "array", "items": object{"type": "object", "additionalProperties": object{"type": "string"}},
		"description": "行ごとの、語の見つかった列と、語を <mark> で囲んだHTML（q を指定したとき） / for each row the columns that contain the words, as HTML with <mark> around them (if q is given)",
	}
}

// describeFile says nothing of what is in a file. Its media type depends on its
// name, and clients that were made of a document read everything as JSON where they
// know a schema of it.
func describeFile(op object) {
	for _, status := range []string{"200", "206"} {
		if content, ok := dig(op, "responses", status, "content"); ok {
			content["application/json"] = object{}
		}
	}
}

func setSchema(op object, media string, schema object) {
	content, ok := dig(op, "responses", "200", "content", media)
	if ok {
		content["schema"] = schema
	}
}

// describeResponses adds what every answer has: a 304 where there is an ETag,
// and the problem of any other failure. They are told by their class, not as
// default: clients that were made of a document take that for the 200 whose media
// type they do not know.
func describeResponses(path string, op object) {
	responses, ok := dig(op, "responses")
	if !ok {
		return
	}
	for class, what := range map[string]string{"4XX": "要求のその他のエラー / any other error of the request", "5XX": "サービスのその他のエラー / any other error of the service"} {
		responses[class] = problemResponse(what)
	}
	if path == "/healthz" || path == "/readyz" {
		return
	}
	busy := problemResponse("混雑のため応答できない。Retry-After の秒数が過ぎてから再度試す / too busy to respond; try again after the number of seconds given by Retry-After")
	busy["headers"] = object{"Retry-After": object{"description": "秒数 / seconds", "schema": object{"type": "integer"}}}
	responses["503"] = busy
	if len(parameter(op, "group_by")) > 0 {
		responses["413"] = problemResponse("応答が大きすぎるか、グループが多すぎる。対処方法は fixes に示す / the response is too large, or there are too many groups; fixes say what to do")
	}
	etag := object{"ETag": object{"description": "内容の識別子（強いETag） / strong entity tag", "schema": object{"type": "string"}}}
	responses["304"] = object{"description": "If-None-Match の内容から変わっていない / not modified", "headers": etag}
	headers := object{"ETag": etag["ETag"], "Link": object{
		"description": "関連するURL（RFC 8288）: 次のページは rel=next、恒久的な引用先は rel=cite-as、列の定義は rel=describedby / related URLs (RFC 8288): rel=next is the next page, rel=cite-as the permanent URL, rel=describedby the definition of the columns",
		"schema":      object{"type": "string"},
	}}
	if answer, ok := dig(responses, "200"); ok {
		answer["headers"] = headers
	}
}

func problemResponse(description string) object {
	return object{"description": description, "content": object{
		"application/problem+json": object{"schema": object{"$ref": schemaRef("Problem")}},
	}}
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
