package fault

import (
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// How much a message about what does not exist shows.
const (
	maxNear   = 3
	maxListed = 5
)

// NotFoundAmong says that something named does not exist, and what is like it or,
// failing that, some of what exists.
func NotFoundAmong(message lang.Text, name string, existing []string) error {
	if near := lang.Nearest(name, existing, maxNear); len(near) > 0 {
		return NotFoundNear(message, name, near)
	}
	some := strings.Join(existing[:min(maxListed, len(existing))], ", ")
	return notFound(message, name, lang.T("存在するもの（一部）: "+some, "existing ones include: "+some))
}

// NotFoundNear is NotFoundAmong where the caller knows what is near.
func NotFoundNear(message lang.Text, name string, near []string) error {
	list := strings.Join(near, ", ")
	return notFound(message, name, lang.T("近いもの: "+list, "nearest: "+list))
}

func notFound(message lang.Text, name string, fix lang.Text) error {
	name = lang.Shorten(name)
	return New(NotFound, lang.T(message.Ja+": "+name, message.En+": "+name), fix)
}
