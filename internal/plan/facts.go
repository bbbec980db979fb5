package plan

import (
	"cmp"
	"context"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// IndicatorInfo names an indicator beside its values.
//
//	@Description	応答に含まれる指標。 / An indicator of the response.
type IndicatorInfo struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	NameEn    string `json:"name_en"`
	Unit      string `json:"unit"`
	Decimals  *int   `json:"decimals"`
	Frequency string `json:"frequency"`
}

// AreaInfo names an area beside its values.
//
//	@Description	応答に含まれる地域。 / An area of the response.
type AreaInfo struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	NameEn string `json:"name_en"`
	Kind   string `json:"kind"`
}

// facts is what a release says of indicators and areas. What it does not say is
// empty: older releases know less.
type facts struct{ indicators, areas *release.Set }

func (d *Derivation) facts(ctx context.Context, rel *release.Release) (facts, error) {
	f := facts{indicators: d.records}
	f.areas, _ = rel.Set(areas)
	for _, of := range []struct {
		set *release.Set
		key string
	}{{f.indicators, id}, {f.areas, areaKey}} {
		if of.set == nil || of.set.Table.Index(of.key) < 0 {
			continue
		}
		if err := of.set.Table.LookUp(ctx, of.set.Table.Index(of.key)); err != nil {
			return f, err
		}
	}
	return f, nil
}

// cells returns a function that reads the row with a key, column by column.
func cells(set *release.Set, keyColumn, key string) func(column string) dataset.Value {
	missing := dataset.Value{Missing: true}
	if set == nil {
		return func(string) dataset.Value { return missing }
	}
	keys := set.Table.Index(keyColumn)
	if keys < 0 {
		return func(string) dataset.Value { return missing }
	}
	rows := set.Table.RowsWith(keys, dataset.Value{Text: key})
	return func(column string) dataset.Value {
		i := set.Table.Index(column)
		if len(rows) == 0 || i < 0 {
			return missing
		}
		return set.Table.Value(i, rows[0])
	}
}

func (f facts) indicator(key string) IndicatorInfo {
	of := cells(f.indicators, id, key)
	info := IndicatorInfo{ID: key, Name: of(name).Text, NameEn: of(nameEn).Text, Unit: of(unit).Text, Frequency: of(frequency).Text}
	if v := of(decimals); !v.Missing {
		n := int(v.Int)
		info.Decimals = &n
	}
	return info
}

func (f facts) area(key string) AreaInfo {
	of := cells(f.areas, areaKey, key)
	return AreaInfo{Code: key, Name: of(name).Text, NameEn: of(nameEn).Text, Kind: of(kind).Text}
}

// seriesTitle names a series by its indicator and area, by their keys where the release
// has no names.
func seriesTitle(i IndicatorInfo, a AreaInfo) lang.Text {
	ja, en := cmp.Or(i.Name, i.ID), cmp.Or(i.NameEn, i.Name, i.ID)
	return lang.T(ja+"（"+cmp.Or(a.Name, a.Code)+"）", en+" ("+cmp.Or(a.NameEn, a.Name, a.Code)+")")
}
