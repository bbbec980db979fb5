package main

import (
	"fmt"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const problemJSON = "application/problem+json"

// correctTop removes what swag writes without being asked: empty objects are no valid
// external documentation, and a server without variables has no list of them.
func correctTop(doc object) {
	for _, key := range []string{"externalDocs", "webhooks"} {
		if part, ok := doc[key].(object); ok && (len(part) == 0 || part["url"] == "" || part["url"] == nil) {
			delete(doc, key)
		}
	}
	for _, server := range list(doc["servers"]) {
		if variables, ok := server["variables"].(object); ok && len(variables) == 0 {
			delete(server, "variables")
		}
	}
	// Said, not left out: an open service needs no key, and tools ask for the statement.
	if doc["security"] == nil {
		doc["security"] = []any{}
	}
}

func correctOperations(doc object, src *source) error {
	routes, err := src.routes()
	if err != nil {
		return err
	}
	var tags []any
	for _, tag := range list(doc["tags"]) {
		tags = append(tags, tag["name"])
	}
	for path, item := range children(doc["paths"]) {
		for method, op := range children(item) {
			found, ok := routes[method+" "+path]
			if !ok {
				return fmt.Errorf("no handler found for %s %s", method, path)
			}
			op["operationId"] = found.id
			src.addParams(op, found.structs)
			if err := correctOperation(op, method, tags); err != nil {
				return fmt.Errorf("%s %s: %w", method, path, err)
			}
		}
	}
	return nil
}

func correctOperation(op object, method string, tags []any) error {
	if err := checkTags(op, tags); err != nil {
		return err
	}
	for _, p := range list(op["parameters"]) {
		if err := correctParameter(p); err != nil {
			return err
		}
	}
	for status, response := range children(op["responses"]) {
		correctResponse(method, status, response)
	}
	return nil
}

// checkTags refuses tags that nobody describes.
func checkTags(op object, known []any) error {
	tags, _ := op["tags"].([]any)
	for _, tag := range tags {
		if !slices.Contains(known, tag) {
			return fmt.Errorf("the tag %v is not declared: write @tag.name and @tag.description in %s", tag, infoFile)
		}
	}
	return nil
}

// correctParameter makes lists comma-separated, because a repeated parameter is an error
// in this service; swag loses that and takes their example for one element. It
// refuses numbers without bounds: every reader of numbers has some.
func correctParameter(p object) error {
	if p["in"] == "path" {
		p["required"] = true
	}
	schema, _ := p["schema"].(object)
	if schema["type"] == "integer" && (schema["minimum"] == nil || schema["maximum"] == nil) {
		return fmt.Errorf("the number %v needs a minimum and a maximum", p["name"])
	}
	if schema["type"] != "array" {
		return nil
	}
	p["style"], p["explode"] = "form", false
	if p["in"] != "query" {
		p["style"] = "simple"
	}
	split(p, "example")
	split(schema, "default")
	return nil
}

func split(in object, key string) {
	text, ok := in[key].(string)
	if !ok {
		return
	}
	parts := []any{}
	for part := range strings.SplitSeq(text, ",") {
		parts = append(parts, strings.TrimSpace(part))
	}
	in[key] = parts
}

// correctResponse gives every media type its own schema: @Produce knows only one for all.
func correctResponse(method, status string, response object) {
	response["description"] = describe(status, response["description"])
	content, _ := response["content"].(object)
	switch status[0] {
	case '2':
		delete(content, problemJSON)
	case '4', '5', 'd': // d as in default
		// All media types of one response have the same schema, so any of them will do.
		for _, media := range content {
			content = object{problemJSON: media}
			response["content"] = content
		}
	}
	for media := range content {
		if !isStructured(media) {
			content[media] = object{"schema": rawBody(media)}
		}
	}
	// HEAD answers with the headers of GET and never with a body.
	if method == "head" || len(content) == 0 {
		delete(response, "content")
	}
}

// describe keeps what the comment says. Where it says nothing, swag takes the text of
// the first status in the line for all of them, and none for the default response.
func describe(status string, said any) any {
	own, err := strconv.Atoi(status)
	if said == nil || said == "" {
		said = "Any other answer"
	}
	for code := range 600 {
		if err == nil && said == http.StatusText(code) {
			return http.StatusText(own)
		}
	}
	return said
}

// isStructured reports whether a body is a value of JSON, in whatever notation.
func isStructured(media string) bool {
	return slices.ContainsFunc([]string{"/json", "+json", "/yaml", "+yaml"}, func(end string) bool { return strings.HasSuffix(media, end) })
}

// rawBody describes a body that has no such structure. format: binary is what code
// generators understand; OpenAPI 3.1 itself gives it no meaning.
func rawBody(media string) object {
	text := strings.HasPrefix(media, "text/") ||
		slices.ContainsFunc([]string{"xml", "ndjson", "json-seq", "link-format"}, func(s string) bool { return strings.HasSuffix(media, s) })
	if text {
		return object{"type": "string"}
	}
	return object{"type": "string", "format": "binary"}
}

// children yields the objects below an object in the order of their keys, so that
// the first error is always the same one.
func children(parent any) iter.Seq2[string, object] {
	return func(yield func(string, object) bool) {
		m, _ := parent.(object)
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if child, ok := m[key].(object); ok && !yield(key, child) {
				return
			}
		}
	}
}

func list(value any) []object {
	var objects []object
	items, _ := value.([]any)
	for _, item := range items {
		if o, ok := item.(object); ok {
			objects = append(objects, o)
		}
	}
	return objects
}
