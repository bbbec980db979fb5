package api

import (
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/results"
)

// Metadata stands before the results of every answer (DS-464-2).
//
//	@Description	すべての応答の先頭にある情報。withdrawnは、元になった公表から取り下げられたファイル。 / Precedes the results of every response; withdrawn lists files withdrawn from the release.
type Metadata struct {
	Title     string            `json:"title"`
	TitleEn   string            `json:"title_en"`
	Type      string            `json:"type"`
	Parameter map[string]string `json:"parameter"`
	ResultSet ResultSet         `json:"resultset"`
	Release   ReleaseInfo       `json:"release"`
	Citation  Citation          `json:"citation"`
	Withdrawn []WithdrawnInfo   `json:"withdrawn,omitempty"`
}

// Citation says how to cite an answer so that others find exactly it.
//
//	@Description	引用の記載例。urlは将来も同じ内容を返す。 / How to cite the response; its url always returns the same content.
type Citation struct {
	URL    string `json:"url"`
	Text   string `json:"text"`
	TextEn string `json:"text_en"`
	BibTeX string `json:"bibtex"`
}

// ResultSet says which part of all matches the results are. Limit is null where
// everything is returned, Offset behind a cursor, which knows no position, Next absent where nothing follows.
//
//	@Description	結果が全体のどの部分か。limitがnullなら全件。offsetは、cursorで読んだページではnull。nextは続きを取得するためのcursorの値で、続きがなければ省かれる（Linkヘッダーのrel=nextのURLにも含まれる）。 / Which part of all matches the results are; limit is null if everything is returned, offset is null on pages read with a cursor; next is the cursor of the next page, absent on the last (the Link header with rel=next has it, too).
type ResultSet struct {
	Count  int     `json:"count"`
	Offset *int    `json:"offset"`
	Limit  *int    `json:"limit"`
	Next   *string `json:"next,omitempty"`
}

// ReleaseInfo names the release an answer comes from.
//
//	@Description	応答の元になった公表。 / The release that the response comes from.
type ReleaseInfo struct {
	Number    int    `json:"number"`
	Issued    string `json:"issued"`
	Effective string `json:"effective"`
}

// RecordsAnswer holds rows of a dataset, or groups of them. The columns of each
// dataset are in the served OpenAPI document.
//
//	@Description	データセットの行、またはその集計。facetsとfacets_totalはfacetsを、highlightsはqを指定したときだけある。 / Rows of a dataset, or groups of them; facets and facets_total are present if facets is given, highlights if q is given.
type RecordsAnswer struct {
	Metadata    Metadata                       `json:"metadata"`
	Results     []map[string]any               `json:"results"`
	Facets      map[string][]results.FacetInfo `json:"facets,omitempty"`
	FacetsTotal map[string]int                 `json:"facets_total,omitempty"`
	Highlights  []map[string]string            `json:"highlights,omitempty"`
}

// DatasetsAnswer is the catalogue, or one entry of it.
//
//	@Description	データセットの一覧、またはその一件。 / The catalogue, or one entry of it.
type DatasetsAnswer struct {
	Metadata Metadata      `json:"metadata"`
	Results  []DatasetInfo `json:"results"`
}

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

// Health is the state of the process.
//
//	@Description	プロセスの状態。 / State of the process.
type Health struct {
	Status  string `json:"status"`
	Release int    `json:"release,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

// columnInfos describes every column of a schema.
func columnInfos(s dataset.Schema) []ColumnInfo {
	keys := make(map[string]bool)
	for _, k := range s.Key {
		keys[k] = true
	}
	refers := make(map[string]string)
	for _, r := range s.References {
		refers[r.Column] = r.Dataset + "." + r.Target
	}
	out := make([]ColumnInfo, 0, len(s.Columns))
	for _, c := range s.Columns {
		info := ColumnInfo{
			Name: c.Name, Title: c.Title.Ja, TitleEn: c.Title.En, Type: c.Type.Definition().Name, Unit: c.Unit,
			Required: c.Rules.Required, Key: keys[c.Name], RefersTo: refers[c.Name], FilesOnly: c.Constant != "",
			Meaning: c.Meaning.Ja, MeaningEn: c.Meaning.En, Codes: []CodeInfo{},
		}
		for _, code := range c.Codes {
			info.Codes = append(info.Codes, CodeInfo{Value: code.Value, Label: code.Label.Ja, LabelEn: code.Label.En})
		}
		out = append(out, info)
	}
	return out
}
