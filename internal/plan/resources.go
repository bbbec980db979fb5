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
	// Series is what has a list of its own behind each record; the zero value:
	// nothing has.
	Series Series
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
	return Resource{Path: indicators, Dataset: indicators, Series: Observations()}
}

// Resources is the table of all resources.
func Resources() []Resource {
	return []Resource{Goals(), Policies(), Initiatives(), Indicators()}
}

// RowPath returns where a record of a dataset has an address of its own, behind
// /api/v1/; false if it has none.
func RowPath(resources []Resource, dataset string, key map[string]string) (elements []string, ok bool) {
	text, keyed := key[id]
	i := slices.IndexFunc(resources, func(r Resource) bool { return r.Dataset == dataset })
	if i < 0 || !keyed || len(key) != 1 {
		return nil, false
	}
	return []string{resources[i].Path, text}, true
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
