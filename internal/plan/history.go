package plan

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// The columns that say in which releases a version was valid.
const (
	validFrom = "valid_from_release"
	validTo   = "valid_to_release"
)

// HistorySet is the rows of a series, none of them yet, with the columns that say
// in which releases a row was valid.
func HistorySet(set *release.Set) *release.Set {
	history := release.Set{Dataset: set.Dataset}
	var reasons []dataset.Code
	for _, r := range release.Reasons() {
		reasons = append(reasons, dataset.Code{Value: string(r.Reason), Label: r.Label})
	}
	history.Schema.Columns = append(slices.Clone(set.Schema.Columns),
		dataset.Column{
			Name: validFrom, Title: lang.T("公表番号（から）", "Valid from release"), Type: dataset.Integer, Rules: dataset.Rules{Required: true},
			Meaning: lang.T("この値を最初に示した公表の番号", "Number of the release that brought this value"),
		},
		dataset.Column{
			Name: validTo, Title: lang.T("公表番号（まで）", "Valid until release"), Type: dataset.Integer,
			Meaning: lang.T("この値を訂正・変更した公表の番号。最新の値の場合は空", "Number of the release that replaced it; empty while it is in force"),
		},
		dataset.Column{
			Name: "reason", Title: lang.T("公表の理由", "Reason of the release"), Type: dataset.String, Rules: dataset.Rules{Required: true},
			Meaning: lang.T("この値を最初に示した公表の理由", "Reason of the release that brought this value"), Codes: reasons,
		})
	history.Schema.Key = append(slices.Clone(set.Schema.Key), validFrom)
	history.Schema.Order = append(slices.Clone(set.Schema.Order), validFrom)
	history.Table, _ = table.FromRows(history.Schema, nil) // no rows, no faults
	return &history
}

func keyColumns(history *release.Set) []int {
	var columns []int
	for _, name := range history.Schema.Key[:len(history.Schema.Key)-1] {
		columns = append(columns, history.Table.Index(name))
	}
	return columns
}

// History collects every version that the rows of one record of a series ever had,
// release by release.
type History struct {
	series   Series
	record   string
	set      *release.Set // of the history, without rows
	schema   []dataset.Column
	key      []int
	valid    map[string]*version // by key, as of the last release
	replaced [][]string          // rows of versions that are no longer valid
}

// version is one state of one row.
type version struct {
	cells  []string // without those about releases
	from   int
	reason release.Reason
}

// NewHistory returns a history that no release was added to; set is a HistorySet.
func NewHistory(set *release.Set, series Series, record string) *History {
	return &History{series: series, record: record, set: set, schema: set.Schema.Data(), key: keyColumns(set), valid: make(map[string]*version)}
}

// added is the number of columns that a history has in addition to those of the data.
const added = 3

// Add takes in the rows as of the next release. A release that does not say to
// which record its rows belong is passed over.
func (h *History) Add(ctx context.Context, set *release.Set, number int, reason release.Reason) error {
	of, err := h.series.Of(set, h.record)
	if err != nil {
		return nil //nolint:nilerr // what an earlier release lacks is no fault of the request
	}
	t := set.Table
	rows, err := t.Select(ctx, table.Query{Filters: []table.Filter{of}})
	if err != nil {
		return err
	}
	seen := make(map[string]bool)
	for _, row := range rows.Index {
		cells := h.carry(t, row)
		key := h.keyOf(cells)
		seen[key] = true
		old := h.valid[key]
		if old != nil && slices.Equal(old.cells, cells) {
			continue
		}
		h.replace(old, strconv.Itoa(number))
		h.valid[key] = &version{cells: cells, from: number, reason: reason}
	}
	for key, old := range h.valid { // in any order: the table sorts its rows
		if !seen[key] {
			h.replace(old, strconv.Itoa(number))
			delete(h.valid, key)
		}
	}
	return nil
}

// carry writes a row under the columns of the release that answers. What one
// release had and the other does not know stays empty.
func (h *History) carry(t *table.Table, row int) []string {
	cells := make([]string, len(h.schema)-added)
	for i := range cells {
		column := t.Index(h.schema[i].Name)
		if column < 0 {
			continue
		}
		cell := t.Text(column, row)
		if _, wrong := h.schema[i].Parse(cell); wrong.Empty() {
			cells[i] = cell
		}
	}
	return cells
}

func (h *History) keyOf(cells []string) string {
	var key strings.Builder
	for _, column := range h.key {
		key.WriteString(cells[column] + "\x00")
	}
	return key.String()
}

// replace notes a version that was valid until a release.
func (h *History) replace(v *version, until string) {
	if v != nil {
		h.replaced = append(h.replaced, append(slices.Clone(v.cells), strconv.Itoa(v.from), until, string(v.reason)))
	}
}

// Set returns every version; those that are valid have no end.
func (h *History) Set() (*release.Set, error) {
	rows := slices.Clone(h.replaced)
	for _, v := range h.valid {
		rows = append(rows, append(slices.Clone(v.cells), strconv.Itoa(v.from), "", string(v.reason)))
	}
	t, err := table.FromRows(h.set.Schema, rows)
	if err != nil {
		return nil, err
	}
	full := *h.set
	full.Table = t
	return &full, nil
}
