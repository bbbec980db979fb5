package dataset

import (
	"slices"

	"hachinohe.example/opendata/internal/lang"
)

// Code is one permitted value of a coded column and its meaning.
type Code struct {
	Value string
	Label lang.Text
}

// Column is the definition of one column.
type Column struct {
	Name    string    // ASCII snake_case: CSV header, JSON key, query parameter
	Title   lang.Text // Ja is the Japanese CSV header
	Meaning lang.Text
	Type    Type
	Unit    string // as in （）of a heading: 枚, 人, %; empty where there is none
	Rules   Rules
	Codes   []Code // permitted values, none = free
	// Categories are what the values can be in principle, where that is more than
	// Codes permit.
	Categories []Code
	InRank     bool   // the order of the categories says something
	Example    string // of a cell
	RDFType    string // address of what the column is in RDF
	// Constant columns hold one value in every row. They stand in files and in
	// the dictionary, not in JSON rows (the leading columns of the municipal
	// standard datasets).
	Constant string
}

// categories are the values with a meaning.
func (c Column) categories() []Code {
	if c.Categories != nil {
		return c.Categories
	}
	return c.Codes
}

// provenance names the column that says from which document, and from where in
// it, a record is taken. Every record type has it.
const provenance = "source"

// Searched reports whether words are looked for in the column: in texts, but not
// in where a record comes from. The records of one document all name it, so each
// of them would be found by the words of its title, those that are about
// something else level with those that are not. Whoever means the document
// filters by the column. The name alone decides, in a city's own dataset as in
// ours, so that nothing has to be added to schemas that are published already.
func (c Column) Searched() bool {
	return c.Name != provenance && c.Type.Definition().Text
}

// Rules are the constraints of one column beyond its type.
type Rules struct {
	Required  bool
	Unique    bool
	Pattern   string // regular expression the whole cell must match
	Minimum   string // in the type's own notation
	Maximum   string
	MinLength int // characters; 0 = none
	MaxLength int // characters; 0 = none
}

// Reference says that a column holds keys of another dataset. Empty cells refer
// to nothing; every item of a list refers.
type Reference struct {
	Column  string // column here
	Dataset string // id of the dataset referred to
	Target  string // column there
}

// Schema is the ordered columns of a dataset and what holds between them.
type Schema struct {
	Columns    []Column
	Key        []string // primary key, never empty
	Order      []string // published row order; missing values last; ends with the key
	References []Reference
}

// Column returns the column with that ASCII name.
func (s Schema) Column(name string) (Column, bool) {
	i := s.Index(name)
	if i < 0 {
		return Column{}, false
	}
	return s.Columns[i], true
}

// Index returns the position of the named column, -1 if there is none.
func (s Schema) Index(name string) int {
	return slices.IndexFunc(s.Columns, func(c Column) bool { return c.Name == name })
}

// Data returns the columns that carry data: all but the constant ones.
func (s Schema) Data() []Column {
	return slices.DeleteFunc(slices.Clone(s.Columns), func(c Column) bool { return c.Constant != "" })
}

// leading are the first columns of every file of the municipal standard
// datasets (自治体標準オープンデータセット, 2023 and later).
func leading() []Column {
	return []Column{
		{
			Name: "local_government_code", Title: lang.T("全国地方公共団体コード", "Local government code"),
			Meaning:  lang.T("公表する地方公共団体の6桁のコード（検査数字を含む）", "Six-digit code of the publishing local government, with its check digit"),
			Type:     String,
			Rules:    Rules{Required: true},
			Constant: CityCode,
		},
		{
			Name: "local_government_name", Title: lang.T("地方公共団体名", "Local government name"),
			Meaning:  lang.T("公表する地方公共団体の名称", "Name of the publishing local government"),
			Type:     String,
			Rules:    Rules{Required: true},
			Constant: CityName,
		},
	}
}
