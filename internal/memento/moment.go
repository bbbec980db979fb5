package memento

import (
	"slices"
	"strings"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// Moment reads what a request calls a point in time: a day, which means its end in
// Japan, or an instant. From is when the day begins, or that instant.
func Moment(text string) (from, at time.Time, ok bool) {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, at, true
	}
	day, err := time.ParseInLocation(time.DateOnly, text, release.Japan())
	return day, day.AddDate(0, 0, 1).Add(-time.Nanosecond), err == nil
}

// CorrectTime is the param.Corrector of parameters that are days or instants.
func CorrectTime(given map[string][]string, name string) bool {
	if name == "as_of" && given["release"] != nil {
		delete(given, name)
		return true
	}
	if !slices.Contains([]string{"as_of", "since", "until"}, name) || len(given[name]) != 1 {
		return false
	}
	text := strings.TrimSpace(lang.Narrow(given[name][0]))
	if meant := dataset.Rewritten(text); meant != "" {
		text = meant
	}
	text = strings.Replace(text, " ", "+", 1) // the + of a zone that was not encoded
	changed := text != given[name][0]
	given[name] = []string{text}
	return changed
}
