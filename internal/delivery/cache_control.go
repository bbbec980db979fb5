package delivery

// CachePolicy says how long a response may be kept. It is the only source of
// Cache-Control.
type CachePolicy int

// The policies.
const (
	// Revalidate: a cache must ask again, because the next release may differ.
	Revalidate CachePolicy = iota
	// AlwaysRevalidate: of named releases, but something of them was withdrawn and
	// more may be.
	AlwaysRevalidate
	// Immutable: of a named release, the same for ever.
	Immutable
	// Minute: wrong for good, whatever is published.
	Minute
	// NoStore: the state of this process, or a failure of it.
	NoStore
)

// String is the value of Cache-Control.
func (p CachePolicy) String() string {
	switch p {
	case Immutable:
		return "public, max-age=31536000, immutable"
	case Minute:
		return "public, max-age=60"
	case NoStore:
		return "no-store"
	case Revalidate, AlwaysRevalidate:
	}
	return "no-cache"
}
