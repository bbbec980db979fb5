package release

import (
	"fmt"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// permitted says which reasons allow a kind of change. What is not listed is
// refused: published records may not be lost or altered in silence.
func permitted(what lossKind) []Reason {
	switch what {
	case lostRecord, lostDataset, lostColumn:
		return []Reason{Correction, PlanRevision}
	case changedUnit:
		return []Reason{UnitChange}
	case changedValue:
		return []Reason{Correction, LateData, MethodChange, UnitChange}
	case changedRecord:
		return []Reason{Correction, LateData, MethodChange, UnitChange, PlanRevision}
	case changedColumn:
		return []Reason{Correction, MethodChange, UnitChange, PlanRevision}
	}
	return nil
}

type lossKind int

const (
	lostRecord lossKind = iota
	lostDataset
	lostColumn
	changedUnit
	changedValue // of a published observation
	changedRecord
	changedColumn // its heading, meaning, type or rules
)

func (k lossKind) text() lang.Text {
	switch k {
	case lostRecord:
		return lang.T("公表済みの記録がなくなります", "a published record would be lost")
	case lostDataset:
		return lang.T("公表済みのデータセットがなくなります", "a published dataset would be lost")
	case lostColumn:
		return lang.T("公表済みの列がなくなります", "a published column would be lost")
	case changedUnit:
		return lang.T("単位が変わります", "a unit would change")
	case changedValue:
		return lang.T("公表済みの指標値が変わります", "a published observation would change")
	case changedRecord:
		return lang.T("公表済みの記録が変わります", "a published record would change")
	case changedColumn:
		return lang.T("公表済みの列の見出し・意味・型・規則が変わります", "the heading, meaning, type or rules of a published column would change")
	}
	return lang.Text{}
}

// maxNamed bounds how many changes a refusal names; it counts all of them.
const maxNamed = 100

// guard refuses changes that the reason does not cover, and names them.
func guard(changes []Change, reason Reason) error {
	var refused fault.Error
	needed := make(map[Reason]int)
	total, uncovered := 0, 0
	report := func(kind lossKind, place string) {
		total++
		for _, r := range permitted(kind) {
			needed[r]++
		}
		if slices.Contains(permitted(kind), reason) {
			return
		}
		if uncovered++; uncovered <= maxNamed {
			refused.At(place, kind.text())
		}
	}
	for _, c := range changes {
		guardDataset(c, report)
	}
	if uncovered == 0 {
		return nil
	}
	if more := uncovered - maxNamed; more > 0 {
		refused.At("", lang.T(fmt.Sprintf("ほか %d 件", more), fmt.Sprintf("… and %d more", more)))
	}
	refused.Kind = fault.Invalid
	refused.Message = lang.T(fmt.Sprintf("理由 %s では公表できない変更が %d 件あります", reason, uncovered), fmt.Sprintf("the reason %s does not cover these changes (%d)", reason, uncovered))
	refused.Fixes = []lang.Text{fixFor(needed, total)}
	return &refused
}

// checkBuiltIn refuses to change what was published by what the publisher left
// out: a folder with one corrected file would take back every correction of the
// others.
func (d *Draft) checkBuiltIn(newest int) error {
	refused := fault.New(fault.Invalid,
		lang.T(fmt.Sprintf("フォルダーにないデータセットが、公表 %d の内容からプログラムに組み込まれた内容に変わってしまいます", newest),
			fmt.Sprintf("datasets that the folder lacks would change from what release %d has to what is built into the program", newest)),
		lang.T(fmt.Sprintf("opendata export %d --out 書き出し先 を実行し、その files の中の同じ名前のファイルをフォルダーに写してください", newest),
			fmt.Sprintf("run opendata export %d --out FOLDER, and copy the files of these names from its folder files into yours", newest)),
		lang.T("組み込まれた内容にするなら、そのファイルをフォルダーに置くか、--source embedded を指定してください", "if the built-in content is meant, put it into the folder, or give --source embedded"))
	for _, c := range d.Changes {
		if c.Kind == Changed && slices.Contains(d.proposal.BuiltIn, c.Dataset) {
			i := slices.IndexFunc(d.sets, func(s Set) bool { return s.ID == c.Dataset })
			refused.At(d.sets[i].CSVFile.Path, lang.T("フォルダーにありません", "is not in the folder"))
		}
	}
	if len(refused.Fields) > 0 {
		return refused
	}
	return nil
}

func guardDataset(c Change, report func(lossKind, string)) {
	if c.Kind == Removed {
		report(lostDataset, c.Dataset)
		return
	}
	if c.Dataset == dataset.DictionaryID { // follows from the other datasets
		return
	}
	for _, col := range c.Columns {
		switch {
		case col.Kind == Removed:
			report(lostColumn, c.Dataset+"."+col.Column)
		case col.Kind == Changed && col.OldUnit != col.NewUnit:
			report(changedUnit, c.Dataset+"."+col.Column)
		case col.Kind == Changed:
			report(changedColumn, c.Dataset+"."+col.Column)
		}
	}
	for rec := range c.Records.All() {
		guardRecord(c.Dataset, rec, report)
	}
}

func guardRecord(id string, rec RecordChange, report func(lossKind, string)) {
	place := id + " (" + rec.String() + ")"
	switch rec.Kind {
	case Removed:
		report(lostRecord, place)
	case Changed:
		for _, f := range rec.Fields {
			shown := fmt.Sprintf("%s.%s: %q → %q", place, f.Column, f.Old, f.New)
			switch {
			case dataset.HoldsUnit(id, f.Column):
				report(changedUnit, shown)
			case dataset.HoldsValues(id):
				report(changedValue, shown)
			default:
				report(changedRecord, shown)
			}
		}
	case Added:
	}
}

// fixFor names the reasons that would cover every change, or says that the
// changes need releases of their own.
func fixFor(needed map[Reason]int, total int) lang.Text {
	var all []string
	for _, r := range Reasons() {
		if needed[r.Reason] == total {
			all = append(all, string(r.Reason))
		}
	}
	if len(all) == 0 {
		return lang.T("理由の異なる変更は、別々に公表してください", "publish changes of different kinds separately, each with its own reason")
	}
	list := strings.Join(all, ", ")
	return lang.T("意図した変更なら --reason に次のいずれかを: "+list, "if they are meant, give one of these as --reason: "+list)
}
