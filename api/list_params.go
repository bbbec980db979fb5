package api

// ListParams documents the parameters of every list of rows for OpenAPI; what
// they mean is decided in records_query.go and internal/query, and a test holds
// the two together. The columns of the dataset are parameters, too; they, their
// operators and examples are added to the document from its schema and rows
// (openapi_query.go).
type ListParams struct {
	TimeParams
	// 返す件数（JSONの既定は100、上限は1000。ほかの形式の既定は全件で、上限はない） / rows to return (JSON: 100 by default, at most 1000; other formats: all, any number)
	Limit int `form:"limit" minimum:"1" maximum:"1000000000" example:"10"`
	// 読み飛ばす件数。cursorとは同時に使えない / rows to skip; not together with cursor
	Offset int `form:"offset" minimum:"0" maximum:"1000000000" example:"0"`
	// 続きの位置。答えの metadata.resultset.next の値で、ほかのパラメータ（limitを除く）は変えられない / where to go on: the value of metadata.resultset.next of an answer to the same parameters, limit apart
	Cursor string `form:"cursor"`
	// 返す列（コンマ区切り）。集計では結果の列 / columns to return, separated by commas; of groups, those of the result
	Fields string `form:"fields"`
	// 並べ替える列（コンマ区切り、-で降順）。集計では結果の列 / columns to sort by, separated by commas, - for descending; of groups, those of the result
	Sort string `form:"sort"`
	// 探す語（空白区切り）。すべての語をどこかに含む行だけを返す。出典（source）は探さない。全角と半角、ひらがなとカタカナ、大文字と小文字などは区別しない / words to search for, separated by spaces: rows that contain all of them (not in source, where they come from), in whatever width, kana or case
	Q string `form:"q"`
	// 列ごと（コンマ区切り）に行をまとめる。日付と年月は .fiscal_year（4月からの年度）、.year、.quarter、.month を付けて期間ごとにもできる / columns to group by, separated by commas; dates and months also by .fiscal_year (from April), .year, .quarter or .month
	GroupBy string `form:"group_by"`
	// 組ごと（group_byがなければ全体）に計算する値（コンマ区切り）。count（行数）か、列名.関数。関数は count、sum、avg、min、max、first、last / what to compute of each group, or of all rows without group_by: count (of rows), or column.function with count, sum, avg, min, max, first or last
	Aggregate string `form:"aggregate"`
	// 列（コンマ区切り）に現れる値の組を一つずつ返す / return each combination of values of these columns once
	Distinct string `form:"distinct"`
	// 問い合わせに合う行を、列（コンマ区切り、10まで）の値ごとに数えて添える（JSONのみ）。件数の多い順に100までの値で、値がいくつあるかは facets_total。すべての値は group_by で / count the matching rows by the values of these columns, at most ten (JSON only): the 100 values that most rows have; facets_total says how many there are, and group_by lists them all
	Facets string `form:"facets"`
	// 参照している行を答えに取り込む（コンマ区切り、5まで。複数の行への参照はJSONとNDJSONだけ） / put the rows referred to into the answer: at most five relations, separated by commas (those to several rows in JSON and NDJSON only)
	Expand string `form:"expand"`
	// どれかを満たす。選択肢を | で、選択肢の中の条件を , で区切る。値がコンマ・|・" を含むときは " で囲む。組を増やすには or.2 から or.9 を使う / alternatives separated by |, each of conditions separated by commas; a value with a comma, | or " is enclosed in "; further groups are or.2 to or.9
	Or string `form:"or"`
	// 形式（拡張子やAcceptでも選べる） / format (the extension or Accept can say it, too)
	Format string `form:"format" example:"json"`
	// 先頭にBOMを付ける（既定はfalse） / begin with a byte order mark (default false)
	BOM bool `form:"bom"`
	// 見出し（既定はascii） / headings (default ascii)
	Header string `form:"header" enums:"ascii,ja"`
}

// TimeParams choose the release that answers; they are parameters of every
// address that answers from one.
type TimeParams struct {
	// その時点のデータ（日付はその日の終わり、または時刻） / the data as it was at the end of a day in Japan, or at an instant
	AsOf string `form:"as_of" example:"2026-11-22"`
	// その番号の公表のデータ / the data of the release with this number
	Release int `form:"release" minimum:"1" example:"1"`
}

// SeriesParams are those of a list and the bounds of the period.
type SeriesParams struct {
	ListParams
	// この日以後に始まる期間 / periods that begin on or after this day
	Since string `form:"since" format:"date" example:"2022-01-01"`
	// この日以前に終わる期間 / periods that end on or before this day
	Until string `form:"until" format:"date" example:"2022-12-31"`
	// これまでに公表したすべての値を、いつの公表からいつの公表までの値かとともに返す / return every value ever published, with the releases from and until which it stood
	IncludeHistory bool `form:"include_history" example:"true"`
}
