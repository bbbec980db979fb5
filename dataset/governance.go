package dataset

import "hachinohe.example/opendata/internal/lang"

// Body is a part of the 推進体制.
type Body struct {
	ID                    string `csv:"id" key:"1" validate:"required,record_id" ja:"組織ID" en:"Body ID" doc:"識別子。一度付けた値は変わらない" doc_en:"Identifier, never reassigned"`
	PlanID                string `csv:"plan_id" validate:"required" ref:"plans.id" ja:"計画ID" en:"Plan ID" doc:"この組織が推進する計画" doc_en:"Plan that the body carries forward"`
	Name                  string `csv:"name" validate:"required" ja:"組織名" en:"Name" doc:"組織の名称" doc_en:"Name of the body"`
	NameEn                string `csv:"name_en" validate:"required" ja:"組織名（英語・参考訳）" en:"Name in English (reference translation)" doc:"名称の英語の参考訳" doc_en:"Reference translation of the name"`
	ParentID              string `csv:"parent_id" ref:"bodies.id" ja:"上位の組織ID" en:"Parent body" doc:"この組織が置かれる上位の組織" doc_en:"Body under which it is set up"`
	Chair                 string `csv:"chair" ja:"長" en:"Chair" doc:"組織の長。計画に記載がなければ空" doc_en:"Who chairs it; empty where the plan does not say"`
	Members               string `csv:"members" ja:"構成員" en:"Members" doc:"構成員。計画に記載がなければ空" doc_en:"Who it is made of; empty where the plan does not say"`
	Role                  string `csv:"role" validate:"required" ja:"役割" en:"Role" doc:"計画が述べる役割" doc_en:"What the plan says it does"`
	EstablishedFiscalYear *int   `csv:"established_fiscal_year,omitempty" validate:"omitempty,min=2000,max=2100" unit:"年" ja:"設置の会計年度(年)" en:"Fiscal year of establishment" doc:"設置された会計年度。計画に記載がなければ空" doc_en:"Fiscal year in which it was set up; empty where the plan does not say"`
	Source                string `csv:"source" validate:"required" ja:"出典" en:"Source" doc:"根拠となる文書とその箇所" doc_en:"Document and place in it that this record is taken from"`
}

// RelatedPlan is another plan or law that the plan names, and how it stands to
// it.
type RelatedPlan struct {
	ID       string       `csv:"id" key:"1" validate:"required,record_id" ja:"関連計画ID" en:"Related plan ID" doc:"識別子。一度付けた値は変わらない" doc_en:"Identifier, never reassigned"`
	PlanID   string       `csv:"plan_id" validate:"required" ref:"plans.id" ja:"計画ID" en:"Plan ID" doc:"関連付ける側の計画" doc_en:"Plan that names it"`
	Name     string       `csv:"name" validate:"required" ja:"関連計画名" en:"Name" doc:"関連する計画等の名称" doc_en:"Name of the related plan"`
	NameEn   string       `csv:"name_en" validate:"required" ja:"関連計画名（英語・参考訳）" en:"Name in English (reference translation)" doc:"名称の英語の参考訳" doc_en:"Reference translation of the name"`
	Owner    PlanOwner    `csv:"owner" validate:"required,code" ja:"策定主体" en:"Owner" doc:"国の計画か市の計画か" doc_en:"National or municipal"`
	Relation PlanRelation `csv:"relation" validate:"required,code" ja:"関係" en:"Relation" doc:"計画がその計画等とどういう関係にあるか" doc_en:"How the plan stands to it"`
	Source   string       `csv:"source" validate:"required" ja:"出典" en:"Source" doc:"根拠となる文書とその箇所" doc_en:"Document and place in it that this record is taken from"`
}

// PlanOwner says who made a related plan.
type PlanOwner string

// Codes lists the owners.
func (PlanOwner) Codes() []Code {
	return []Code{
		{Value: "national", Label: lang.T("国", "National government")},
		{Value: "city", Label: lang.T("八戸市", "Hachinohe City")},
	}
}

// PlanRelation says how the plan stands to another.
type PlanRelation string

// Codes lists the relations in the words of chapters 1 and 2.
func (PlanRelation) Codes() []Code {
	return []Code{
		{Value: "takes_into_account", Label: lang.T("踏まえる", "Takes into account")},
		{Value: "conforms_to", Label: lang.T("即する", "Conforms to")},
		{Value: "complements", Label: lang.T("推進を補完する", "Complements")},
		{Value: "succeeds", Label: lang.T("方向性を引き継ぐ", "Succeeds")},
	}
}

// Event is a dated event that the plan tells of.
type Event struct {
	ID          string `csv:"id" key:"1" validate:"required,record_id" ja:"出来事ID" en:"Event ID" doc:"識別子。一度付けた値は変わらない" doc_en:"Identifier, never reassigned"`
	PeriodStart Date   `csv:"period_start" validate:"required" ja:"期間開始日" en:"Period start" doc:"出来事があった期間の最初の日（年月だけが分かるときは月の初日）" doc_en:"First day of the period in which it happened (first of the month where only the month is known)"`
	PeriodEnd   Date   `csv:"period_end" validate:"required,on_or_after=PeriodStart" ja:"期間終了日" en:"Period end" doc:"出来事があった期間の最後の日（その日を含む）" doc_en:"Last day of that period, inclusive"`
	Label       string `csv:"label" validate:"required" ja:"原文表記" en:"As printed" doc:"計画に書かれた時の表記" doc_en:"How the plan writes the time"`
	Title       string `csv:"title" validate:"required" ja:"出来事" en:"Title" doc:"出来事の内容" doc_en:"What happened"`
	TitleEn     string `csv:"title_en" validate:"required" ja:"出来事（英語・参考訳）" en:"Title in English (reference translation)" doc:"内容の英語の参考訳" doc_en:"Reference translation"`
	Source      string `csv:"source" validate:"required" ja:"出典" en:"Source" doc:"根拠となる文書とその箇所" doc_en:"Document and place in it that this record is taken from"`
}
