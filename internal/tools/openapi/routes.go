package main

import (
	"errors"
	"fmt"
	"strings"
)

// route is what the source knows of an operation and swag does not write.
type route struct {
	id      string
	structs []string // of query parameters
}

// routes finds them by method and path, as in "get /api/v1/goals". The name of the
// handler serves as the id of the operation: it is there anyway and saves a comment.
func (s *source) routes() (map[string]route, error) {
	found := map[string]route{}
	owner := map[string]string{}
	var faults []error
	for _, h := range s.handlers {
		for _, n := range h.notes {
			if n.key != "@router" {
				continue
			}
			path, method, _ := strings.Cut(n.rest, " ")
			method = strings.ToLower(strings.Trim(strings.TrimSpace(method), "[]"))
			id := h.id(method)
			if other, taken := owner[id]; taken {
				faults = append(faults, fmt.Errorf("%s: operation id %s is taken by %s; say @ID, or write a stub", n.at, id, other))
			}
			found[method+" "+path], owner[id] = route{id, h.structs()}, n.at
		}
	}
	return found, errors.Join(faults...)
}

func (h handler) structs() []string {
	var names []string
	for _, n := range h.notes {
		if name := h.paramStruct(n); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// id separates HEAD from GET on one handler, which swag gives the same id.
func (h handler) id(method string) string {
	id := h.name
	for _, n := range h.notes {
		if n.key == "@id" {
			id = n.rest
		}
	}
	if method == "head" {
		return "head" + strings.ToUpper(id[:1]) + id[1:]
	}
	return id
}
