package api

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/cache"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// historyBytes bounds the histories of series that are kept in memory, each counted
// as its cells.
const (
	historyBytes = 16 << 20
	cellBytes    = 16
)

func newHistories() *cache.Memo[*release.Set] {
	return cache.NewMemo(cache.Options[string, *release.Set]{Limit: historyBytes, Size: sizeOfHistory})
}

// observationHistory answers with every value that the observations of one
// indicator ever had. The columns about the releases can be filtered, sorted and
// chosen like all others.
func (v *view) observationHistory(r *request, p *param.Values, set, indicators *release.Set) (delivery.Response, error) {
	past := historySet(set)
	bounds, given := seriesBounds(p, past)
	q, err := v.parseRecords(r, p, past, "history\n"+r.id+"\n"+canonical(given))
	if err != nil {
		return nil, err
	}
	if _, err := findRow(indicators, r.id); err != nil {
		return nil, err
	}
	q.also = bounds
	maps.Copy(q.given, given)
	q.given["include_history"] = "true"
	path := pathTo("indicators", r.id, "observations")
	withdrawn := strings.Join(v.shelf.Withdrawals(), "\n")
	walked := sync.OnceValues(func() (*release.Set, error) {
		return v.histories.Compute(identity(v.release)+"\n"+r.id+"\n"+withdrawn, func() (*release.Set, error) {
			return delivery.HistoryJob(r.http.Context(), v.delivery, func(ctx context.Context) (*release.Set, error) { return v.walk(ctx, past, r) })
		})
	})
	q.keySuffix = "\n" + withdrawn
	response := v.rowsAnswerOf(path, past, q, func(context.Context) (*release.Set, error) { return walked() }, func() error {
		_, err := walked()
		return err
	})
	if withdrawn != "" { // what is passed over changes what earlier releases seem to bring
		response.About().Cache = delivery.AlwaysRevalidate
	}
	return response, nil
}

// historySet is the observations, without rows, with the columns that say from
// and until which release a row stood.
func historySet(set *release.Set) *release.Set {
	past := release.Set{Dataset: set.Dataset}
	var reasons []dataset.Code
	for _, r := range release.Reasons() {
		reasons = append(reasons, dataset.Code{Value: string(r.Reason), Label: r.Label})
	}
	past.Schema.Columns = append(slices.Clone(set.Schema.Columns),
		dataset.Column{
			Name: "valid_from_release", Title: lang.T("公表番号（から）", "Valid from release"), Type: dataset.Integer, Rules: dataset.Rules{Required: true},
			Meaning: lang.T("この値を最初に示した公表の番号", "Number of the release that brought this value"),
		},
		dataset.Column{
			Name: "valid_to_release", Title: lang.T("公表番号（まで）", "Valid until release"), Type: dataset.Integer,
			Meaning: lang.T("この値を改めた公表の番号。最新の値の場合は空", "Number of the release that replaced it; empty while it is in force"),
		},
		dataset.Column{
			Name: "reason", Title: lang.T("公表の理由", "Reason of the release"), Type: dataset.String, Rules: dataset.Rules{Required: true},
			Meaning: lang.T("この値を最初に示した公表の理由", "Reason of the release that brought this value"), Codes: reasons,
		})
	past.Schema.Key = append(slices.Clone(set.Schema.Key), "valid_from_release")
	past.Schema.Order = append(slices.Clone(set.Schema.Order), "valid_from_release")
	past.Table, _ = table.FromRows(past.Schema, nil) // no rows, no faults
	return &past
}

// walk goes through the releases up to this one that changed the observations.
// What was withdrawn is passed over, as if that release had not been.
func (v *view) walk(ctx context.Context, past *release.Set, r *request) (*release.Set, error) {
	h := v.shelf.History()
	s := series{schema: past.Schema.Data(), key: keyColumns(past), live: make(map[string]*version)}
	last := ""
	for _, e := range v.upToHere(h.Released(r.now)) {
		m, _ := h.Manifest(e.Number)
		i := slices.IndexFunc(m.Files, func(f release.File) bool { return f.Dataset == past.ID })
		if i >= 0 && m.Files[i].SHA256 == last {
			continue
		}
		set, ok, err := v.shelf.Dataset(ctx, e.Number, past.ID, r.now)
		if err != nil {
			return nil, err
		}
		if !ok || set.Table.Index("indicator_id") < 0 {
			continue
		}
		last = m.Files[i].SHA256
		if err := s.next(ctx, set.Table, r.id, e.Number, m.Reason); err != nil {
			return nil, err
		}
	}
	t, err := table.FromRows(past.Schema, s.finish())
	if err != nil {
		return nil, err
	}
	full := *past
	full.Table = t
	return &full, nil
}

// sizeOfHistory estimates the bytes of memory that a history holds.
func sizeOfHistory(_ string, past *release.Set) int {
	return cellBytes * past.Table.Len() * past.Table.Columns()
}

func keyColumns(past *release.Set) []int {
	var columns []int
	for _, name := range past.Schema.Key[:len(past.Schema.Key)-1] {
		columns = append(columns, past.Table.Index(name))
	}
	return columns
}

// series collects the versions of the observations of one indicator.
type series struct {
	schema []dataset.Column // of the history
	key    []int
	live   map[string]*version
	rows   [][]string // of versions that were replaced
}

// version is one state of one observation.
type version struct {
	cells []string // without those about releases
	from  int
	why   release.Reason
}

// added is the number of columns that a history has beside those of the data.
const added = 3

// next takes in the observations as of one release.
func (s *series) next(ctx context.Context, t *table.Table, indicator string, number int, why release.Reason) error {
	seen := make(map[string]bool)
	of := table.Equal(t.Index("indicator_id"), indicator)
	rows, err := t.Select(ctx, table.Query{Filters: []table.Filter{of}})
	if err != nil {
		return err
	}
	for _, row := range rows.Index {
		cells := s.carry(t, row)
		key := s.keyOf(cells)
		seen[key] = true
		old := s.live[key]
		if old != nil && slices.Equal(old.cells, cells) {
			continue
		}
		s.close(old, strconv.Itoa(number))
		s.live[key] = &version{cells: cells, from: number, why: why}
	}
	for key, old := range s.live { // in any order: the table sorts its rows
		if !seen[key] {
			s.close(old, strconv.Itoa(number))
			delete(s.live, key)
		}
	}
	return nil
}

// carry writes a row under the columns of the release that answers. What one
// release had and the other does not know stays empty.
func (s *series) carry(t *table.Table, row int) []string {
	cells := make([]string, len(s.schema)-added)
	for i := range cells {
		column := t.Index(s.schema[i].Name)
		if column < 0 {
			continue
		}
		cell := t.Text(column, row)
		if _, wrong := s.schema[i].Parse(cell); wrong.Empty() {
			cells[i] = cell
		}
	}
	return cells
}

func (s *series) keyOf(cells []string) string {
	var key strings.Builder
	for _, column := range s.key {
		key.WriteString(cells[column] + "\x00")
	}
	return key.String()
}

func (s *series) close(v *version, until string) {
	if v != nil {
		s.rows = append(s.rows, append(slices.Clone(v.cells), strconv.Itoa(v.from), until, string(v.why)))
	}
}

// finish returns every version; those that are live have no end.
func (s *series) finish() [][]string {
	for _, v := range s.live {
		s.close(v, "")
	}
	return s.rows
}
