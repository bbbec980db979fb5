package param

import "slices"

// The parameters of the API. A struct is read by a [Reader] where its meaning is
// decided, and the same struct is the documentation: the OpenAPI document is made
// from its fields, tags and comments.

// Time chooses the release that answers; its parameters are those of every address
// that answers from one.
type Time struct {
	// その時点のデータ（日付はその日の終わり、または時刻） / the data as it was at the end of a day in Japan, or at an instant
	AsOf *string `form:"as_of" pattern:"^(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))|(?:\\d{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)(?:T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d))?$" example:"2026-11-22"`
	// その番号の公表のデータ / the data of the release with this number
	Release *int `form:"release" minimum:"1" maximum:"1000000000" example:"1"`
}

// Rows is what may be asked of the rows of a dataset. The columns of the dataset
// are parameters, too; they, their operators and examples are added to the document
// from its schema and rows.
type Rows struct {
	// 返す件数（JSONの既定は100、上限は1000。ほかの形式の既定は全件で、上限はない） / rows to return (JSON: 100 by default, at most 1000; other formats: all, any number)
	Limit *int `form:"limit" minimum:"1" maximum:"1000000000" example:"10"`
	// 読み飛ばす件数。cursorとは同時に指定できない / rows to skip; cannot be combined with cursor
	Offset *int `form:"offset" minimum:"0" maximum:"1000000000" example:"0"`
	// 続きの位置。応答の metadata.resultset.next の値を指定する。ほかのパラメータ（limitを除く）は変更できない / where to continue: the value of metadata.resultset.next of a response to the same parameters (limit may differ)
	Cursor *string `form:"cursor" pattern:"^A[Q-Za-f][A-Za-z0-9_-]{24,34}$"`
	// 返す列（コンマ区切り）。集計では結果の列 / columns to return, separated by commas; for groups, columns of the result
	Fields *string `form:"fields" list:"true"`
	// 並べ替える列（コンマ区切り、-で降順）。集計では結果の列 / columns to sort by, separated by commas, - for descending; for groups, columns of the result
	Sort *string `form:"sort" list:"true"`
	// 検索する語（空白区切り）。すべての語をいずれかの列に含む行だけを返す。出典（source）は検索しない。全角と半角、ひらがなとカタカナ、大文字と小文字などは区別しない / words to search for, separated by spaces: only rows that contain all of them (source is not searched); width, kana and case are ignored
	Q *string `form:"q" pattern:"[^\\t-\\r \"\\u0085\\u00A0\\u00AD\\u1680\\u2000-\\u200F\\u201C\\u201D\\u2028-\\u202F\\u205F-\\u206F\\u3000\\u300C\\u300D\\uFE00-\\uFE0F\\uFEFF\\uFF02\\uFF62\\uFF63]"`
	// 集計の単位にする列（コンマ区切り）。日付と年月は .fiscal_year（4月からの年度）、.year、.quarter、.month を付けて期間ごとに集計できる / columns to group by, separated by commas; dates and months also by .fiscal_year (from April), .year, .quarter or .month
	GroupBy *string `form:"group_by" list:"true"`
	// グループごと（group_byがなければ全体）に集計する値（コンマ区切り）。count（行数）か、列名.関数。関数は count、sum、avg、min、max、first、last / values to compute for each group (for all rows without group_by), separated by commas: count (of rows), or column.function with count, sum, avg, min, max, first or last
	Aggregate *string `form:"aggregate" list:"true"`
	// 列（コンマ区切り）の値の組み合わせを重複なしで返す / return each combination of values of these columns once
	Distinct *string `form:"distinct" list:"true"`
	// 条件に合う行の件数を、列（コンマ区切り、10まで）の値ごとに返す（JSONのみ）。件数の多い順に100までの値を返し、値の総数は facets_total で示す。すべての値は group_by で得られる / count the matching rows for each value of these columns, at most ten (JSON only): the 100 most frequent values; facets_total has the number of values, and group_by lists all of them
	Facets *string `form:"facets" list:"true"`
	// 参照先の行を応答に取り込む（コンマ区切り、5まで。複数の行への参照はJSONとNDJSONだけ） / include related records in the response: at most five relations, separated by commas (those to several rows in JSON and NDJSON only)
	Expand *string `form:"expand" list:"true"`
	// いずれかを満たす条件。選択肢を | で、選択肢の中の条件を , で区切る。値にコンマ・|・" を含むときは " で囲む。2組目からは or.2 から or.9 を使う / OR conditions: alternatives separated by |, each with conditions separated by commas; enclose a value with a comma, | or " in "; use or.2 to or.9 for more groups
	Or *string `form:"or" read:"pattern" pattern:"^[^=,|\"\\s]+=(?:[^\",|]+|\\s*\"(?:[^\"]|\"\")+\"\\s*)(?:[,|][^=,|\"\\s]+=(?:[^\",|]+|\\s*\"(?:[^\"]|\"\")+\"\\s*))*$"`
}

// Format chooses the representation.
type Format struct {
	// 形式（拡張子やAcceptでも指定できる） / format (the extension or Accept can choose it, too)
	Format *string `form:"format" example:"json"`
}

// JSONFormat is the Format of what is JSON only.
type JSONFormat struct {
	// 形式 / format
	Format *string `form:"format" enums:"json" example:"json"`
}

// Layout chooses how a representation looks.
type Layout struct {
	// 先頭にBOMを付ける（既定はfalse） / begin with a byte order mark (default false)
	BOM *bool `form:"bom"`
	// 見出し（既定はascii） / headings (default ascii)
	Header *string `form:"header" enums:"ascii,ja"`
}

// List is the parameters of a list of rows.
type List struct {
	Time
	Rows
	Format
	Layout
}

// Period bounds the periods that rows are about.
type Period struct {
	// この日、またはこの年月・年の初日以後に始まる期間（年は暦年。年度は period_start.fiscal_year.ge で指定できる） / periods that begin on or after this day, or the first day of this month or calendar year (for fiscal years use period_start.fiscal_year.ge)
	Since *string `form:"since" pattern:"^(?:\\d{4}(?:-(?:0[1-9]|1[0-2]))?|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))|(?:\\d{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$" example:"2021"`
	// この日、またはこの年月・年の末日以前に終わる期間（年は暦年） / periods that end on or before this day, or the last day of this month or calendar year
	Until *string `form:"until" pattern:"^(?:\\d{4}(?:-(?:0[1-9]|1[0-2]))?|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))|(?:\\d{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$" example:"2022-12"`
}

// History asks for more than the values of one release.
type History struct {
	// これまでに公表したすべての値を、有効だった公表番号の範囲とともに返す / return every value ever published, with the releases in which it was valid
	IncludeHistory *bool `form:"include_history" example:"true"`
}

// Series is the parameters of a list of values that no column may have the name of.
type Series struct {
	List
	Period
	History
}

// Derived is what may be made of the values of series.
type Derived struct {
	// 地域のコードか名称（コンマ区切り） / codes or names of areas, separated by commas
	Area *string `form:"area" list:"true" example:"022039"`
	// 各系列の最新の期間をこの数だけ返す / return this number of the newest periods of each series
	Last *int `form:"last" minimum:"1" maximum:"1000000" example:"12"`
	// 値をこの期間ごとにまとめる（fiscal_yearは4月から、yearとquarterは暦年）。指定しなければ公表のまま / one value for each period of this length (fiscal_year from April, year and quarter of the calendar); as published by default
	Frequency *string `form:"frequency" enums:"fiscal_year,year,quarter,month" example:"fiscal_year"`
	// 期間の値の求め方（既定は最後の値） / which value stands for those of a period (default last)
	Aggregation *string `form:"aggregation" enums:"last,first,avg,sum,min,max" example:"last"`
	// 値の比較。change は直前の期間からの差、percent_change は変化率（%）、year_on_year は1年前の同じ期間からの変化率（%）、index は base を100とする指数 / compare values: the change from the period before, the percent change, the percent change from the same period a year before, or an index with base = 100
	Transform *string `form:"transform" enums:"change,percent_change,year_on_year,index" example:"change"`
	// 指数の基準（日、年月または年）。この中で始まる最後の期間を100とする。既定は最初の値 / base of the index, a day, a month or a year: the last period that begins in it is 100; the first value by default
	Base *string `form:"base" pattern:"^(?:\\d{4}(?:-(?:0[1-9]|1[0-2]))?|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))|(?:\\d{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$"`
	// long は値ごとに1行、wide は期間ごとに1行で系列ごとに1列（200列まで） / long: a row for each value; wide: a row for each period and a column for each series, at most 200
	Shape *string `form:"shape" enums:"long,wide" example:"wide"`
	// 指標名、単位、小数点以下の桁数、地域名の列を加える / add columns with the name of the indicator, unit, decimals and the name of the area
	Labels *bool `form:"labels" example:"true"`
}

// Indicated chooses indicators.
type Indicated struct {
	// 指標のID（コンマ区切り）。指定しなければすべて / ids of indicators, separated by commas; all by default
	Indicator *string `form:"indicator" list:"true" example:"ind-1"`
}

// IndicatorValues is the parameters of the values of one indicator.
type IndicatorValues struct {
	Series
	Derived
}

// AllValues is the parameters of the values of several indicators.
type AllValues struct {
	List
	Period
	Indicated
	Derived
}

// Area chooses whose values are looked at.
type Area struct {
	// 対象地域の全国地方公共団体コード（6桁）または名称（既定は八戸市 022039） / local government code (six digits) or name of the area (default 022039, Hachinohe)
	Area *string `form:"area" example:"022039"`
}

// Progress is the parameters of the progress of an indicator, or of all.
type Progress struct {
	Time
	Area
	JSONFormat
}

// Page is a part of a list that is not rows of one dataset.
type Page struct {
	// 返す件数（JSONの既定は100、ほかの形式の既定は全件） / rows to return (JSON: 100 by default, other formats: all)
	Limit *int `form:"limit" minimum:"1" maximum:"1000" example:"10"`
	// 読み飛ばす件数 / rows to skip
	Offset *int `form:"offset" minimum:"0" maximum:"1000000000" example:"0"`
}

// Continued is where to continue a list that is not rows of one dataset.
type Continued struct {
	// 続きの位置。前のページの応答にある値（JSONでは metadata.resultset.next）を指定する。ほかのパラメータ（limitを除く）は変更できない。offsetとは同時に指定できない / where to continue: the value given by the page before (metadata.resultset.next in JSON); other parameters may not change (except limit), and offset cannot be given
	Cursor *string `form:"cursor" pattern:"^A[Q-Za-f][A-Za-z0-9_-]{24,34}$"`
}

// Walk is a page of such a list, by number or behind another.
type Walk struct {
	Page
	Continued
}

// Datasets is the parameters of the list of datasets.
type Datasets struct {
	Time
	Walk
	JSONFormat
}

// LogPage is a page of a list of releases.
type LogPage struct {
	// 返す件数（公表の一覧では、公表とそれ以外の記録のそれぞれの上限で、既定は100。タイムマップの既定は1000） / entries to return (of the list of releases, at most so many releases and so many other entries, 100 by default; of a time map, 1000 by default)
	Limit *int `form:"limit" minimum:"1" maximum:"1000" example:"10"`
	Continued
}

// Releases is the parameters of the list of releases.
type Releases struct {
	LogPage
	JSONFormat
}

// Found is what is searched for.
type Found struct {
	// 検索語 / words to search for
	Q *string `form:"q" validate:"required" pattern:"[^\\t-\\r \"\\u0085\\u00A0\\u00AD\\u1680\\u2000-\\u200F\\u201C\\u201D\\u2028-\\u202F\\u205F-\\u206F\\u3000\\u300C\\u300D\\uFE00-\\uFE0F\\uFEFF\\uFF02\\uFF62\\uFF63]" example:"オープンデータ"`
	// このデータセットだけを検索する / search this dataset only
	Dataset *string `form:"dataset" minLength:"1" example:"initiatives"`
}

// Search is the parameters of a search in all datasets.
type Search struct {
	Time
	Found
	Walk
	JSONFormat
}

// Compared is which releases are compared, and of what.
type Compared struct {
	// 比較元の公表の番号 / number of the release to compare from
	From *int `form:"from" validate:"required" minimum:"1" maximum:"1000000000" example:"1"`
	// 比較先の公表の番号 / number of the release to compare to
	To *int `form:"to" validate:"required" minimum:"1" maximum:"1000000000" example:"1"`
	// このデータセットの違いだけ / only what differs in this dataset
	Dataset *string `form:"dataset" minLength:"1" example:"initiatives"`
}

// Diff is the parameters of a comparison.
type Diff struct {
	Compared
	Page
	Format
	Layout
}

// File is the variants of a file of the latest release.
type File struct {
	Time
	FileLayout
}

// FileLayout chooses how a file looks.
type FileLayout struct {
	// 先頭にBOMを付ける（/filesのCSVの既定はtrue） / begin with a byte order mark (CSV under /files: true by default)
	BOM *bool `form:"bom"`
	// 見出し（/filesの既定はja） / headings (under /files: ja by default)
	Header *string `form:"header" enums:"ja,ascii" example:"ascii"`
}

// TimeMap is the address of which a time map lists the states, and how many.
type TimeMap struct {
	// このサービスのURL（/ から始まる。as_ofとreleaseは除く） / a URL of this service, from / on, without as_of and release
	URL *string `form:"url" validate:"required" example:"/api/v1/goals"`
	LogPage
}

// Reserved are the parameters that no column may have the name of: those of lists
// of rows and of series, and lang, which pages will have.
func Reserved() []string { return slices.Clone(reserved) }

// IsReserved reports whether no column may have a name.
func IsReserved(name string) bool { return slices.Contains(reserved, name) }

//nolint:gochecknoglobals // made once, like a compiled pattern
var reserved = append(Compile[Series]().Names(), "lang")
