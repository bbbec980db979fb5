package store

// ExplainLink says what keeps a finished file from getting its name.
func ExplainLink(err error) error { return explainLink("log/1", err) }
