package query

// Parameters lists the parameters that are no conditions.
func Parameters() []string {
	return []string{"limit", "offset", "group_by", "aggregate", "distinct", "fields", "sort", "q", "expand", "facets", "cursor", alternatives}
}
