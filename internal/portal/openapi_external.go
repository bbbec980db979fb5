package portal

import (
	"bytes"
	"encoding/json"
)

// The types of this file are the part of OpenAPI 3.1 that the reference shows. The
// API is read-only, so there are no request bodies. encoding/json ignores case, so
// few tags are needed.

type document struct {
	Info struct {
		Title, Description, Version string
	}
	Servers []struct{ URL string }
	Tags    []struct {
		Name, Description string
	}
	Paths      ordered[pathItem]
	Components struct {
		Schemas    ordered[schema]
		Parameters ordered[parameter]
		Responses  ordered[response]
	}
}

type pathItem struct {
	Parameters                                          []parameter
	Get, Put, Post, Delete, Options, Head, Patch, Trace *operation
}

type operation struct {
	OperationID          string
	Summary, Description string
	Tags                 []string
	Deprecated           bool
	Parameters           []parameter
	Responses            ordered[response]
}

type parameter struct {
	Ref                   string `json:"$ref"`
	Name, In, Description string
	Required, Deprecated  bool
	Schema                schema
	Example               json.RawMessage
	Examples              ordered[namedExample]
}

type namedExample struct {
	Summary string
	Value   json.RawMessage
}

type response struct {
	Ref         string `json:"$ref"`
	Description string
	Headers     ordered[header]
	Content     ordered[media]
}

type header struct {
	Description string
	Schema      schema
}

type media struct {
	Schema schema
}

type schema struct {
	Ref                                string `json:"$ref"`
	Type                               typeNames
	Format, Description, Pattern       string
	Enum, Examples                     []json.RawMessage
	Const, Default, Example            json.RawMessage
	Minimum, Maximum                   json.Number
	ExclusiveMinimum, ExclusiveMaximum json.Number
	MinLength, MaxLength               json.Number
	MinItems, MaxItems                 json.Number
	Items, AdditionalProperties        *schema
	OneOf, AnyOf, AllOf                []schema
	Properties                         ordered[schema]
	Required                           []string
	Deprecated                         bool

	never bool // the schema false
}

// UnmarshalJSON accepts true and false, which are schemas as well.
func (s *schema) UnmarshalJSON(data []byte) error {
	switch string(data) {
	case "true":
		return nil
	case "false":
		s.never = true
		return nil
	}
	type plain schema
	return json.Unmarshal(data, (*plain)(s))
}

// typeNames is one type or, since OpenAPI 3.1, several.
type typeNames []string

// UnmarshalJSON accepts both spellings.
func (t *typeNames) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte("[")) {
		return json.Unmarshal(data, (*[]string)(t))
	}
	*t = make(typeNames, 1)
	return json.Unmarshal(data, &(*t)[0])
}
