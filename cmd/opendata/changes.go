package main

import (
	"fmt"
	"io"
	"iter"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// maxShown is how many records of a kind are shown of each dataset.
const maxShown = 20

// kinds are the kinds of changes in the order in which they are shown.
func kinds() []struct {
	kind release.ChangeKind
	mark string
} {
	return []struct {
		kind release.ChangeKind
		mark string
	}{{release.Added, "+"}, {release.Changed, "~"}, {release.Removed, "-"}}
}

// tally counts the records of one kind.
type tally struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Removed int `json:"removed"`
}

func tallyOf(changes ...release.Change) tally {
	var t tally
	for i := range changes {
		n := changes[i].Records.Count()
		t.Added, t.Changed, t.Removed = t.Added+n.Added, t.Changed+n.Changed, t.Removed+n.Removed
	}
	return t
}

// of is how many records of one kind there are.
func (t tally) of(kind release.ChangeKind) int {
	switch kind {
	case release.Added:
		return t.Added
	case release.Changed:
		return t.Changed
	case release.Removed:
		return t.Removed
	}
	return 0
}

// text writes the counts for people.
func (t tally) text() lang.Text {
	return lang.Textf("追加 %d、変更 %d、削除 %d", "added %d, changed %d, removed %d", t.Added, t.Changed, t.Removed)
}

// printChanges shows what changes, dataset by dataset, and the total.
func (t terminal) printChanges(w io.Writer, changes []release.Change) {
	for _, c := range changes {
		t.printCount(w, c)
		for _, col := range c.Columns {
			t.say(w, columnText(col))
		}
		for _, p := range c.Properties {
			t.say(w, propertyText(p))
		}
		for _, k := range kinds() {
			t.printRecords(w, c, k.kind, k.mark)
		}
	}
	t.printTotal(w, changes)
}

// printCounts shows how much changes in each dataset, and the total.
func (t terminal) printCounts(w io.Writer, changes []release.Change) {
	for _, c := range changes {
		t.printCount(w, c)
	}
	t.printTotal(w, changes)
}

func (t terminal) printTotal(w io.Writer, changes []release.Change) {
	total := tallyOf(changes...).text()
	t.say(w, lang.T(fmt.Sprintf("合計: データセット %d、レコード: %s", len(changes), total.Ja), fmt.Sprintf("total: datasets %d, records: %s", len(changes), total.En)))
}

func (t terminal) printCount(w io.Writer, c release.Change) {
	fmt.Fprintf(w, "%s %s: %s\n", markOf(c.Kind), c.Dataset, tallyOf(c).text().In(t.language))
}

func markOf(kind release.ChangeKind) string {
	for _, k := range kinds() {
		if k.kind == kind {
			return k.mark
		}
	}
	return "?"
}

// propertyText names a property as people look for it, in the dataset or in a
// column, and how it changes.
func propertyText(p release.PropertyChange) lang.Text {
	if p.Column == "" {
		return lang.Textf("  ~ メタデータ %s: %q → %q", "  ~ metadata %s: %q → %q", p.Property, p.Old, p.New)
	}
	return lang.Textf("  ~ 列 %s %s: %q → %q", "  ~ column %s %s: %q → %q", p.Column, p.Property, p.Old, p.New)
}

func columnText(c release.ColumnChange) lang.Text {
	if c.OldUnit == c.NewUnit {
		return lang.Textf("  %s 列 %s", "  %s column %s", markOf(c.Kind), c.Column)
	}
	return lang.Textf("  %s 列 %s（単位: %q → %q）", "  %s column %s (unit: %q → %q)", markOf(c.Kind), c.Column, c.OldUnit, c.NewUnit)
}

// printRecords shows the first records of a kind, and how many more there are:
// what nobody reads of millions is not written out.
func (t terminal) printRecords(w io.Writer, c release.Change, kind release.ChangeKind, mark string) {
	shown := 0
	for r := range c.Records.Of(kind) {
		if shown++; shown > maxShown {
			break
		}
		fmt.Fprintf(w, "  %s %s\n", mark, r)
		for _, f := range r.Fields {
			fmt.Fprintf(w, "      %s: %q → %q\n", f.Column, f.Old, f.New)
		}
	}
	if n := tallyOf(c).of(kind); n > maxShown {
		t.say(w, lang.Textf("  %s … ほか%d件", "  %s … and %d more", mark, n-maxShown))
	}
}

// changeJSON is what changes in one dataset.
type changeJSON struct {
	Dataset string             `json:"dataset"`
	Kind    release.ChangeKind `json:"kind"`
	tally
	Columns    []columnJSON   `json:"columns"`
	Properties []propertyJSON `json:"properties"`
	Records    []recordJSON   `json:"records"`
}

// propertyJSON is a property of the dataset, or of the column if one is given.
type propertyJSON struct {
	Column   string `json:"column"`
	Property string `json:"property"`
	Old      string `json:"old"`
	New      string `json:"new"`
}

type columnJSON struct {
	Kind    release.ChangeKind `json:"kind"`
	Column  string             `json:"column"`
	OldUnit string             `json:"old_unit"`
	NewUnit string             `json:"new_unit"`
}

type recordJSON struct {
	Kind   release.ChangeKind `json:"kind"`
	Key    []string           `json:"key"`
	Fields []fieldJSON        `json:"fields"`
}

type fieldJSON struct {
	Column string `json:"column"`
	Old    string `json:"old"`
	New    string `json:"new"`
}

// changesJSON is every change, none left out.
func changesJSON(changes []release.Change) []changeJSON {
	out := make([]changeJSON, 0, len(changes))
	for _, c := range changes {
		j := changeJSON{Dataset: c.Dataset, Kind: c.Kind, tally: tallyOf(c), Columns: []columnJSON{}, Properties: []propertyJSON{}, Records: recordsJSON(c.Records.All())}
		for _, col := range c.Columns {
			j.Columns = append(j.Columns, columnJSON{Kind: col.Kind, Column: col.Column, OldUnit: col.OldUnit, NewUnit: col.NewUnit})
		}
		for _, p := range c.Properties {
			j.Properties = append(j.Properties, propertyJSON{Column: p.Column, Property: p.Property, Old: p.Old, New: p.New})
		}
		out = append(out, j)
	}
	return out
}

func recordsJSON(records iter.Seq[release.RecordChange]) []recordJSON {
	out := []recordJSON{}
	for r := range records {
		fields := make([]fieldJSON, 0, len(r.Fields))
		for _, f := range r.Fields {
			fields = append(fields, fieldJSON{Column: f.Column, Old: f.Old, New: f.New})
		}
		out = append(out, recordJSON{Kind: r.Kind, Key: r.Key, Fields: fields})
	}
	return out
}
