package openapi

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// plainKey is a key that every reader of YAML takes for a text.
var plainKey = regexp.MustCompile(`^[$/A-Z_a-z][-$./A-Z_a-z{}0-9]*$`)

// words are texts that YAML 1.1 takes for something else.
const words = " y n yes no on off true false null "

// YAML writes a document that Make made as YAML, in the same order. Texts stay quoted, so
// that no reader takes one for a number, a date or a truth value.
func YAML(document []byte) ([]byte, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(document, &root); err != nil {
		return nil, fmt.Errorf("reading the OpenAPI document: %w", err)
	}
	inBlocks(&root)
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2) //nolint:mnd // spaces
	if err := encoder.Encode(&root); err != nil {
		return nil, fmt.Errorf("writing the OpenAPI document as YAML: %w", err)
	}
	return b.Bytes(), encoder.Close()
}

// inBlocks writes objects and lists over lines, texts of several lines as they
// are, and keys without quotes where that is safe.
func inBlocks(n *yaml.Node) {
	n.Style &^= yaml.FlowStyle
	if n.Kind == yaml.ScalarNode && n.Tag == "!!str" && strings.Contains(n.Value, "\n") {
		n.Style = yaml.LiteralStyle
	}
	for i, child := range n.Content {
		inBlocks(child)
		if n.Kind == yaml.MappingNode && i%2 == 0 && plainKey.MatchString(child.Value) && !strings.Contains(words, " "+strings.ToLower(child.Value)+" ") {
			child.Style = 0
		}
	}
}
