package query

// Relations lists what the rows of a subject refer to.
func Relations(s Subject) []Relation { return relations(s.Set, s.In) }

// Parameters lists the parameters that are no conditions.
func Parameters() []string {
	return []string{"limit", "offset", "group_by", "aggregate", "distinct", "fields", "sort", "q", "expand", "facets", "cursor", alternatives}
}
