package dataset

import "hachinohe.example/opendata/internal/lang"

// Indicator is a 重要業績評価指標 (KPI) or a 参考指標.
type Indicator struct {
	ID               string             `csv:"id" key:"1" validate:"required,record_id" ja:"指標ID" en:"Indicator ID" doc:"識別子。一度付けた値は変わらない" doc_en:"Identifier, never reassigned"`
	Name             string             `csv:"name" validate:"required" ja:"指標名" en:"Name" doc:"指標の名称" doc_en:"Name of the indicator"`
	NameEn           string             `csv:"name_en" validate:"required" ja:"指標名（英語・参考訳）" en:"Name in English (reference translation)" doc:"名称の英語の参考訳" doc_en:"Reference translation of the name"`
	Kind             IndicatorKind      `csv:"kind" validate:"required,code" ja:"指標の種別" en:"Kind" doc:"市が定めたKPIか、関連する公的統計による参考指標か" doc_en:"A KPI set by the city, or a reference indicator from related official statistics"`
	PolicyID         string             `csv:"policy_id" ref:"policies.id" ja:"施策ID" en:"Policy ID" doc:"この指標で測る施策" doc_en:"Policy that the indicator measures"`
	InitiativeIDs    List               `csv:"initiative_ids" ref:"initiatives.id" ja:"関連する取組ID" en:"Related initiatives" doc:"関連する取組。複数は ; で区切る" doc_en:"Related initiatives, separated by ;"`
	Unit             string             `csv:"unit" validate:"required" ja:"単位" en:"Unit" doc:"指標値の単位" doc_en:"Unit of the values"`
	Decimals         int                `csv:"decimals" validate:"min=0,max=9" unit:"桁" ja:"小数点以下の桁数" en:"Decimals" doc:"指標値の小数点以下の桁数" doc_en:"Number of decimals of the values"`
	DesiredDirection Direction          `csv:"desired_direction" validate:"omitempty,code" ja:"望ましい方向" en:"Desired direction" doc:"値がどう動くのが望ましいか。計画が示していない場合は空" doc_en:"Which way the value should move; empty where the plan does not say"`
	Baseline         Decimal            `csv:"baseline" ja:"基準値（単位は指標の単位の列）" en:"Baseline (in the indicator's unit)" doc:"目標と比べる出発点の値。未設定は空" doc_en:"Starting value that the target is compared with; empty where not set"`
	BaselineDate     Date               `csv:"baseline_date" ja:"基準値の時点" en:"Date of the baseline" doc:"基準値がいつの値か。期間の値はその最後の日。基準値が未設定のときは空" doc_en:"Day that the baseline is of, the last day if it is of a period; empty where there is no baseline"`
	Target           Decimal            `csv:"target" ja:"目標値（単位は指標の単位の列）" en:"Target (in the indicator's unit)" doc:"計画が定める目標の値。未設定は空。望ましい方向が範囲内のときは目標の下限・上限に示す" doc_en:"Target set by the plan; empty where not set. Where the value should stay within a range, see its limits"`
	TargetLower      Decimal            `csv:"target_lower" ja:"目標の下限（単位は指標の単位の列）" en:"Lower limit of the target (in the indicator's unit)" doc:"望ましい範囲、または維持とみなす範囲の下限（その値を含む）。下限がなければ空" doc_en:"Lower limit, inclusive, of the desired range or of what counts as maintained; empty where there is none"`
	TargetUpper      Decimal            `csv:"target_upper" ja:"目標の上限（単位は指標の単位の列）" en:"Upper limit of the target (in the indicator's unit)" doc:"望ましい範囲、または維持とみなす範囲の上限（その値を含む）。上限がなければ空" doc_en:"Upper limit, inclusive, of the desired range or of what counts as maintained; empty where there is none"`
	TargetFiscalYear *int               `csv:"target_fiscal_year,omitempty" validate:"omitempty,min=2000,max=2100" unit:"年" ja:"目標の会計年度(年)" en:"Target fiscal year" doc:"目標を達成する会計年度。未設定は空" doc_en:"Fiscal year by which the target is to be met; empty where not set"`
	Frequency        IndicatorFrequency `csv:"frequency" validate:"required,code" ja:"更新頻度" en:"Frequency" doc:"値が得られる頻度。SDMXのCL_FREQの符号" doc_en:"How often there are values, as a code of SDMX CL_FREQ"`
	FrequencyNote    string             `csv:"frequency_note" ja:"更新頻度の説明" en:"Remark on the frequency" doc:"頻度についての説明" doc_en:"The frequency in words"`
	Method           string             `csv:"method" validate:"required" ja:"算出方法" en:"Method" doc:"値の定義と算出方法、注意点" doc_en:"Definition and method, and what to mind"`
	Source           string             `csv:"source" validate:"required" ja:"出典" en:"Source" doc:"値の出典" doc_en:"Source of the values"`
}

// IndicatorKind separates the city's KPIs from related official statistics.
type IndicatorKind string

// Codes lists the kinds.
func (IndicatorKind) Codes() []Code {
	return []Code{
		{Value: "kpi", Label: lang.T("重要業績評価指標（KPI）", "Key performance indicator (KPI)")},
		{Value: "reference", Label: lang.T("参考指標", "Reference indicator")},
	}
}

// Direction is the way in which an indicator should move.
type Direction string

// The directions.
const (
	Increase    Direction = "increase"
	Decrease    Direction = "decrease"
	Maintain    Direction = "maintain"
	WithinRange Direction = "range"
)

// Codes lists the directions.
func (Direction) Codes() []Code {
	return []Code{
		{Value: string(Increase), Label: lang.T("増加", "Increase")},
		{Value: string(Decrease), Label: lang.T("減少", "Decrease")},
		{Value: string(Maintain), Label: lang.T("維持", "Maintain")},
		{Value: string(WithinRange), Label: lang.T("範囲内", "Stay within a range")},
	}
}

// Observation is one 指標値: the value of an indicator for one area and period.
type Observation struct {
	IndicatorID string            `csv:"indicator_id" key:"1" validate:"required" ref:"indicators.id" ja:"指標ID" en:"Indicator ID" doc:"値が属する指標" doc_en:"Indicator that the value belongs to"`
	AreaCode    string            `csv:"area_code" key:"1" validate:"required,area_code" ref:"areas.code" ja:"対象地域コード" en:"Area code" doc:"対象地域の全国地方公共団体コード（6桁）" doc_en:"Local government code of the area, six digits"`
	PeriodStart Date              `csv:"period_start" key:"1" validate:"required" ja:"対象期間開始日" en:"Period start" doc:"値が表す期間の最初の日。時点の値は終了日と同じ" doc_en:"First day of the period; the same as the end for a point in time"`
	PeriodEnd   Date              `csv:"period_end" key:"1" validate:"required,on_or_after=PeriodStart" ja:"対象期間終了日" en:"Period end" doc:"値が表す期間の最後の日（その日を含む）" doc_en:"Last day of the period, inclusive"`
	Label       string            `csv:"label" validate:"required" ja:"表示名" en:"Label" doc:"期間の表示" doc_en:"How the period is shown"`
	Value       Decimal           `csv:"value" ja:"指標値（単位は指標の単位の列）" en:"Value (in the indicator's unit)" doc:"指標の値。欠測は空で、0とは異なる" doc_en:"Value of the indicator; missing is empty, never zero"`
	BaseDate    Date              `csv:"base_date" ja:"分母の基準日" en:"Base date of the denominator" doc:"率の分母にした人口の基準日。率でない値は空" doc_en:"Date of the population that a rate is divided by; empty otherwise"`
	Status      ObservationStatus `csv:"status" validate:"required,code" ja:"値の状態" en:"Observation status" doc:"SDMXのOBS_STATUSの符号" doc_en:"SDMX OBS_STATUS code"`
	Note        string            `csv:"note" ja:"注記" en:"Note" doc:"値についての注記" doc_en:"Remark on the value"`
	Source      string            `csv:"source" validate:"required" ja:"出典" en:"Source" doc:"根拠となる文書とその箇所" doc_en:"Document and place in it that this record is taken from"`
}

// ObservationStatus is a code of the SDMX cross-domain list CL_OBS_STATUS.
type ObservationStatus string

// Codes lists the statuses that are used here.
func (ObservationStatus) Codes() []Code {
	return []Code{
		{Value: "A", Label: lang.T("通常の値", "Normal value")},
		{Value: "B", Label: lang.T("時系列の断層", "Time series break")},
		{Value: "E", Label: lang.T("推計値", "Estimated value")},
		{Value: "P", Label: lang.T("速報値", "Provisional value")},
		{Value: "M", Label: lang.T("欠測", "Missing value")},
	}
}

// HoldsValues reports whether the rows of a dataset are values of indicators:
// whatever changes in one, it is a value that changes.
func HoldsValues(id string) bool { return id == "observations" }

// HoldsUnit reports whether a column says in which unit the values of other rows
// are.
func HoldsUnit(id, column string) bool { return id == "indicators" && column == "unit" }
