package release

import "hachinohe.example/opendata/internal/lang"

// Reason says why a release was made.
type Reason string

// The reasons (SDMX and IMF data standards distinguish the same ones).
const (
	Initial      Reason = "initial"
	NewData      Reason = "new_data"
	Correction   Reason = "correction"
	LateData     Reason = "late_data"
	MethodChange Reason = "method_change"
	UnitChange   Reason = "unit_change"
	PlanRevision Reason = "plan_revision"
)

// Reasons lists every reason with its meaning.
func Reasons() []struct {
	Reason Reason
	Label  lang.Text
} {
	return []struct {
		Reason Reason
		Label  lang.Text
	}{
		{Initial, lang.T("最初の公表", "First release")},
		{NewData, lang.T("新しいデータの追加", "New data")},
		{Correction, lang.T("誤りの訂正", "Correction")},
		{LateData, lang.T("遅れて届いたデータ", "Late data")},
		{MethodChange, lang.T("算出方法の変更", "Change of method")},
		{UnitChange, lang.T("単位の変更", "Change of unit")},
		{PlanRevision, lang.T("計画の改定", "Revision of the plan")},
	}
}
