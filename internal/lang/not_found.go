package lang

import (
	"slices"
	"strings"
)

const maxNames = 20 // listed in a message

// NotFound says that there is no such thing, and what was probably meant or,
// if nothing is alike, what there is. In is the dataset that lacks it, empty for
// the one that is asked about.
func NotFound(what Text, name, in string, candidates []string) Text {
	said := Shorten(name)
	ja, en := what.Ja+"「"+said+"」はありません", "there is no "+what.En+" “"+said+"”"
	if in != "" {
		ja, en = in+" に"+ja, en+" in "+in
	}
	if near := Nearest(name, candidates, 1); len(near) > 0 {
		return T(ja+"。もしかして: "+near[0], en+"; did you mean "+near[0]+"?")
	}
	if len(candidates) == 0 {
		return T(ja, en)
	}
	list := Listed(candidates)
	return T(ja+"。使えるもの: "+list, en+"; available: "+list)
}

// Listed writes names with commas between them, the first so many.
func Listed(names []string) string {
	if len(names) > maxNames {
		names = append(slices.Clone(names[:maxNames]), "…")
	}
	return strings.Join(names, ", ")
}
