package dataset

import (
	"embed"
	"io/fs"

	"hachinohe.example/opendata/internal/lang"
)

//go:embed source
var sourceFiles embed.FS

// Embedded returns the source files that are built into the program.
func Embedded() fs.FS {
	sub, err := fs.Sub(sourceFiles, "source")
	if err != nil {
		panic(err) // the embed pattern above guarantees the folder
	}
	return sub
}

// DictionaryID is the id of the generated dataset that describes every column.
const DictionaryID = "data_dictionary"

const (
	catPlan    = "行財政"
	catPeople  = "人口・世帯"
	digital    = "デジタル推進計画"
	filePrefix = CityCode + "_digital_"
)

// BuiltIn returns the datasets that have a record type, in catalogue order, the
// data dictionary last.
func BuiltIn() []Dataset {
	return append(append(planDatasets(), measureDatasets()...), backgroundDatasets()...)
}

// define makes a dataset out of its record type and the words that describe it.
func define[T any](id string, title, description, frequency lang.Text, category string, keywords []string, order ...string) Dataset {
	return Dataset{
		ID: id, File: filePrefix + id, Title: title, Description: description,
		Keywords: append([]string{digital}, keywords...), Category: category, Frequency: frequency,
		Licence: CCBY(), Schema: SchemaOf[T](order...), Record: func() any { return new(T) },
	}
}

func onRevision() lang.Text { return lang.T("計画の改定時", "When the plan is revised") }

func planDatasets() []Dataset {
	return []Dataset{
		define[Plan]("plans",
			lang.T("八戸市デジタル推進計画 計画一覧", "Hachinohe City Digital Promotion Plans"),
			lang.T("第1期と第2期の八戸市デジタル推進計画の名称、版、版の年月、計画期間。", "Name, edition, date and period of the first and second Hachinohe City Digital Promotion Plan."),
			onRevision(), catPlan, []string{"計画", "計画期間"}),
		define[PlanSection]("plan_sections",
			lang.T("第2期八戸市デジタル推進計画 本文", "Second Digital Promotion Plan: full text"),
			lang.T("計画（素案）の第1章から第11章までの本文。見出し・段落・箇条書きを1行ずつ、印刷された文字のまま収録。作成中の章はその旨を示す。", "Text of chapters 1 to 11 of the draft plan, one row per heading, paragraph or item, letter by letter; chapters in preparation are marked so. Japanese only."),
			onRevision(), catPlan, []string{"計画", "本文"}),
		define[Vision]("visions",
			lang.T("目指す姿（案）", "Candidate visions"),
			lang.T("計画の「目指す姿」の3つの候補。素案の時点では決まっていない。", "The three candidates for the plan's vision; none is chosen in the draft."),
			onRevision(), catPlan, []string{"目指す姿"}),
		define[Goal]("goals",
			lang.T("基本目標", "Goals"),
			lang.T("計画の3つの基本目標の名称と説明。", "Title and description of the three goals of the plan."),
			onRevision(), catPlan, []string{"基本目標"}),
		define[Policy]("policies",
			lang.T("施策", "Policies"),
			lang.T("3つの基本目標の下の11の施策の名称と説明、KPIの作成状況。", "Title and description of the 11 policies under the three goals, and the state of their KPIs."),
			onRevision(), catPlan, []string{"施策"}),
		define[Initiative]("initiatives",
			lang.T("取組", "Initiatives"),
			lang.T("計画の79の取組と、第1期計画から削除された27の取組。番号、名称、施策、新規・改訂・継続・削除の区分、再掲先。", "The 79 initiatives of the plan and the 27 dropped since the first plan: number, title, policy, mark and the policies they are relisted under."),
			onRevision(), catPlan, []string{"取組", "DX"}, "number"),
	}
}

func measureDatasets() []Dataset {
	yearly := lang.T("1年に1回", "Yearly")
	return []Dataset{
		define[Indicator]("indicators",
			lang.T("指標", "Indicators"),
			lang.T("指標の名称、単位、望ましい方向、基準値、目標値、算出方法。公式のKPIは作成中のため、現在は関連する公的統計による参考指標だけを収録。", "Name, unit, desired direction, baseline, target and method of each indicator. The official KPIs are in preparation; only reference indicators from related official statistics are included now."),
			onRevision(), catPlan, []string{"KPI", "指標"}),
		define[Area]("areas",
			lang.T("対象地域", "Areas"),
			lang.T("指標値の対象地域のコード、名称、種別。青森県の40市町村、青森県、全国を収録し、八戸圏域連携中枢都市圏を構成する市町村を示す。", "Code, name and kind of the areas that values are about: the 40 municipalities of Aomori, the prefecture and the nation. The municipalities of the Hachinohe regional core urban area are marked."),
			lang.T("市町村の名称や区域が変わったとき", "When municipalities change"), catPlan, []string{"地域コード", "全国地方公共団体コード", "連携中枢都市圏"}),
		define[Observation]("observations",
			lang.T("指標値", "Observations"),
			lang.T("指標の時系列の値。現在はマイナンバーカードの交付枚数と人口に対する率、住民基本台帳人口（青森県の40市町村と、市が計算した青森県・全国の値）。", "Values of the indicators over time. At present My Number cards issued, their rate per population, and the resident population: of the 40 municipalities of Aomori and, computed by the city, of the prefecture and the nation."),
			yearly, catPeople, []string{"KPI", "指標", "時系列", "マイナンバーカード"}),
		define[InitiativeProgress]("initiative_progress",
			lang.T("取組の進捗", "Progress of initiatives"),
			lang.T("取組ごと・会計年度ごとの進捗。計画期間は2026年度からのため、まだ値はない。", "Progress of each initiative by fiscal year. The plan begins in fiscal year 2026; there are no rows yet."),
			yearly, catPlan, []string{"進捗"}),
	}
}

func backgroundDatasets() []Dataset {
	dictionary := define[DictionaryEntry](DictionaryID,
		lang.T("データ項目定義書", "Data dictionary"),
		lang.T("すべてのデータセットのすべての列の名前、見出し、型、単位、意味、コード一覧。", "Name, heading, type, unit, meaning and code list of every column of every dataset."),
		lang.T("データの公表時", "With every release"), catPlan, []string{"データ項目定義", "コード表"}, "dataset_id", "position")
	dictionary.Generated = true
	return []Dataset{
		define[Body]("bodies",
			lang.T("推進体制", "Governance bodies"),
			lang.T("計画を推進する組織の長、構成員、役割。", "Chair, members and role of the bodies that carry the plan forward."),
			onRevision(), catPlan, []string{"推進体制"}),
		define[RelatedPlan]("related_plans",
			lang.T("関連計画", "Related plans"),
			lang.T("計画が踏まえる国の計画、即する・補完する市の計画。", "National and municipal plans that the plan takes into account, conforms to or complements."),
			onRevision(), catPlan, []string{"関連計画"}),
		define[Event]("events",
			lang.T("経緯", "Events"),
			lang.T("計画の本文に日付とともに書かれた出来事。", "Dated events that the plan tells of."),
			onRevision(), catPlan, []string{"経緯"}),
		dictionary,
	}
}
