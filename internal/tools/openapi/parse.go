package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/swaggo/swag/v2"
)

// infoFile holds the general part of the document and nothing else: swag takes the
// description of any handler in this file for the description of the whole service.
const infoFile = "openapi_info.go"

// parse lets swag read the package in dir, and the packages of the same module that
// it imports, for their types.
func parse(dir, module string) (object, error) {
	parser := swag.New(
		swag.GenerateOpenAPI3Doc(true),
		swag.SetStrict(true),
		swag.SetParseDependency(swag.ParseModels),
		swag.ParseUsingGoList(true),
		swag.SetPackagePrefix(module),
		swag.SetDebugger(warnings{}),
	)
	// The depth is for swag's own search for packages; go list needs none.
	if err := parser.ParseAPI(dir, infoFile, 0); err != nil {
		return nil, fmt.Errorf("swag: %w", err)
	}
	marshalled, err := json.Marshal(parser.GetOpenAPI())
	if err != nil {
		return nil, fmt.Errorf("swag: %w", err)
	}
	doc := object{}
	// As numbers, 1000000 would come back as 1e+06.
	dec := json.NewDecoder(bytes.NewReader(marshalled))
	dec.UseNumber()
	if err := dec.Decode(&doc); err != nil {
		return nil, fmt.Errorf("swag wrote no JSON: %w", err)
	}
	return doc, nil
}

// warnings keeps of swag's chatter what says that something was left out.
type warnings struct{}

func (warnings) Printf(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	if strings.Contains(line, "warning") || strings.Contains(line, "not supported") {
		fmt.Fprintln(os.Stderr, "swag:", strings.TrimSpace(line))
	}
}
