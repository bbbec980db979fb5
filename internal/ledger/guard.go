package ledger

import (
	"fmt"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// The guard: whatever a release does to what is published is reported to it as a
// kind of change (guard_rules.go), and a kind that the reason does not cover is
// refused. So is one that nobody has listed.

// guard counts what a proposal does by kind, and names what its reason does not
// cover.
type guard struct {
	reason    release.Reason
	covered   [kinds]bool // by the reason
	found     [kinds]int
	uncovered int
	fields    []fault.Field
}

func newGuard(reason release.Reason) *guard {
	g := &guard{reason: reason}
	for kind := range kinds {
		g.covered[kind] = slices.Contains(permitted(kind), reason)
	}
	return g
}

// maxNamed bounds how many changes a refusal names; it counts all of them.
const maxNamed = 100

// label is a reason as people read it.
func label(reason release.Reason) lang.Text {
	for _, r := range release.Reasons() {
		if r.Reason == reason {
			return r.Label
		}
	}
	return lang.Text{}
}

// judge looks at everything that a draft changes.
func (d *Draft) judge() *guard {
	g := newGuard(d.proposal.Reason)
	for i := range d.Changes {
		g.dataset(&d.Changes[i], d.Changes)
	}
	if newest, ok := d.history.Newest(); ok {
		g.names(d.history, newest.Number, d.sets)
	}
	return g
}

// report notes a change. Where it is is written only for those that are named:
// there may be millions.
func (g *guard) report(kind changeKind, place func() string) {
	if g.found[kind]++; g.covered[kind] {
		return
	}
	if g.uncovered++; g.uncovered <= maxNamed {
		g.fields = append(g.fields, fault.Field{Place: place(), Message: kind.text()})
	}
}

// changes reports whether anything changes at all.
func (g *guard) changes() bool { return g.found != [kinds]int{} }

// refusal is the error that names what the reason does not cover, nil if it
// covers everything.
func (g *guard) refusal() error {
	if g.uncovered == 0 {
		return nil
	}
	refused := fault.New(fault.Invalid,
		lang.T(fmt.Sprintf("理由「%s」では公表できない変更が%d件あります。何も公表していません", label(g.reason).Ja, g.uncovered),
			fmt.Sprintf("the reason %s does not cover %d of the changes; nothing was published", g.reason, g.uncovered)),
		g.fix())
	refused.Fields = g.fields
	if more := g.uncovered - maxNamed; more > 0 {
		refused = refused.At("", lang.Textf("ほか%d件", "… and %d more", more))
	}
	return refused
}

// checkBuiltIn refuses to change what was published by what the publisher left
// out: a folder with one corrected file would undo every correction of the
// others.
func (d *Draft) checkBuiltIn(newest int) error {
	refused := fault.New(fault.Invalid,
		lang.T(fmt.Sprintf("フォルダーにないデータセットが、第%d回公表の内容から、プログラムに組み込まれた内容に変わってしまいます。何も公表していません", newest),
			fmt.Sprintf("datasets that are not in the folder would change from their content in release %d to the built-in content; nothing was published", newest)),
		lang.T(fmt.Sprintf("opendata export %d --out 書き出し先 を実行し、書き出された files フォルダーから同じ名前のファイルをコピーしてください", newest),
			fmt.Sprintf("run opendata export %d --out FOLDER, and copy the files with these names from FOLDER/files into your folder", newest)),
		lang.T("組み込まれた内容に変更する場合は、そのファイルをフォルダーに置くか、--source embedded を指定してください", "to publish the built-in content, put it into the folder, or use --source embedded"))
	for _, c := range d.Changes {
		if c.Kind == release.Changed && slices.Contains(d.proposal.BuiltIn, c.Dataset) {
			i := slices.IndexFunc(d.sets, func(s release.Set) bool { return s.ID == c.Dataset })
			refused.At(d.sets[i].CSVFile.Path, lang.T("フォルダーにありません", "is not in the folder"))
		}
	}
	if len(refused.Fields) > 0 {
		return refused
	}
	return nil
}

// dataset reports what changes in one dataset; all are the changes of the release.
func (g *guard) dataset(c *release.Change, all []release.Change) {
	switch c.Kind {
	case release.Added:
		g.report(added, func() string { return c.Dataset })
		return
	case release.Removed:
		g.report(lostDataset, func() string { return c.Dataset })
		return
	case release.Changed:
	}
	before := g.found
	g.columns(c)
	g.properties(c)
	g.records(c, all)
	if g.found == before { // other bytes that say the same
		g.report(changedNotation, func() string { return c.Dataset })
	}
}

func (g *guard) columns(c *release.Change) {
	for _, col := range c.Columns {
		place := func() string { return c.Dataset + "." + col.Column }
		switch col.Kind {
		case release.Added:
			g.report(added, place)
		case release.Removed:
			g.report(lostColumn, place)
		case release.Changed:
			if col.OldUnit != col.NewUnit {
				g.report(changedUnit, place)
			} else if !slices.ContainsFunc(c.Properties, func(p release.PropertyChange) bool { return p.Column == col.Column }) {
				g.report(changedColumn, place)
			}
		}
	}
}

func (g *guard) properties(c *release.Change) {
	for _, p := range c.Properties {
		kind := kindOfProperty(p.Column, p.Property)
		if p.Column == "" && p.Property == "foreignKeys" && followsFromColumns(c) {
			kind = consequence
		}
		g.report(kind, func() string {
			place := c.Dataset
			if p.Column != "" {
				place += "." + p.Column
			}
			return fmt.Sprintf("%s (%s): %q → %q", place, p.Property, lang.Shorten(p.Old), lang.Shorten(p.New))
		})
	}
}

// followsFromColumns reports whether the references of a dataset change because
// columns came, went or refer to something else, which is reported of them.
func followsFromColumns(c *release.Change) bool {
	return slices.ContainsFunc(c.Columns, func(col release.ColumnChange) bool { return col.Kind != release.Changed }) ||
		slices.ContainsFunc(c.Properties, func(p release.PropertyChange) bool { return p.Column != "" && p.Property == "refers_to" })
}

func (g *guard) records(c *release.Change, all []release.Change) {
	for i := range c.Records.Len() {
		kind := changedRecord
		switch c.Records.Kind(i) {
		case release.Added:
			kind = added
		case release.Removed:
			kind = lostRecord
		case release.Changed:
			switch {
			case c.Records.InNewColumn(i):
				kind = added
			case dataset.HoldsUnit(c.Dataset, c.Records.Column(i)):
				kind = changedUnit
			case dataset.HoldsValues(c.Dataset):
				kind = changedValue
			}
		}
		if c.Dataset == dataset.DictionaryID && described(c.Records.At(i), all) {
			kind = consequence
		}
		g.report(kind, func() string { return placeOf(c.Dataset, c.Records.At(i)) })
	}
}

// described reports whether a row of the data dictionary changes because the
// columns that it tells of do, which is reported of them.
func described(row release.RecordChange, all []release.Change) bool {
	return slices.ContainsFunc(all, func(c release.Change) bool {
		return c.Dataset == row.Key[0] && (c.Kind != release.Changed || len(c.Columns)+len(c.Properties) > 0)
	})
}

func placeOf(id string, rec release.RecordChange) string {
	place := id + " (" + rec.String() + ")"
	if len(rec.Fields) == 0 {
		return place
	}
	f := rec.Fields[0]
	return fmt.Sprintf("%s.%s: %q → %q", place, f.Column, f.Old, f.New)
}

// names reports the files that would be published under another name.
func (g *guard) names(h *History, newest int, sets []release.Set) {
	for _, s := range sets {
		csv, schema, ok := h.Files(newest, s.ID)
		if !ok {
			continue
		}
		for _, f := range [][2]string{{csv.Path, s.CSVFile.Path}, {schema.Path, s.SchemaFile.Path}} {
			if f[0] != f[1] {
				g.report(renamedFile, func() string { return f[0] + " → " + f[1] })
			}
		}
	}
}

// fix names the reasons that would cover every change, or says that the changes
// need releases of their own.
func (g *guard) fix() lang.Text {
	if g.found[unlisted] > 0 {
		return lang.T("該当する変更を元に戻してください", "undo these changes")
	}
	var ja, en []string
	for _, r := range release.Reasons() {
		if g.coveredBy(r.Reason) {
			ja, en = append(ja, r.Label.Ja+"（"+string(r.Reason)+"）"), append(en, string(r.Reason))
		}
	}
	if len(ja) == 0 {
		return lang.T("理由の異なる変更は、理由ごとに分けて公表してください", "publish changes that need different reasons separately")
	}
	return lang.T("意図した変更であれば、--reason に次のいずれかを指定してください: "+strings.Join(ja, "、"), "if the changes are intended, use one of these as --reason: "+strings.Join(en, ", "))
}

// coveredBy reports whether a reason covers every change that was found.
func (g *guard) coveredBy(reason release.Reason) bool {
	for kind, n := range g.found {
		if n > 0 && !slices.Contains(permitted(changeKind(kind)), reason) {
			return false
		}
	}
	return true
}
