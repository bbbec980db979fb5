package portal

import (
	"encoding/json"
	"net/url"
	"strings"
)

// exampleURL returns a working URL: the examples of all required parameters, and
// of one more. It is empty if an example is missing.
func (d *document) exampleURL(path string, parameters []parameter, extra string) string {
	return d.callURL(path, parameters, extra, url.Values{})
}

// exampleOf returns one of several examples of a parameter. An object stands
// for one parameter per property (style form, exploded).
func (d *document) exampleOf(path string, parameters []parameter, name string, e namedExample) exampleView {
	var given ordered[json.RawMessage]
	if json.Unmarshal(e.Value, &given) != nil {
		given = ordered[json.RawMessage]{{name, e.Value}}
	}
	query := url.Values{}
	var parts []string
	for _, one := range given {
		query.Set(one.Name, text(one.Value))
		parts = append(parts, one.Name+"="+text(one.Value))
	}
	return exampleView{Text: strings.Join(parts, "&"), URL: d.callURL(path, parameters, "", query), Summary: prose(e.Summary)}
}

// callURL is exampleURL with additional query parameters.
func (d *document) callURL(path string, parameters []parameter, extra string, query url.Values) string {
	for _, p := range parameters {
		value := d.example(p)
		needed := p.Required || p.In == "path"
		switch {
		case needed && value == "":
			return ""
		case p.In == "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(value))
		case p.In == "query" && (needed || p.Name == extra):
			query.Set(p.Name, value)
		}
	}
	if strings.Contains(path, "{") {
		return "" // a variable that no parameter describes
	}
	if len(query) > 0 {
		path += "?" + strings.ReplaceAll(query.Encode(), "%2C", ",")
	}
	return d.root() + path
}

// root is the path of the service. The examples have no host, because the service
// may be reachable under several.
func (d *document) root() string {
	if len(d.Servers) == 0 {
		return ""
	}
	server, err := url.Parse(d.Servers[0].URL)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(server.Path, "/")
}

// text formats a JSON value for a query string: strings without quotes, elements
// of a list separated by commas.
func text(value json.RawMessage) string {
	var s string
	if json.Unmarshal(value, &s) == nil && string(value) != "null" {
		return s
	}
	var list []json.RawMessage
	if json.Unmarshal(value, &list) != nil || list == nil {
		return string(value)
	}
	parts := make([]string, len(list))
	for i, element := range list {
		parts[i] = text(element)
	}
	return strings.Join(parts, ",")
}

// example returns the example of a parameter, its own before that of its schema.
func (d *document) example(p parameter) string {
	s := d.schema(p.Schema)
	for _, value := range append([]json.RawMessage{p.Example, s.Example}, s.Examples...) {
		if value != nil {
			return text(value)
		}
	}
	return ""
}
