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
	if name != "as_of" && reversed(given) {
		given["since"], given["until"] = given["until"], given["since"]
		return true
	}
	text := timeMeant(name, given[name][0])
	changed := text != given[name][0]
	given[name] = []string{text}
	return changed
}

// timeMeant is a text as it is written in the place of a parameter.
func timeMeant(name, text string) string {
	text = strings.TrimSpace(lang.Narrow(text))
	if meant := dayMeant(name, text); meant != "" {
		text = meant
	}
	return strings.Replace(text, " ", "+", 1) // the + of a zone that was not encoded
}

// dayMeant is what a text means in the place of a parameter. A fiscal year is no year
// of the calendar: as a bound it is its first or its last day.
func dayMeant(name, text string) string {
	first, last := notation.FiscalYear(text)
	switch {
	case first == "":
		return notation.Rewritten(text)
	case name == "since":
		return first
	case name == "until":
		return last
	}
	return ""
}

// reversed reports whether since is after until, and not merely within it.
func reversed(given map[string][]string) bool {
	if len(given["since"]) != 1 || len(given["until"]) != 1 {
		return false
	}
	since, until := timeMeant("since", given["since"][0]), timeMeant("until", given["until"][0])
	n := min(len(since), len(until))
	return since[:n] > until[:n]
}
