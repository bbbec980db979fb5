package dataset

import "hachinohe.example/opendata/internal/lang"

// Initiative is a 取組: numbered in the plan, or printed there as dropped.
type Initiative struct {
	ID                string `csv:"id" key:"1" validate:"required,record_id" ja:"取組ID" en:"Initiative ID" doc:"識別子。一度付けた値は変わらず、番号が変わっても同じ" doc_en:"Identifier, never reassigned, also when the number changes"`
	Number            *int   `csv:"number,omitempty" validate:"required_unless=Mark dropped,excluded_if=Mark dropped,omitempty,min=1,unique_column" ja:"取組番号" en:"Initiative number" doc:"計画に印刷された番号。削除された取組にはない" doc_en:"Number printed in the plan; dropped initiatives have none"`
	Title             string `csv:"title" validate:"required" ja:"取組名" en:"Title" doc:"取組の名称" doc_en:"Title of the initiative"`
	TitleEn           string `csv:"title_en" validate:"required" ja:"取組名（英語・参考訳）" en:"Title in English (reference translation)" doc:"名称の英語の参考訳" doc_en:"Reference translation of the title"`
	PolicyID          string `csv:"policy_id" validate:"required" ref:"policies.id" ja:"施策ID" en:"Policy ID" doc:"この取組が属する施策" doc_en:"Policy that the initiative belongs to"`
	Mark              Mark   `csv:"mark" validate:"required,code" ja:"区分" en:"Mark" doc:"第1期計画に対する新規・改訂・継続・削除の別" doc_en:"New, revised, continued or dropped, relative to the first plan"`
	RelistedPolicyIDs List   `csv:"relisted_policy_ids" ref:"policies.id" ja:"再掲先の施策ID" en:"Policies it is relisted under" doc:"同じ取組が再掲された施策。複数は ; で区切る" doc_en:"Policies under which the same initiative is printed again, separated by ;"`
	Source            string `csv:"source" validate:"required" ja:"出典" en:"Source" doc:"根拠となる文書とその箇所" doc_en:"Document and place in it that this record is taken from"`
}

// Mark is the mark printed before an initiative, relative to the first plan.
type Mark string

// Codes lists the marks.
func (Mark) Codes() []Code {
	return []Code{
		{Value: "new", Label: lang.T("新規", "New")},
		{Value: "revised", Label: lang.T("改訂", "Revised")},
		{Value: "continued", Label: lang.T("継続（印なし）", "Continued (no mark)")},
		{Value: "dropped", Label: lang.T("削除", "Dropped")},
	}
}

// InitiativeProgress is the 進捗 of an initiative in one fiscal year.
type InitiativeProgress struct {
	InitiativeID string         `csv:"initiative_id" key:"1" validate:"required" ref:"initiatives.id" ja:"取組ID" en:"Initiative ID" doc:"進捗を記す取組" doc_en:"Initiative that is reported on"`
	FiscalYear   int            `csv:"fiscal_year" key:"1" validate:"required,min=2000,max=2100" unit:"年" ja:"会計年度(年)" en:"Fiscal year" doc:"4月1日に始まる会計年度（2026は令和8年度）" doc_en:"Fiscal year, beginning on 1 April (2026 is Reiwa 8)"`
	Status       ProgressStatus `csv:"status" validate:"required,code" ja:"進捗状況" en:"Status" doc:"その年度末の進捗の区分" doc_en:"State at the end of the fiscal year"`
	Summary      string         `csv:"summary" validate:"required" ja:"概要" en:"Summary" doc:"その年度に行ったことの要約" doc_en:"What was done in the fiscal year"`
	Source       string         `csv:"source" validate:"required" ja:"出典" en:"Source" doc:"根拠となる文書とその箇所" doc_en:"Document and place in it that this record is taken from"`
}

// ProgressStatus is the state of an initiative at the end of a fiscal year.
type ProgressStatus string

// Codes lists the states.
func (ProgressStatus) Codes() []Code {
	return []Code{
		{Value: "not_started", Label: lang.T("未着手", "Not started")},
		{Value: "in_progress", Label: lang.T("実施中", "In progress")},
		{Value: "completed", Label: lang.T("完了", "Completed")},
		{Value: "suspended", Label: lang.T("休止", "Suspended")},
		{Value: "ended", Label: lang.T("終了", "Ended")},
	}
}
