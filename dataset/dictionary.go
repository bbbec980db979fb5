package dataset

// DictionaryEntry is one column of one dataset: a row of data_dictionary.
type DictionaryEntry struct {
	DatasetID string `csv:"dataset_id" key:"1" validate:"required" ja:"データセットID" en:"Dataset ID" doc:"列を含むデータセット" doc_en:"Dataset that has the column"`
	Position  int    `csv:"position" validate:"required,min=1" ja:"列番号" en:"Position" doc:"ファイルの中での列の順（1から）" doc_en:"Place of the column in the file, from 1"`
	Name      string `csv:"name" key:"1" validate:"required" ja:"列名（ASCII）" en:"Name" doc:"列のASCIIの名前。APIとJSONではこの名前を使う" doc_en:"ASCII name of the column, used in the API and in JSON"`
	Title     string `csv:"title" validate:"required" ja:"見出し" en:"Japanese heading" doc:"CSVの日本語の見出し" doc_en:"Heading of the column in the Japanese CSV"`
	TitleEn   string `csv:"title_en" ja:"見出し（英語・参考訳）" en:"English heading" doc:"見出しの英語の参考訳" doc_en:"Reference translation of the heading"`
	Type      string `csv:"type" validate:"required" ja:"型" en:"Type" doc:"Table Schemaの型" doc_en:"Type as in Table Schema"`
	Unit      string `csv:"unit" ja:"単位" en:"Unit" doc:"数値の単位" doc_en:"Unit of a number"`
	Required  bool   `csv:"required" ja:"必須" en:"Required" doc:"空にできない列はtrue" doc_en:"true where the column is never empty"`
	Key       bool   `csv:"key" ja:"主キー" en:"Key" doc:"主キーに含まれる列はtrue" doc_en:"true where the column is part of the primary key"`
	RefersTo  string `csv:"refers_to" ja:"参照先" en:"Refers to" doc:"参照する「データセット.列」" doc_en:"dataset.column that the values refer to"`
	Codes     List   `csv:"codes" ja:"コード一覧" en:"Code list" doc:"値になるコードと意味（値=意味）。複数は ; で区切る" doc_en:"Permitted codes and their Japanese meaning (code=meaning), separated by ;"`
	Meaning   string `csv:"meaning" ja:"意味" en:"Meaning" doc:"列の意味" doc_en:"Meaning of the column"`
	MeaningEn string `csv:"meaning_en" ja:"意味（英語・参考訳）" en:"Meaning in English (reference translation)" doc:"意味の英語の参考訳" doc_en:"Reference translation of the meaning"`
}
