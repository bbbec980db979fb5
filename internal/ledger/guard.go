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

// The guard is what a successor may not lose or alter without a reason that says
// so.

// permitted says which reasons allow a kind of change. What is not listed is
// refused: published records may not be lost or altered in silence.
func permitted(what lossKind) []release.Reason {
	switch what {
	case lostRecord, lostDataset, lostColumn:
		return []release.Reason{release.Correction, release.PlanRevision}
	case changedUnit:
		return []release.Reason{release.UnitChange}
	case changedValue:
		return []release.Reason{release.Correction, release.LateData, release.MethodChange, release.UnitChange}
	case changedRecord:
		return []release.Reason{release.Correction, release.LateData, release.MethodChange, release.UnitChange, release.PlanRevision}
	case changedColumn:
		return []release.Reason{release.Correction, release.MethodChange, release.UnitChange, release.PlanRevision}
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
		return lang.T("公表済みのレコードがなくなります", "a published record would be lost")
	case lostDataset:
		return lang.T("公表済みのデータセットがなくなります", "a published dataset would be lost")
	case lostColumn:
		return lang.T("公表済みの列がなくなります", "a published column would be lost")
	case changedUnit:
		return lang.T("単位が変わります", "a unit would change")
	case changedValue:
		return lang.T("公表済みの指標値が変わります", "a published observation would change")
	case changedRecord:
		return lang.T("公表済みのレコードが変わります", "a published record would change")
	case changedColumn:
		return lang.T("公表済みの列の見出し・意味・型・規則が変わります", "the heading, meaning, type or rules of a published column would change")
	}
	return lang.Text{}
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

// guard refuses changes that the reason does not cover, and names them.
func guard(changes []release.Change, reason release.Reason) error {
	var refused fault.Error
	needed := make(map[release.Reason]int)
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
		refused.At("", lang.T(fmt.Sprintf("ほか%d件", more), fmt.Sprintf("… and %d more", more)))
	}
	refused.Kind = fault.Invalid
	refused.Message = lang.T(fmt.Sprintf("理由「%s」では公表できない変更が%d件あります。何も公表していません", label(reason).Ja, uncovered),
		fmt.Sprintf("the reason %s does not cover %d of the changes; nothing was published", reason, uncovered))
	refused.Fixes = []lang.Text{fixFor(needed, total)}
	return &refused
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

func guardDataset(c release.Change, report func(lossKind, string)) {
	if c.Kind == release.Removed {
		report(lostDataset, c.Dataset)
		return
	}
	if c.Dataset == dataset.DictionaryID { // follows from the other datasets
		return
	}
	for _, col := range c.Columns {
		switch {
		case col.Kind == release.Removed:
			report(lostColumn, c.Dataset+"."+col.Column)
		case col.Kind == release.Changed && col.OldUnit != col.NewUnit:
			report(changedUnit, c.Dataset+"."+col.Column)
		case col.Kind == release.Changed:
			report(changedColumn, c.Dataset+"."+col.Column)
		}
	}
	for rec := range c.Records.All() {
		guardRecord(c.Dataset, rec, report)
	}
}

func guardRecord(id string, rec release.RecordChange, report func(lossKind, string)) {
	place := id + " (" + rec.String() + ")"
	switch rec.Kind {
	case release.Removed:
		report(lostRecord, place)
	case release.Changed:
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
	case release.Added:
	}
}

// fixFor names the reasons that would cover every change, or says that the
// changes need releases of their own.
func fixFor(needed map[release.Reason]int, total int) lang.Text {
	var ja, en []string
	for _, r := range release.Reasons() {
		if needed[r.Reason] == total {
			ja, en = append(ja, r.Label.Ja+"（"+string(r.Reason)+"）"), append(en, string(r.Reason))
		}
	}
	if len(ja) == 0 {
		return lang.T("理由の異なる変更は、理由ごとに分けて公表してください", "publish changes that need different reasons separately")
	}
	return lang.T("意図した変更であれば、--reason に次のいずれかを指定してください: "+strings.Join(ja, "、"), "if the changes are intended, use one of these as --reason: "+strings.Join(en, ", "))
}
