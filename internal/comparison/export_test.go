package comparison

import "hachinohe.example/opendata/internal/release"

// Size estimates the bytes of memory that a comparison holds with its key.
func Size(key string, changes []release.Change) int { return size(key, changes) }

// EntryBytes is what an entry counts in addition to its key and records.
const EntryBytes = entryBytes
