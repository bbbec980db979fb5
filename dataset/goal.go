package dataset

// Goal is a 基本目標.
type Goal struct {
	ID            string `csv:"id" key:"1" validate:"required,record_id" ja:"基本目標ID" en:"Goal ID" doc:"識別子。一度付けた値は変わらない" doc_en:"Identifier, never reassigned"`
	PlanID        string `csv:"plan_id" validate:"required" ref:"plans.id" ja:"計画ID" en:"Plan ID" doc:"この基本目標を含む計画" doc_en:"Plan that contains the goal"`
	Number        int    `csv:"number" validate:"required,min=1" ja:"基本目標番号" en:"Goal number" doc:"計画に印刷された番号" doc_en:"Number printed in the plan"`
	Title         string `csv:"title" validate:"required" ja:"基本目標名" en:"Title" doc:"基本目標の名称" doc_en:"Title of the goal"`
	TitleEn       string `csv:"title_en" validate:"required" ja:"基本目標名（英語・参考訳）" en:"Title in English (reference translation)" doc:"名称の英語の参考訳" doc_en:"Reference translation of the title"`
	Description   string `csv:"description" validate:"required" ja:"説明" en:"Description" doc:"基本目標の説明文" doc_en:"Text of the goal"`
	DescriptionEn string `csv:"description_en" validate:"required" ja:"説明（英語・参考訳）" en:"Description in English (reference translation)" doc:"説明文の英語の参考訳" doc_en:"Reference translation of the text"`
	Source        string `csv:"source" validate:"required" ja:"出典" en:"Source" doc:"根拠となる文書とその箇所" doc_en:"Document and place in it that this record is taken from"`
}

// Policy is a 施策 under a goal.
type Policy struct {
	ID            string     `csv:"id" key:"1" validate:"required,record_id" ja:"施策ID" en:"Policy ID" doc:"識別子。一度付けた値は変わらない" doc_en:"Identifier, never reassigned"`
	GoalID        string     `csv:"goal_id" validate:"required" ref:"goals.id" ja:"基本目標ID" en:"Goal ID" doc:"この施策が属する基本目標" doc_en:"Goal that the policy belongs to"`
	Number        int        `csv:"number" validate:"required,min=1" ja:"施策番号" en:"Policy number" doc:"基本目標の中で印刷された番号" doc_en:"Number printed within the goal"`
	Title         string     `csv:"title" validate:"required" ja:"施策名" en:"Title" doc:"施策の名称" doc_en:"Title of the policy"`
	TitleEn       string     `csv:"title_en" validate:"required" ja:"施策名（英語・参考訳）" en:"Title in English (reference translation)" doc:"名称の英語の参考訳" doc_en:"Reference translation of the title"`
	Description   string     `csv:"description" validate:"required" ja:"説明" en:"Description" doc:"施策の説明文" doc_en:"Text of the policy"`
	DescriptionEn string     `csv:"description_en" validate:"required" ja:"説明（英語・参考訳）" en:"Description in English (reference translation)" doc:"説明文の英語の参考訳" doc_en:"Reference translation of the text"`
	KPIStatus     TextStatus `csv:"kpi_status" validate:"required,code" ja:"KPIの作成状況" en:"State of the KPIs" doc:"施策の重要業績評価指標（KPI）が公表済みか作成中か" doc_en:"Whether the KPIs of the policy are published or in preparation"`
	Source        string     `csv:"source" validate:"required" ja:"出典" en:"Source" doc:"根拠となる文書とその箇所" doc_en:"Document and place in it that this record is taken from"`
}
