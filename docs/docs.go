// Package docs carries the part of the API contract that the comments in api
// state. The documents beside it are for people.
package docs

import _ "embed"

// OpenAPIBase is the OpenAPI 3.1 document made from the comments in api. What
// depends on the data is added by api when it serves the document.
//
//go:generate go run -C ../internal/tools ./openapi
//go:embed openapi_base.json
var OpenAPIBase []byte
