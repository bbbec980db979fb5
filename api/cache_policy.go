package api

import (
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/release"
)

// lasting says how long an answer about certain releases may be kept: for ever,
// unless something of them was withdrawn. More may be, and an answer that is kept
// for ever would never tell.
func lasting(releases ...*release.Release) delivery.CachePolicy {
	for _, rel := range releases {
		if len(rel.Losses) > 0 {
			return delivery.AlwaysRevalidate
		}
	}
	return delivery.Immutable
}
