package main

import (
	"fmt"
	"io"
	"iter"

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
	for _, c := range changes {
		for r := range c.Records.All() {
			switch r.Kind {
			case release.Added:
				t.Added++
			case release.Changed:
				t.Changed++
			case release.Removed:
				t.Removed++
			}
		}
	}
	return t
}

// String writes the counts for people.
func (t tally) String() string {
	return fmt.Sprintf("追加 / added %d, 変更 / changed %d, 削除 / removed %d", t.Added, t.Changed, t.Removed)
}

// printChanges shows what changes, dataset by dataset, and the total.
func printChanges(w io.Writer, changes []release.Change) {
	for _, c := range changes {
		fmt.Fprintf(w, "%s %s: %s\n", markOf(c.Kind), c.Dataset, tallyOf(c))
		for _, col := range c.Columns {
			fmt.Fprintf(w, "  %s 列 / column %s%s\n", markOf(col.Kind), col.Column, unitChange(col))
		}
		for _, p := range c.Properties {
			fmt.Fprintf(w, "  ~ %s: %q → %q\n", placeOf(p), p.Old, p.New)
		}
		for _, k := range kinds() {
			printRecords(w, c.Records.All(), k.kind, k.mark)
		}
	}
	printTotal(w, changes)
}

// printCounts shows how much changes in each dataset, and the total.
func printCounts(w io.Writer, changes []release.Change) {
	for _, c := range changes {
		fmt.Fprintf(w, "%s %s: %s\n", markOf(c.Kind), c.Dataset, tallyOf(c))
	}
	printTotal(w, changes)
}

func printTotal(w io.Writer, changes []release.Change) {
	fmt.Fprintf(w, "合計 / total: データセット / datasets %d, 記録 / records: %s\n", len(changes), tallyOf(changes...))
}

func markOf(kind release.ChangeKind) string {
	for _, k := range kinds() {
		if k.kind == kind {
			return k.mark
		}
	}
	return "?"
}

// placeOf names a property as people look for it: in the dataset or in a column.
func placeOf(p release.PropertyChange) string {
	if p.Column == "" {
		return "メタデータ / metadata " + p.Property
	}
	return "列 / column " + p.Column + " " + p.Property
}

func unitChange(c release.ColumnChange) string {
	if c.OldUnit == c.NewUnit {
		return ""
	}
	return fmt.Sprintf("（単位 / unit %q → %q）", c.OldUnit, c.NewUnit)
}

func printRecords(w io.Writer, records iter.Seq[release.RecordChange], kind release.ChangeKind, mark string) {
	n := 0
	for r := range records {
		if r.Kind != kind {
			continue
		}
		if n++; n > maxShown {
			continue
		}
		fmt.Fprintf(w, "  %s %s\n", mark, r)
		for _, f := range r.Fields {
			fmt.Fprintf(w, "      %s: %q → %q\n", f.Column, f.Old, f.New)
		}
	}
	if n > maxShown {
		fmt.Fprintf(w, "  %s … ほか / and %d more\n", mark, n-maxShown)
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
