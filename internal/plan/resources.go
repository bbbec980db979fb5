package plan

import (
	"slices"
	"strconv"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// Resource is a dataset with addresses of its own: a list under its path, and its
// records behind that. Routes, time maps, the OpenAPI document and the addresses
// of search results are made from it.
type Resource struct {
	Path    string // of the list, behind /api/v1/, and without a slash
	Dataset string
	// Number is a column by whose value a record is found, too, such as the number
	// printed in the plan; empty: only by its id.
	Number string
	// NoNumber says that no record has a number.
	NoNumber lang.Text
	// Series is what has a list of its own behind each record; empty: nothing has.
	Series Series
}

// Series is a list that each record of a resource has: the rows of a dataset that
// name the record.
type Series struct {
	Path    string // behind the record
	Dataset string
}

// Goals are the goals of the plan.
func Goals() Resource { return Resource{Path: goals, Dataset: goals} }

// Policies are the policies under the goals.
func Policies() Resource { return Resource{Path: policies, Dataset: policies} }

// Initiatives are the initiatives, also by the number printed in the plan.
func Initiatives() Resource {
	return Resource{Path: initiatives, Dataset: initiatives, Number: number, NoNumber: lang.T("その番号の取組はありません", "no initiative has this number")}
}

// Indicators are the indicators, each with the series of its observations.
func Indicators() Resource {
	return Resource{Path: indicators, Dataset: indicators, Series: Series{Path: observations, Dataset: observations}}
}

// Resources is the table of all resources.
func Resources() []Resource {
	return []Resource{Goals(), Policies(), Initiatives(), Indicators()}
}

// Of returns the resource of a dataset among some.
func Of(resources []Resource, dataset string) (Resource, bool) {
	i := slices.IndexFunc(resources, func(r Resource) bool { return r.Dataset == dataset })
	if i < 0 {
		return Resource{}, false
	}
	return resources[i], true
}

// RowPath returns where a record of a dataset has an address of its own, behind
// /api/v1/; false if it has none.
func RowPath(resources []Resource, dataset string, key map[string]string) (elements []string, ok bool) {
	text, keyed := key[id]
	r, ok := Of(resources, dataset)
	if !ok || !keyed || len(key) != 1 {
		return nil, false
	}
	return []string{r.Path, text}, true
}

// Item finds the record with an id, or with a number where the resource has
// numbers. Its id is returned as the record has it.
func (r Resource) Item(set *release.Set, text string) (row int, recordID string, err error) {
	ids, err := column(set, id)
	if err != nil {
		return 0, "", err
	}
	if n, isNumber := plainNumber(text); isNumber && r.Number != "" {
		row, err = r.numbered(set, n)
	} else {
		row, err = identified(set, text)
	}
	if err != nil {
		return 0, "", err
	}
	return row, set.Table.Text(ids, row), nil
}

// plainNumber reads a number without a sign or leading zeros.
func plainNumber(text string) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && strconv.Itoa(n) == text
}

func identified(set *release.Set, text string) (int, error) {
	if row, ok := set.Table.Find(id, text); ok {
		return row, nil
	}
	return 0, fault.NotFoundAmong(lang.T(set.Title.Ja+"にその識別子はありません", "no record of "+set.ID+" has this id"), text, set.Table.Distinct(id))
}

func (r Resource) numbered(set *release.Set, n int) (int, error) {
	if _, err := column(set, r.Number); err != nil {
		return 0, err
	}
	if row, ok := set.Table.Find(r.Number, strconv.Itoa(n)); ok {
		return row, nil
	}
	var numbers []int
	for _, text := range set.Table.Distinct(r.Number) {
		if other, err := strconv.Atoi(text); err == nil {
			numbers = append(numbers, other)
		}
	}
	slices.SortFunc(numbers, func(a, b int) int { return max(a-n, n-a) - max(b-n, n-b) })
	const shown = 3
	var near []string
	for _, other := range numbers[:min(shown, len(numbers))] {
		near = append(near, strconv.Itoa(other))
	}
	return 0, fault.NotFoundNear(r.NoNumber, strconv.Itoa(n), near)
}

// Variable stands for the name of a record in the pattern of an address.
const Variable = ":id"

// place is what a resource has at an address.
type place int

const (
	nowhere place = iota
	listPlace
	itemPlace
	seriesPlace
)

// at finds what has a pattern of addresses, behind /api/v1/.
func at(resources []Resource, pattern string) (Resource, place) {
	for _, r := range resources {
		switch pattern {
		case r.Path:
			return r, listPlace
		case r.Path + "/" + Variable:
			return r, itemPlace
		case r.Path + "/" + Variable + "/" + r.Series.Path:
			return r, seriesPlace
		}
	}
	return Resource{}, nowhere
}

// Dataset returns the dataset of whose rows a pattern of addresses is, and the
// resource; list says that it is several of them.
func Dataset(resources []Resource, pattern string) (dataset string, r Resource, list, ok bool) {
	r, where := at(resources, pattern)
	switch where {
	case listPlace:
		return r.Dataset, r, true, true
	case itemPlace:
		return r.Dataset, r, false, true
	case seriesPlace:
		return r.Series.Dataset, r, true, true
	case nowhere:
	}
	return "", r, false, false
}

// planPattern is the address of the plan tree.
const planPattern = "plan"

// Depends says which parts of a release decide whether an address has a response:
// whether its datasets do, and of which of them the rows do, too.
func Depends(resources []Resource, pattern string) (datasets bool, rows []string) {
	if pattern == planPattern {
		return true, []string{plans}
	}
	r, where := at(resources, pattern)
	switch where {
	case listPlace:
		return true, nil
	case itemPlace, seriesPlace:
		return true, []string{r.Dataset}
	case nowhere:
	}
	return false, nil
}
