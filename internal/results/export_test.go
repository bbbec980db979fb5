package results

// TooLarge is the refusal of rows of which the first one is too large already, or
// which are so together.
func TooLarge(first, expanded bool) error { return tooLarge(first, expanded) }
