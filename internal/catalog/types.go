package catalog

// DatasetInfo describes a dataset.
//
//	@Description	データセットの説明。columnsとexamplesは一件を取得したときだけある。 / Describes a dataset; columns and examples are present for a single dataset only.
type DatasetInfo struct {
	ID            string        `json:"id"`
	Title         string        `json:"title"`
	TitleEn       string        `json:"title_en"`
	Description   string        `json:"description"`
	DescriptionEn string        `json:"description_en"`
	Keywords      []string      `json:"keywords"`
	Category      string        `json:"category"`
	Frequency     string        `json:"frequency"`
	FrequencyEn   string        `json:"frequency_en"`
	License       LicenseInfo   `json:"license"`
	Publisher     string        `json:"publisher"`
	Records       int           `json:"records"`
	URL           string        `json:"url"`
	RecordsURL    string        `json:"records_url"`
	SchemaURL     string        `json:"schema_url"`
	Files         []FileInfo    `json:"files"`
	Columns       []ColumnInfo  `json:"columns,omitempty"`
	Examples      []ExampleInfo `json:"examples,omitempty"`
}

// ExampleInfo is a query of a dataset.
//
//	@Description	そのまま開ける検索・抽出の例。queryは、urlの ? より後を手で入力するときの形。 / A query that can be opened as is; query is how to type the part of the url after ? by hand.
type ExampleInfo struct {
	URL           string `json:"url"`
	Query         string `json:"query"`
	Description   string `json:"description"`
	DescriptionEn string `json:"description_en"`
}

// LicenseInfo is the licence of a dataset.
//
//	@Description	ライセンス。 / The licence.
type LicenseInfo struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	URL  string `json:"url"`
}

// FileInfo describes a file to download. Charset, BOM and heading are declared
// as rule L3-08 of the machine-readability rules asks.
//
//	@Description	ダウンロードできるファイル。文字コード、BOM、見出しを明示する。全体を作らなければ分からないXLSXのbytesとsha256は、一件のデータセットの応答にだけある。 / A file to download, with its charset, byte order mark and headings; bytes and sha256 of XLSX, which must be made to know them, are given for a single dataset only.
type FileInfo struct {
	URL       string `json:"url"`
	Permanent string `json:"permanent_url"`
	Name      string `json:"name"`
	Format    string `json:"format"`
	MediaType string `json:"media_type"`
	Charset   string `json:"charset,omitempty"`
	BOM       bool   `json:"bom"`
	Header    string `json:"header,omitempty" enums:"ja,ascii"`
	Bytes     int    `json:"bytes,omitempty"`
	SHA256    string `json:"sha256,omitempty"`
}

// ColumnInfo describes a column.
//
//	@Description	列の定義。files_onlyの列はファイルだけにある。 / A column; files_only columns are in files only.
type ColumnInfo struct {
	Name      string     `json:"name"`
	Title     string     `json:"title"`
	TitleEn   string     `json:"title_en"`
	Type      string     `json:"type"`
	Unit      string     `json:"unit"`
	Required  bool       `json:"required"`
	Key       bool       `json:"key"`
	RefersTo  string     `json:"refers_to"`
	FilesOnly bool       `json:"files_only"`
	Meaning   string     `json:"meaning"`
	MeaningEn string     `json:"meaning_en"`
	Codes     []CodeInfo `json:"codes"`
}

// CodeInfo is one value of a code list.
//
//	@Description	コードとその意味。 / A code and its meaning.
type CodeInfo struct {
	Value   string `json:"value"`
	Label   string `json:"label"`
	LabelEn string `json:"label_en"`
}
