package param

import "slices"

// instead returns the parameters that do here what one of that name does in
// other services, as far as they can be used.
func (v *Values) instead(name string) []string {
	var own []string
	switch name {
	case "page", "page_number":
		own = []string{"limit", "offset", "cursor"}
	case "per_page", "page_size", "size", "top":
		own = []string{"limit"}
	case "skip", "start":
		own = []string{"offset"}
	case "search", "query", "keyword":
		own = []string{"q"}
	case "order", "order_by", "orderby", "sort_by", "ordering":
		own = []string{"sort"}
	case "select", "columns":
		own = []string{"fields"}
	}
	return slices.DeleteFunc(own, func(name string) bool { return !slices.Contains(v.known, name) })
}
