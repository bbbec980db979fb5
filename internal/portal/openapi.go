package portal

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// parseDocument parses a document and replaces references to shared parameters
// and responses by what they refer to. References to schemas stay: the page links
// them.
func parseDocument(spec []byte) (*document, error) {
	var d document
	if err := json.Unmarshal(spec, &d); err != nil {
		return nil, fmt.Errorf("reading the OpenAPI document: %w", err)
	}
	var faults []error
	for _, path := range d.Paths {
		faults = append(faults, d.shareParameters(path.Value.Parameters))
		for _, m := range path.Value.methods() {
			faults = append(faults, d.shareParameters(m.op.Parameters), d.shareResponses(m.op.Responses))
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, fmt.Errorf("reading the OpenAPI document: %w", err)
	}
	return &d, nil
}

func (d *document) shareParameters(list []parameter) error {
	for i, p := range list {
		if p.Ref == "" {
			continue
		}
		shared, err := referred(d.Components.Parameters, "parameters", p.Ref)
		if err != nil {
			return err
		}
		list[i] = shared
	}
	return nil
}

func (d *document) shareResponses(list ordered[response]) error {
	for i, r := range list {
		if r.Value.Ref == "" {
			continue
		}
		shared, err := referred(d.Components.Responses, "responses", r.Value.Ref)
		if err != nil {
			return err
		}
		list[i].Value = shared
	}
	return nil
}

func referred[T any](components ordered[T], kind, ref string) (T, error) {
	name, _ := strings.CutPrefix(ref, "#/components/"+kind+"/")
	value, ok := components.find(name)
	if !ok {
		return value, fmt.Errorf("unresolved reference %s", ref)
	}
	return value, nil
}

type method struct {
	name string
	op   *operation
}

// methods lists the operations of a path, those that only read first.
func (p pathItem) methods() []method {
	all := []method{
		{"GET", p.Get},
		{"HEAD", p.Head},
		{"OPTIONS", p.Options},
		{"POST", p.Post},
		{"PUT", p.Put},
		{"PATCH", p.Patch},
		{"DELETE", p.Delete},
		{"TRACE", p.Trace},
	}
	return slices.DeleteFunc(all, func(m method) bool { return m.op == nil })
}

// parameters returns the parameters of an operation and those of its path that
// it does not override (same name and location).
func (p pathItem) parameters(op *operation) []parameter {
	list := slices.Clone(op.Parameters)
	for _, shared := range p.Parameters {
		own := func(q parameter) bool { return q.Name == shared.Name && q.In == shared.In }
		if !slices.ContainsFunc(op.Parameters, own) {
			list = append(list, shared)
		}
	}
	return list
}

const schemaPrefix = "#/components/schemas/"

// schema resolves a reference to a shared schema; any other schema is returned
// unchanged.
func (d *document) schema(s schema) schema {
	if name, ok := strings.CutPrefix(s.Ref, schemaPrefix); ok {
		if shared, found := d.Components.Schemas.find(name); found {
			return shared
		}
	}
	return s
}
