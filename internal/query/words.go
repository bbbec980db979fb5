package query

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
)

const (
	maxShown = 80 // characters of what the request says, in a message
	maxNames = 20 // names listed in a message
)

// shorten keeps a message short whatever the request says.
func shorten(text string) string {
	if runes := []rune(text); len(runes) > maxShown {
		return string(runes[:maxShown]) + "…"
	}
	return text
}

// missing says that there is no such thing, and what was probably meant or,
// if nothing is alike, what there is. In is the dataset that lacks it, empty for
// the one that is asked about.
func missing(what lang.Text, name, in string, candidates []string) lang.Text {
	said := shorten(name)
	ja, en := what.Ja+"「"+said+"」はありません", "there is no "+what.En+" “"+said+"”"
	if in != "" {
		ja, en = in+" に"+ja, en+" in "+in
	}
	if near := param.Nearest(name, candidates, 1); len(near) > 0 {
		return lang.T(ja+"。もしかして: "+near[0], en+"; perhaps: "+near[0])
	}
	if len(candidates) == 0 {
		return lang.T(ja, en)
	}
	list := listed(candidates)
	return lang.T(ja+"。使えるもの: "+list, en+"; there are: "+list)
}

func listed(names []string) string {
	if len(names) > maxNames {
		names = append(slices.Clone(names[:maxNames]), "…")
	}
	return strings.Join(names, ", ")
}
