package query

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

const maxNames = 20 // listed in a message

// notFound says that there is no such thing, and what was probably meant or,
// if nothing is alike, what there is. In is the dataset that lacks it, empty for
// the one that is asked about.
func notFound(what lang.Text, name, in string, candidates []string) lang.Text {
	said := lang.Shorten(name)
	ja, en := what.Ja+"「"+said+"」はありません", "there is no "+what.En+" “"+said+"”"
	if in != "" {
		ja, en = in+" に"+ja, en+" in "+in
	}
	if near := lang.Nearest(name, candidates, 1); len(near) > 0 {
		return lang.T(ja+"。もしかして: "+near[0], en+"; did you mean "+near[0]+"?")
	}
	if len(candidates) == 0 {
		return lang.T(ja, en)
	}
	list := listed(candidates)
	return lang.T(ja+"。使えるもの: "+list, en+"; available: "+list)
}

func listed(names []string) string {
	if len(names) > maxNames {
		names = append(slices.Clone(names[:maxNames]), "…")
	}
	return strings.Join(names, ", ")
}
