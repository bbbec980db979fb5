package results

import "hachinohe.example/opendata/internal/query"

// TooLarge is the refusal of rows of which the first one is too large already, or
// which are so together.
func TooLarge(first, expanded bool) error { return tooLarge(first, expanded) }

// GroupFault and TooManyValues are the refusals of groups and facets that cannot be
// counted.
func GroupFault(q query.Query, err error) error { return groupFault(q, err) }

func TooManyValues(column string, err error) error { return tooManyValues(column, err) }
