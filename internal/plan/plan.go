// Package plan is the typed access to the plan's own datasets: the only place
// outside dataset that names one of them or a column of theirs.
//
// It promises that a column is looked up in the release that answers, and that a
// release without it is answered in words ([Absent]) and never by a failure: a
// column that a later program names is missing in every older release. Resources
// are rows of one table (resources.go). It refuses HTTP. It builds on release and
// encode; openapi and api use it.
package plan

import (
	"errors"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// The datasets of the plan that are named here.
const (
	plans        = "plans"
	visions      = "visions"
	goals        = "goals"
	policies     = "policies"
	initiatives  = "initiatives"
	indicators   = "indicators"
	observations = "observations"
	areas        = "areas"
	// Reports of initiatives, year by year.
	initiativeProgress = "initiative_progress"
)

// The columns of theirs that are named here.
const (
	id                = "id"
	number            = "number"
	title             = "title"
	areaKey           = "code" // of an area
	areaCode          = "area_code"
	mark              = "mark"
	planID            = "plan_id"
	goalID            = "goal_id"
	policyID          = "policy_id"
	relistedPolicyIDs = "relisted_policy_ids"
	indicatorID       = "indicator_id"
	periodStart       = "period_start"
	periodEnd         = "period_end"
	edition           = "edition"
	kind              = "kind"
	name              = "name"
	nameEn            = "name_en"
	initiativeIDs     = "initiative_ids"
	titleEn           = "title_en"
	unit              = "unit"
	desiredDirection  = "desired_direction"
	baseline          = "baseline"
	baselineDate      = "baseline_date"
	target            = "target"
	targetLower       = "target_lower"
	targetUpper       = "target_upper"
	targetFiscalYear  = "target_fiscal_year"
	value             = "value"
	status            = "status"
	kpiStatus         = "kpi_status"
	frequency         = "frequency"
	frequencyNote     = "frequency_note"
	fiscalYear        = "fiscal_year"
	label             = "label"
	baseDate          = "base_date"
	note              = "note"
	decimals          = "decimals"
)

// english ends the name of a column with the English of another.
const english = "_en"

// kpi is the kind of an indicator that is a KPI.
const kpi = "kpi"

// column returns the number of a column in the table of a dataset, or says that
// this release does not have it.
func column(set *release.Set, name string) (int, error) {
	if i := set.Table.Index(name); i >= 0 {
		return i, nil
	}
	return 0, absent(lang.T("この公表の「"+set.Title.Ja+"」（"+set.ID+"）には、列 "+name+" がありません",
		"this release does not have the column "+name+" of "+set.ID))
}

// cellValue is the value of a cell, missing if the release does not have the column.
func cellValue(set *release.Set, name string, row int) dataset.Value {
	i := set.Table.Index(name)
	if i < 0 {
		return dataset.Value{Missing: true}
	}
	return set.Table.Value(i, row)
}

// find returns a dataset of a release, or says that this release does not have it.
func find(rel *release.Release, dataset string) (*release.Set, error) {
	if set, ok := rel.Set(dataset); ok {
		return set, nil
	}
	if w, ok := rel.Withdrawn(dataset); ok {
		return nil, release.Gone(w)
	}
	return nil, absent(lang.T("この公表には、データセット "+dataset+" がありません", "this release does not have the dataset "+dataset))
}

// errAbsent is that a release never had what an address needs.
var errAbsent = errors.New("the release does not have it")

// absent says errAbsent in words.
func absent(message lang.Text) error {
	return fault.New(fault.NotFound, message,
		lang.T("release か as_of で別の公表を指定するか、/api/v1/datasets でこの公表のデータセットと列を確認してください",
			"use another release (release or as_of), or see the datasets and columns of this one at /api/v1/datasets")).Because(errAbsent)
}
