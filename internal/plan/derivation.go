package plan

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/series"
	"hachinohe.example/opendata/internal/table"
)

// The readers of what may be made of series.
//
//nolint:gochecknoglobals // compiled once, like patterns
var (
	derived   = param.Compile[param.Derived]()
	indicated = param.Compile[param.Indicated]()
)

// Derivation is what a request makes of the values of series.
type Derivation struct {
	Frequency series.Frequency
	As        series.Aggregation
	Transform series.Transform
	Base      *series.Span
	Newest    int // periods of each series; 0: all
	Wide      bool
	Labels    bool

	Chosen []table.Filter // rows of the indicators and areas that are asked for
	Record string         // the indicator that the address names; empty: several
	// Kept is where what is derived is kept; nil: nowhere.
	Kept *Derivations
	// Given is the canonical parameters that say all this.
	Given map[string]string

	values  *release.Set // of the indicators
	records *release.Set // the indicators; nil: the release has none
	long    *release.Set // what Long returns, once made
	columns []seriesKey  // of a wide shape
	left    []finding    // values that no period of the frequency holds
}

// Computed reports whether the values are not those that were published.
func (d *Derivation) Computed() bool {
	return d.Frequency != series.AsPublished || d.Transform != series.Values
}

// Plain reports whether the rows are those of the dataset.
func (d *Derivation) Plain() bool {
	return !d.Computed() && d.Newest == 0 && !d.Wide && !d.Labels
}

// derivationOf reads what is made of values. What is wrong goes to p; the error is
// that the release does not have a column.
func derivationOf(p *param.Values, rel *release.Release, set *release.Set) (*Derivation, error) {
	asks := derived.Read(p)
	d := &Derivation{As: series.Last, Given: make(map[string]string), values: set}
	if asks.Area != nil {
		codes := areaCodes(p, rel, *asks.Area)
		if err := d.choose(set, areaCode, "area", codes); err != nil {
			return nil, err
		}
	}
	if asks.Last != nil {
		d.Newest = *asks.Last
		d.Given["last"] = strconv.Itoa(*asks.Last)
	}
	d.computes(p, asks)
	d.shapes(p, asks)
	return d, nil
}

// computes reads frequency, aggregation, transform and base.
func (d *Derivation) computes(p *param.Values, asks *param.Derived) {
	if asks.Frequency != nil {
		d.Frequency = series.Frequency(*asks.Frequency)
		d.Given["frequency"] = *asks.Frequency
	}
	if asks.Aggregation != nil {
		d.As = series.Aggregation(*asks.Aggregation)
		if d.As != series.Last {
			d.Given["aggregation"] = *asks.Aggregation
		}
		if d.Frequency == series.AsPublished && d.As != series.Last {
			p.Fail("aggregation", lang.T("frequency（fiscal_year、year、quarter、month）とともに指定してください", "needs a frequency (fiscal_year, year, quarter or month)"))
		}
	}
	if asks.Transform != nil {
		d.Transform = series.Transform(*asks.Transform)
		d.Given["transform"] = *asks.Transform
	}
	if asks.Base == nil {
		return
	}
	span, ok := spanOf(*asks.Base)
	switch {
	case !ok:
		p.Fail("base", lang.T("実在する日・年月・年を、2020-03-01、2020-03、2020 のように指定してください", "must be a day, a month or a year that exists, such as 2020-03-01, 2020-03 or 2020"))
	case d.Transform != series.Index:
		p.Fail("base", lang.T("transform=index とともに指定してください", "needs transform=index"))
	}
	d.Base = &span
	d.Given["base"] = *asks.Base
}

// shapes reads shape and labels.
func (d *Derivation) shapes(p *param.Values, asks *param.Derived) {
	if asks.Shape != nil && *asks.Shape == "wide" {
		d.Wide = true
		d.Given["shape"] = "wide"
	}
	if asks.Labels != nil && *asks.Labels {
		d.Labels = true
		d.Given["labels"] = "true"
	}
	if d.Wide && d.Labels {
		p.Fail("labels", lang.T("shape=wide では指定できません。名称は列の見出し（header=ja）と metadata にあります", "cannot be used with shape=wide: names are in the headings (header=ja) and in metadata"))
	}
}

// choose keeps the rows that have one of some values in a column.
func (d *Derivation) choose(set *release.Set, columnName, parameter string, texts []string) error {
	i, err := column(set, columnName)
	if err != nil {
		return err
	}
	slices.Sort(texts)
	texts = slices.Compact(texts)
	f := table.Filter{Column: i, Op: table.In}
	for _, text := range texts {
		f.Values = append(f.Values, dataset.Value{Text: text})
	}
	if len(f.Values) == 1 {
		f.Op = table.Eq
	}
	d.Chosen = append(d.Chosen, f)
	d.Given[parameter] = strings.Join(texts, ",")
	return nil
}

// areaCodes reads codes and names of areas. A release without the dataset of areas
// has codes alone.
func areaCodes(p *param.Values, rel *release.Release, text string) []string {
	var list []string
	set, ok := rel.Set(areas)
	for item := range strings.SplitSeq(text, ",") {
		item = strings.TrimSpace(item)
		if !ok {
			list = append(list, item)
			continue
		}
		row, found := set.Table.Find(areaKey, item)
		if !found {
			row, found = set.Table.Find(name, item)
		}
		if !found {
			unknown(p, "area", item, append(set.Table.Distinct(name), set.Table.Distinct(areaKey)...))
			continue
		}
		list = append(list, set.Table.Text(set.Table.Index(areaKey), row))
	}
	return list
}

// indicatorIDs reads ids of indicators.
func indicatorIDs(p *param.Values, set *release.Set, text string) []string {
	var list []string
	for item := range strings.SplitSeq(text, ",") {
		item = strings.TrimSpace(item)
		if set != nil {
			if _, found := set.Table.Find(id, item); !found {
				unknown(p, "indicator", item, set.Table.Distinct(id))
			}
		}
		list = append(list, item)
	}
	return list
}

// unknown says which names there are instead of one that there is not.
func unknown(p *param.Values, parameter, item string, existing []string) {
	const shown = 3
	near := lang.Nearest(item, existing, shown)
	p.CorrectBy(func(given map[string][]string, name string) bool {
		if name == parameter && len(near) > 0 && len(given[name]) == 1 {
			given[name] = []string{strings.Replace(given[name][0], item, near[0], 1)}
		}
		return name == parameter // nothing is alike: nothing is proposed
	})
	if len(near) == 0 {
		near = existing[:min(shown, len(existing))]
	}
	p.Fail(parameter, lang.T("「"+lang.Shorten(item)+"」はありません（例 "+strings.Join(near, "、")+"）", "there is no "+lang.Shorten(item)+", but for example "+strings.Join(near, ", ")))
}

// spanOf reads a day, a month or a year.
func spanOf(text string) (series.Span, bool) {
	first, last, ok := daysOf(text)
	if !ok {
		return series.Span{}, false
	}
	begin, _ := dataset.DateType.Parse(first)
	end, _ := dataset.DateType.Parse(last)
	return series.Span{First: begin.Int, Last: end.Int}, true
}

// Several is what a request for the values of several indicators is about.
func (s Series) Several(p *param.Values, rel *release.Release, set, records *release.Set) (*Derivation, error) {
	d, err := derivationOf(p, rel, set)
	if err != nil {
		return nil, err
	}
	d.records = records
	if asks := indicated.Read(p); asks.Indicator != nil {
		if err := d.choose(set, s.Parent, "indicator", indicatorIDs(p, d.records, *asks.Indicator)); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// One is what a request for the values of one of some records is about. What it
// chooses of the record is added by the caller, who knows it once the request is
// read.
func (s Series) One(p *param.Values, rel *release.Release, set, records *release.Set) (*Derivation, error) {
	d, err := derivationOf(p, rel, set)
	if err != nil {
		return nil, err
	}
	d.records = records
	return d, nil
}

// Names are what the indicators that the values are of are called; none where the
// request names none.
func (d *Derivation) Names(ctx context.Context, rel *release.Release) ([]lang.Text, error) {
	known, err := d.facts(ctx, rel)
	if err != nil {
		return nil, err
	}
	var names []lang.Text
	for key := range strings.SplitSeq(cmp.Or(d.Record, d.Given["indicator"]), ",") {
		if key == "" {
			return nil, nil
		}
		i := known.indicator(key)
		names = append(names, lang.T(cmp.Or(i.Name, i.ID), cmp.Or(i.NameEn, i.Name, i.ID)))
	}
	return names, nil
}

// WithHistory refuses what cannot be made of every value that ever was.
func (d *Derivation) WithHistory(p *param.Values) {
	for _, name := range []string{"frequency", "transform", "last", "labels"} {
		if _, given := d.Given[name]; given {
			p.Fail(name, lang.T("include_history=true とは同時に指定できません。どちらか一方にしてください", "cannot be used together with include_history=true: use only one of them"))
		}
	}
}
