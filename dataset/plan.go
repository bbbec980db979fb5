package dataset

import "hachinohe.example/opendata/internal/lang"

// Plan is one edition of a 計画.
type Plan struct {
	ID              string    `csv:"id" key:"1" validate:"required,record_id" ja:"計画ID" en:"Plan ID" doc:"計画の識別子。一度付けた値は変わらない" doc_en:"Identifier of the plan, never reassigned"`
	Title           string    `csv:"title" validate:"required" ja:"計画名" en:"Title" doc:"計画の名称" doc_en:"Name of the plan"`
	TitleEn         string    `csv:"title_en" validate:"required" ja:"計画名（英語・参考訳）" en:"Title in English (reference translation)" doc:"名称の英語の参考訳" doc_en:"Reference translation of the name"`
	Edition         Edition   `csv:"edition" validate:"required,code" ja:"版" en:"Edition" doc:"素案・原案・成案の別" doc_en:"Draft, proposal or adopted"`
	EditionMonth    YearMonth `csv:"edition_month" validate:"required" ja:"版の年月" en:"Year and month of the edition" doc:"素案・原案は表題に記された年月、成案は策定された年月" doc_en:"Year and month on the title page of a draft or proposal; of adoption for an adopted plan"`
	FirstFiscalYear int       `csv:"first_fiscal_year" validate:"required,min=2000,max=2100" unit:"年" ja:"開始会計年度(年)" en:"First fiscal year" doc:"計画期間の最初の会計年度（4月1日に始まる）" doc_en:"First fiscal year of the plan; a fiscal year begins on 1 April"`
	LastFiscalYear  int       `csv:"last_fiscal_year" validate:"required,min=2000,max=2100,gtefield=FirstFiscalYear" unit:"年" ja:"終了会計年度(年)" en:"Last fiscal year" doc:"計画期間の最後の会計年度" doc_en:"Last fiscal year of the plan"`
	Source          string    `csv:"source" validate:"required" ja:"出典" en:"Source" doc:"根拠となる文書とその箇所" doc_en:"Document and place in it that this record is taken from"`
}

// Edition is the state of a plan's text.
type Edition string

// Codes lists the editions.
func (Edition) Codes() []Code {
	return []Code{
		{Value: "draft", Label: lang.T("素案", "Draft")},
		{Value: "proposal", Label: lang.T("原案", "Proposal")},
		{Value: "adopted", Label: lang.T("成案", "Adopted")},
	}
}

// PlanSection is one line of the plan's text: a heading, a paragraph or an item
// of a list, letter by letter.
type PlanSection struct {
	ID      string      `csv:"id" key:"1" validate:"required,record_id" ja:"段落ID" en:"Paragraph ID" doc:"本文での順に付けた識別子" doc_en:"Identifier, in the order of the text"`
	PlanID  string      `csv:"plan_id" validate:"required" ref:"plans.id" ja:"計画ID" en:"Plan ID" doc:"この本文を含む計画" doc_en:"Plan that the text belongs to"`
	Chapter int         `csv:"chapter" validate:"required,min=1,max=11" ja:"章番号" en:"Chapter number" doc:"計画の章の番号（1から11）" doc_en:"Number of the chapter, 1 to 11"`
	Kind    SectionKind `csv:"kind" validate:"required,code" ja:"種別" en:"Kind" doc:"見出し・段落・箇条書きの別" doc_en:"Heading, paragraph or list item"`
	Level   *int        `csv:"level,omitempty" validate:"required_if=Kind heading,required_if=Kind continued_heading,omitempty,min=1,max=4" ja:"見出しの段階番号" en:"Heading level" doc:"見出しの階層。1が章、2が基本目標、3が施策。見出し以外は空" doc_en:"Depth of a heading: 1 chapter, 2 goal, 3 policy; empty for text"`
	Text    string      `csv:"text" validate:"required" ja:"本文" en:"Text" doc:"計画に印刷された文字のまま。装飾と改行だけを取り除いた" doc_en:"As printed in the plan, letter by letter; only mark-up and line breaks are removed"`
	Status  TextStatus  `csv:"status" validate:"required,code" ja:"作成状況" en:"Status" doc:"本文が公表済みか作成中か" doc_en:"Whether the text is published or still in preparation"`
	Source  string      `csv:"source" validate:"required" ja:"出典" en:"Source" doc:"根拠となる文書とその箇所" doc_en:"Document and place in it that this record is taken from"`
}

// SectionKind says what a line of the plan's text is.
type SectionKind string

// Codes lists the kinds of lines.
func (SectionKind) Codes() []Code {
	return []Code{
		{Value: "heading", Label: lang.T("見出し", "Heading")},
		{Value: "continued_heading", Label: lang.T("見出し（改ページ後の再掲）", "Heading printed again after a page break")},
		{Value: "paragraph", Label: lang.T("段落", "Paragraph")},
		{Value: "item", Label: lang.T("箇条書き", "List item")},
	}
}

// TextStatus says whether a part of the plan exists yet.
type TextStatus string

// Codes lists the states.
func (TextStatus) Codes() []Code {
	return []Code{
		{Value: "published", Label: lang.T("公表済み", "Published")},
		{Value: "in_preparation", Label: lang.T("作成中（原案で提示予定）", "In preparation (to be presented in the proposal)")},
	}
}

// Vision is one candidate for the 目指す姿 of the plan.
type Vision struct {
	ID     string       `csv:"id" key:"1" validate:"required,record_id" ja:"目指す姿ID" en:"Vision ID" doc:"識別子。一度付けた値は変わらない" doc_en:"Identifier, never reassigned"`
	PlanID string       `csv:"plan_id" validate:"required" ref:"plans.id" ja:"計画ID" en:"Plan ID" doc:"この案を含む計画" doc_en:"Plan that contains the candidate"`
	Text   string       `csv:"text" validate:"required" ja:"目指す姿" en:"Vision" doc:"目指す姿の案の文言" doc_en:"Wording of the candidate"`
	TextEn string       `csv:"text_en" validate:"required" ja:"目指す姿（英語・参考訳）" en:"Vision in English (reference translation)" doc:"文言の英語の参考訳" doc_en:"Reference translation of the wording"`
	Status VisionStatus `csv:"status" validate:"required,code" ja:"決定状況" en:"Status" doc:"案か、採用されたか" doc_en:"Proposed or adopted"`
	Source string       `csv:"source" validate:"required" ja:"出典" en:"Source" doc:"根拠となる文書とその箇所" doc_en:"Document and place in it that this record is taken from"`
}

// VisionStatus says whether a candidate was chosen.
type VisionStatus string

// Codes lists the states of a candidate.
func (VisionStatus) Codes() []Code {
	return []Code{
		{Value: "proposed", Label: lang.T("案", "Proposed")},
		{Value: "adopted", Label: lang.T("採用", "Adopted")},
		{Value: "rejected", Label: lang.T("不採用", "Not adopted")},
	}
}
