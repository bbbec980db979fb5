package comparison

import "hachinohe.example/opendata/internal/release"

// Size estimates the bytes of memory that a comparison holds.
func Size(changes []release.Change) int { return size("", changes) }
