package param

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/notation"
)

// CorrectTime is the Corrector of parameters that are days or instants.
func CorrectTime(given map[string][]string, name string) bool {
	if name == "as_of" && given["release"] != nil {
		delete(given, name)
		return true
	}
	if !slices.Contains([]string{"as_of", "since", "until"}, name) || len(given[name]) != 1 {
		return false
	}
	text := strings.TrimSpace(lang.Narrow(given[name][0]))
	if meant := notation.Rewritten(text); meant != "" {
		text = meant
	}
	text = strings.Replace(text, " ", "+", 1) // the + of a zone that was not encoded
	changed := text != given[name][0]
	given[name] = []string{text}
	return changed
}
