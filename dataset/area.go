package dataset

import "hachinohe.example/opendata/internal/lang"

// Area is a 対象地域: what the values of an indicator are about.
type Area struct {
	Code          string   `csv:"code" key:"1" validate:"required,area_code" ja:"地域コード" en:"Area code" doc:"全国地方公共団体コード（検査数字を含む6桁）。全国は000001（e-Statの地域コード00000に同じ計算による検査数字を付けた値）" doc_en:"Local government code, six digits with the check digit; the nation is 000001, the area code 00000 of e-Stat with a check digit by the same rule"`
	Name          string   `csv:"name" validate:"required" ja:"地域名" en:"Name" doc:"地域の名称。町村は郡の名を付けない" doc_en:"Name of the area; towns and villages without their district"`
	NameEn        string   `csv:"name_en" validate:"required" ja:"地域名（英語・参考訳）" en:"Name in English (reference translation)" doc:"名称のローマ字による参考訳" doc_en:"Romanised reference translation of the name"`
	Kind          AreaKind `csv:"kind" validate:"required,code" ja:"地域の種別" en:"Kind" doc:"市区町村、都道府県、全国の別" doc_en:"Municipality, prefecture or nation"`
	Prefecture    string   `csv:"prefecture" validate:"required_unless=Kind nation,excluded_if=Kind nation" ja:"都道府県名" en:"Prefecture" doc:"地域が属する都道府県。都道府県はその名称、全国は空" doc_en:"Prefecture that the area lies in; of a prefecture its own name, of the nation empty"`
	HachinoheArea bool     `csv:"hachinohe_area" ja:"八戸圏域" en:"Hachinohe area" doc:"八戸圏域連携中枢都市圏を構成する市町村はtrue" doc_en:"true for the municipalities of the Hachinohe regional core urban area (連携中枢都市圏)"`
	Source        string   `csv:"source" validate:"required" ja:"出典" en:"Source" doc:"コードと名称の出典" doc_en:"Source of the code and the name"`
}

// AreaKind is what an area is.
type AreaKind string

// Codes lists the kinds.
func (AreaKind) Codes() []Code {
	return []Code{
		{Value: "municipality", Label: lang.T("市区町村", "Municipality")},
		{Value: "prefecture", Label: lang.T("都道府県", "Prefecture")},
		{Value: "nation", Label: lang.T("全国", "Nation")},
	}
}
