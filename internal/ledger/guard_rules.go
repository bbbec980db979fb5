package ledger

import (
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// changeKind is what a release does to what is published.
type changeKind int

const (
	unlisted    changeKind = iota // nobody has decided which reasons cover it
	consequence                   // of a change that is reported itself
	added                         // a dataset, a column, a record
	lostRecord
	lostDataset
	lostColumn
	renamedFile // whose name is its URL
	changedUnit
	changedValue // of a published observation
	changedRecord
	changedColumn      // its heading, meaning, type or rules
	changedDescription // of a dataset
	changedStructure   // its key, orders and references
	changedTerms       // its licence
	changedNotation    // how its files are written

	kinds // how many there are
)

// permitted says which reasons cover a kind of change. What is not listed is
// refused: nothing published may be lost or altered in silence.
func permitted(kind changeKind) []release.Reason {
	switch kind {
	case added, consequence:
		return []release.Reason{release.Initial, release.NewData, release.Correction, release.LateData, release.MethodChange, release.UnitChange, release.PlanRevision}
	case lostRecord, lostDataset, lostColumn, renamedFile, changedStructure, changedTerms:
		return []release.Reason{release.Correction, release.PlanRevision}
	case changedUnit:
		return []release.Reason{release.UnitChange}
	case changedValue:
		return []release.Reason{release.Correction, release.LateData, release.MethodChange, release.UnitChange}
	case changedRecord:
		return []release.Reason{release.Correction, release.LateData, release.MethodChange, release.UnitChange, release.PlanRevision}
	case changedColumn, changedDescription, changedNotation:
		return []release.Reason{release.Correction, release.MethodChange, release.UnitChange, release.PlanRevision}
	case unlisted, kinds:
	}
	return nil
}

// text tells people of a kind of change.
func (k changeKind) text() lang.Text {
	switch k {
	case added:
		return lang.T("追加されます", "would be added")
	case consequence:
		return lang.T("ほかの変更に伴って変わります", "follows from another change")
	case lostRecord:
		return lang.T("公表済みのレコードがなくなります", "a published record would be lost")
	case lostDataset:
		return lang.T("公表済みのデータセットがなくなります", "a published dataset would be lost")
	case lostColumn:
		return lang.T("公表済みの列がなくなります", "a published column would be lost")
	case renamedFile:
		return lang.T("公表済みのファイルの名前（URL）が変わります", "the name, and so the URL, of a published file would change")
	case changedUnit:
		return lang.T("単位が変わります", "a unit would change")
	case changedValue:
		return lang.T("公表済みの指標値が変わります", "a published observation would change")
	case changedRecord:
		return lang.T("公表済みのレコードが変わります", "a published record would change")
	case changedColumn:
		return lang.T("公表済みの列の見出し・意味・型・規則が変わります", "the heading, meaning, type or rules of a published column would change")
	case changedDescription:
		return lang.T("公表済みのデータセットの説明（題名・キーワード・分類・更新頻度など）が変わります", "the description of a published dataset (title, keywords, category, update frequency) would change")
	case changedStructure:
		return lang.T("公表済みのデータセットの主キー・行の順・列の順・参照先が変わります", "the key, the order of rows or columns, or the references of a published dataset would change")
	case changedTerms:
		return lang.T("公表済みのデータセットのライセンスが変わります", "the licence of a published dataset would change")
	case changedNotation:
		return lang.T("公表済みのファイルの表記が変わります", "the notation of a published file would change")
	case unlisted, kinds:
	}
	return lang.T("どの理由でも公表できない変更です", "no reason covers this change")
}

// kindOfProperty says what it is to change a property of a Table Schema, of the
// dataset or, if one is given, of a column.
func kindOfProperty(column, property string) changeKind {
	if column != "" {
		return changedColumn
	}
	switch property {
	case "title", "title_en", "description", "description_en", "keywords", "category", "frequency", "frequency_en",
		"name", "version", "created", "homepage", "sources", "contributors":
		return changedDescription
	case "license":
		return changedTerms
	case "primaryKey", "order", "foreignKeys", "fields":
		return changedStructure
	case "$schema", "fieldsMatch", "missingValues":
		return changedNotation
	}
	return unlisted
}
