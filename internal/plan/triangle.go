package plan

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// Triangle is the revisions of the values of one indicator: a row for each period
// and area, and for each release that changed any of them a column with the value
// as of it. The versions are those of a history that satisfy some conditions.
func (d *Derivation) Triangle(ctx context.Context, rel *release.Release, history *release.Set, where []table.Filter) (*release.Set, error) {
	rows, err := bounded(ctx, history.Table, where)
	if err != nil {
		return nil, err
	}
	k, err := keysOf(history)
	if err != nil {
		return nil, err
	}
	t := triangle{keyed: k, from: history.Table.Index(validFrom), to: history.Table.Index(validTo)}
	if err := t.findReleases(rows); err != nil {
		return nil, err
	}
	known, err := d.facts(ctx, rel)
	if err != nil {
		return nil, err
	}
	out := &release.Set{Dataset: history.Dataset}
	out.Schema = t.schema(known, rows)
	cells := make([]table.Cells, len(out.Schema.Columns))
	n := 0
	t.periods(rows, func(versions []int) {
		n++
		newest := versions[len(versions)-1]
		for i, c := range out.Schema.Columns[:revised] {
			cells[i].Values = append(cells[i].Values, k.Value(k.Index(c.Name), newest))
		}
		for i, release := range t.releases {
			cells[revised+i].Values = append(cells[revised+i].Values, t.asOf(versions, release))
		}
	})
	out.Table = table.Compose(out.Schema, n, cells)
	return out, nil
}

// revised is how many columns stand before those of releases.
const revised = 4

// triangle is the versions of values.
type triangle struct {
	keyed

	from, to int     // columns: the release that brought a version, and that which replaced it
	releases []int64 // in which any version begins or ends
}

// findReleases lists the releases that changed a value.
func (t *triangle) findReleases(rows []int) error {
	for _, row := range rows {
		t.releases = append(t.releases, t.Value(t.from, row).Int)
		if to := t.Value(t.to, row); !to.Missing {
			t.releases = append(t.releases, to.Int)
		}
	}
	slices.Sort(t.releases)
	t.releases = slices.Compact(t.releases)
	if len(t.releases) > maxWide {
		return fault.New(fault.Invalid, lang.T("パラメータに誤りがあります", "invalid parameters")).At("shape",
			lang.T(fmt.Sprintf("値を変えた公表が%d回あります。shape=wide は%d回までです。since、until、area で絞るか、shape=long にしてください", len(t.releases), maxWide),
				fmt.Sprintf("%d releases changed these values, and shape=wide has at most %d: choose fewer values with since, until and area, or use shape=long", len(t.releases), maxWide)))
	}
	return nil
}

func (t *triangle) schema(known facts, rows []int) dataset.Schema {
	var s dataset.Schema
	for _, i := range []int{t.area, t.first, t.last, t.Index(label)} {
		s.Columns = append(s.Columns, t.Column(i))
	}
	of := ""
	if len(rows) > 0 {
		of = known.indicator(t.Text(t.indicator, rows[0])).Unit
	}
	for _, n := range t.releases {
		number := strconv.FormatInt(n, 10)
		s.Columns = append(s.Columns, dataset.Column{
			Name: "release_" + number, Title: lang.T("公表"+number+"の値", "Value in release "+number), Type: dataset.Number, Unit: of,
			Meaning: lang.T("公表"+number+"の時点の値。その公表にない値は空", "Value as of release "+number+"; empty where that release has none"),
		})
	}
	s.Key = []string{areaCode, periodStart}
	s.Order = s.Key
	return s
}

// periods calls f with the versions of one period after the other, from the oldest.
func (t *triangle) periods(rows []int, f func(versions []int)) {
	for from, i := 0, 1; i <= len(rows) && len(rows) > 0; i++ {
		if i == len(rows) || !t.same(rows[i-1], rows[i]) || !t.Same(t.first, rows[i-1], rows[i]) {
			f(rows[from:i])
			from = i
		}
	}
}

// asOf is the value that was valid in a release.
func (t *triangle) asOf(versions []int, release int64) dataset.Value {
	for _, row := range versions {
		if to := t.Value(t.to, row); t.Value(t.from, row).Int <= release && (to.Missing || release < to.Int) {
			return t.Value(t.value, row)
		}
	}
	return dataset.Value{Missing: true}
}
