package api

// ListParams documents the parameters of every list of rows for OpenAPI; what
// they mean is decided in records_query.go, and a test holds the two together.
// The columns of the dataset are parameters, too; they are added to the
// document from its schema.
type ListParams struct {
	TimeParams
	// 返す件数（JSONの既定は100、CSVの既定は全件） / rows to return (JSON: 100 unless given, CSV: all)
	Limit int `form:"limit" minimum:"1" maximum:"1000" example:"10"`
	// 読み飛ばす件数 / rows to skip
	Offset int `form:"offset" minimum:"0" maximum:"1000000000" example:"0"`
	// 返す列（コンマ区切り） / columns to return, separated by commas
	Fields string `form:"fields"`
	// 並べ替える列（コンマ区切り、-で降順） / columns to sort by, separated by commas, - for descending
	Sort string `form:"sort"`
	// 形式（拡張子やAcceptでも選べる） / format (the extension or Accept can say it, too)
	Format string `form:"format" enums:"json,csv" example:"json"`
	// CSVの先頭にBOMを付ける（CSVのみ、既定はfalse） / begin a CSV with a byte order mark (CSV only, false unless given)
	BOM bool `form:"bom"`
	// CSVの見出し（CSVのみ、既定はascii） / headings of a CSV (CSV only, ascii unless given)
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
