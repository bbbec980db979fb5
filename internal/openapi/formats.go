package openapi

import (
	"strings"

	"hachinohe.example/opendata/internal/format"
)

// describeFormats says in which formats a path answers with rows: the media types
// of its responses, and the values of the parameter format. JSON has its schema
// already.
func (m *maker) describeFormats(path string, op object) {
	content := m.contentOf(path)
	if content == 0 {
		return
	}
	formats := m.Formats.With(content)
	if p := parameter(op, "format"); len(p) > 0 {
		p["schema"] = object{"type": "string", "enum": formats.Names()}
	}
	describeOption(op, "bom", formats, func(o format.Options) bool { return o.BOM })
	describeOption(op, "header", formats, func(o format.Options) bool { return o.Header })
	for _, status := range []string{"200", "206"} {
		described, ok := dig(op, "responses", status, "content")
		if !ok {
			continue
		}
		for _, f := range formats {
			if _, there := described[f.Media()]; !there {
				described[f.Media()] = object{"schema": bodySchema(f)}
			}
		}
	}
}

// describeOption says which of the formats have an option.
func describeOption(op object, name string, formats format.List, has func(format.Options) bool) {
	p := parameter(op, name)
	text, ok := p["description"].(string)
	if !ok {
		return
	}
	var able []string
	for _, f := range formats {
		if has(f.Options) {
			able = append(able, f.Title.Ja)
		}
	}
	list := strings.Join(able, ", ")
	p["description"] = strings.Replace(text, " / ", "。使える形式: "+list+" / ", 1) + "; formats: " + list
}

// bodySchema is the schema of a body that is no JSON.
func bodySchema(f format.Format) object {
	if f.Document {
		return object{"type": "string", "format": "binary"}
	}
	return object{"type": "string"}
}

// contentOf is what a path answers with, 0 if that is no rows.
func (m *maker) contentOf(path string) format.Content {
	switch path {
	case "/files/{name}", "/releases/{number}/files/{name}":
		return format.Files
	case v1 + "diff":
		return format.Differences
	case v1 + "datasets/{id}/records":
		return format.Lists
	}
	d, ok := m.resourceAt(path)
	switch {
	case !ok:
		return 0
	case d.item:
		return format.Items
	}
	return format.Lists
}
