package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// check refuses the comments that swag reads without an error and wrongly. It tells
// all of them at once, each with its place.
func (s *source) check() error {
	var faults []error
	for _, h := range s.handlers {
		if h.file == infoFile {
			faults = append(faults, fmt.Errorf("%s: a handler here would overwrite the description of the service", h.notes[0].at))
		}
		faults = append(faults, checkStatuses(h)...)
		for _, n := range h.notes {
			faults = append(faults, s.checkNote(h, n))
		}
	}
	return errors.Join(faults...)
}

var (
	// A parameter is name, place and type. Anything but a plain type is expanded by swag
	// in the random order of a map.
	plainParam = regexp.MustCompile(`^\S+\s+(query|path|header)\s+(\[\])?(string|int|integer|number|bool|boolean)\s+(true|false)\s+".+"`)
	// A struct of parameters is read here, not by swag.
	structParam = regexp.MustCompile(`^\S+\s+query\s+([\w.]+)\s+(true|false)\s+".+"`)
	combined    = regexp.MustCompile(`^\S+\s+\{\w+\}\s+\S*\{`)
)

func (s *source) checkNote(h handler, n note) error {
	switch {
	case n.key == "@param" && !plainParam.MatchString(n.rest) && len(s.params(h.paramStruct(n))) == 0:
		return fmt.Errorf(`%s: want name, query|path|header, a plain type or for query a struct with form tags, true|false, "description"`, n.at)
	case n.key == "@deprecated" && n.rest != "":
		return fmt.Errorf("%s: @Deprecated takes no value; whatever follows, it deprecates", n.at)
	case isResponse(n.key) && combined.MatchString(n.rest):
		return fmt.Errorf("%s: T{key=U} changes T for everyone who uses it; declare a type", n.at)
	}
	return nil
}

// paramStruct names the shape of a struct of parameters, or none.
func (h handler) paramStruct(n note) string {
	match := structParam.FindStringSubmatch(n.rest)
	if n.key != "@param" || match == nil || plainParam.MatchString(n.rest) {
		return ""
	}
	if strings.Contains(match[1], ".") {
		return match[1]
	}
	return h.pkg + "." + match[1]
}

func isResponse(key string) bool {
	return key == "@success" || key == "@failure" || key == "@response"
}

// checkStatuses holds that each status is said once, because swag merges two through
// a random key of a map, and that a header follows its status, because swag drops it
// otherwise.
func checkStatuses(h handler) []error {
	var faults []error
	var seen []string
	for _, n := range h.notes {
		for status := range strings.SplitSeq(firstWord(n.rest), ",") {
			switch known := slices.Contains(seen, status); {
			case isResponse(n.key) && known:
				faults = append(faults, fmt.Errorf("%s: status %s is said twice", n.at, status))
			case isResponse(n.key):
				seen = append(seen, status)
			case n.key == "@header" && status != "all" && !known:
				faults = append(faults, fmt.Errorf("%s: a header of status %s, which is not said above", n.at, status))
			}
		}
	}
	return faults
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}
