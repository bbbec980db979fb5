package dataset

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/malformed"
	"hachinohe.example/opendata/internal/param"
)

// Bounds of a city's own schema.
const (
	maxColumns = 500
	maxIDChars = 60
)

var namePattern = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// ParseTableSchema makes a city's own dataset out of a Table Schema (Data
// Package v2). The id is the file's name. Every fault is reported, with the
// place in the schema; the returned error is a *fault.Error.
func ParseTableSchema(id string, data []byte) (Dataset, error) {
	return schemaParser{types: Types()}.parse(id, data)
}

// ReadTableSchema reads a Table Schema that was published. What cannot be meant
// and is refused now was accepted once: a release must stay readable.
func ReadTableSchema(id string, data []byte) (Dataset, error) {
	return schemaParser{types: Types(), published: true}.parse(id, data)
}

// schemaParser reads a schema and collects what is wrong with it.
type schemaParser struct {
	wrong     *fault.Error
	types     []Type // of the columns
	published bool   // before, perhaps under fewer rules
}

func (p schemaParser) parse(id string, data []byte) (Dataset, error) {
	var in tableSchema
	p.wrong = fault.New(fault.Invalid, lang.T("Table Schema に誤りがあります", "the Table Schema has errors"))
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if at, what := malformed.Encoding(data); !what.Empty() {
		return Dataset{}, p.wrong.At(malformed.Place(data, at+1), lang.T(what.Ja+"。文字コードを UTF-8 にして保存してください", what.En+": save it as UTF-8"))
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := dec.Decode(&in); err != nil {
		return Dataset{}, p.wrong.At(malformed.JSON(data, err))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Dataset{}, p.wrong.At("", lang.T("JSON の後に余分な文字があります。削除してください", "there are characters after the end of the JSON: remove them"))
	}
	p.jsonKeys(data)
	p.id(id)
	d := p.described(id, in)
	d.Schema = p.schema(id, in)
	if len(p.wrong.Fields) > 0 {
		return Dataset{}, p.wrong
	}
	return d, nil
}

// described is the dataset without its columns.
func (p schemaParser) described(id string, in tableSchema) Dataset {
	d := Dataset{
		ID: id, File: CityCode + "_" + id,
		Title:       text(in.Title, in.TitleEn, id),
		Description: text(in.Description, in.DescriptionEn, ""),
		Keywords:    in.Keywords,
		Category:    in.Category,
		Frequency:   text(in.Frequency, in.FrequencyEn, ""),
		Licence:     CCBY(),
		Metadata:    in.Metadata,
		InOrder:     in.FieldsMatch == exactly,
	}
	if d.Category == "" {
		d.Category = "その他"
	}
	if in.License != nil {
		d.Licence = p.licence(*in.License)
	}
	p.cells("title", d.Title)
	p.cells("description", d.Description)
	p.cells("category", lang.T(d.Category, ""))
	p.cells("frequency", d.Frequency)
	for i, word := range d.Keywords {
		p.cells(fmt.Sprintf("keywords[%d]", i), lang.T(word, ""))
	}
	return d
}

func (p schemaParser) fail(place, ja, en string) { p.at(place, lang.T(ja, en)) }

func (p schemaParser) at(place string, message lang.Text) {
	p.wrong.Fields = append(p.wrong.Fields, fault.Field{Place: place, Message: message})
}

// id holds an id to the form of a URL and keeps it apart from the file names of
// the built-in datasets.
func (p schemaParser) id(id string) {
	if !namePattern.MatchString(id) || len(id) > maxIDChars {
		p.fail("", "ファイル名は半角英小文字・数字・下線だけ（先頭は英字、60字まで）で付けてください", "name the file with lower-case letters, digits and underscores, beginning with a letter, at most 60 characters")
	}
	if strings.HasPrefix(CityCode+"_"+id, filePrefix) {
		p.fail("", "digital_ で始まるファイル名は組み込みのデータセットのものです。別の名前にしてください", "file names that begin with digital_ belong to the built-in datasets: choose another name")
	}
}

// licence reads the terms of use. Its address goes into headers and pages, so
// only a plain web address will do.
func (p schemaParser) licence(in license) Licence {
	if in.Title == "" {
		in.Title = in.Name
	}
	u, err := url.Parse(in.Path)
	if in.Name == "" || err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || strings.ContainsAny(in.Path, "<>\" \t\r\n") {
		p.fail("license", `license には name（SPDXの識別子）、title、path（https:// で始まる規約のURL）を指定してください`, `give license a name (SPDX identifier), a title and a path (the URL of the terms, beginning with https://)`)
	}
	p.cells("license", lang.T(in.Name, in.Title))
	return Licence{ID: in.Name, Name: in.Title, URL: in.Path}
}

// cells refuses words that could not stand in a cell of the data dictionary or
// the catalogue, formulas of spreadsheet programs among them.
func (p schemaParser) cells(place string, words ...lang.Text) {
	for _, w := range words {
		for _, cell := range []string{w.Ja, w.En} {
			if cell == "" {
				continue
			}
			if _, wrong := String.Parse(cell); !wrong.Empty() {
				p.at(place, wrong)
			}
		}
	}
}

func (p schemaParser) schema(id string, in tableSchema) Schema {
	s := Schema{Key: in.PrimaryKey, Order: in.Order}
	if len(in.Fields) == 0 || len(in.Fields) > maxColumns {
		p.fail("fields", "列（fields）を1から500まで指定してください", "give between 1 and 500 fields")
	}
	if len(in.MissingValues) > 1 || (len(in.MissingValues) == 1 && in.MissingValues[0] != "") {
		p.fail("missingValues", `欠測は空欄だけにしてください（missingValues は [""]）`, `missing values are empty cells only (missingValues is [""])`)
	}
	if !slices.Contains([]matching{"", exactly, equally}, in.FieldsMatch) {
		p.fail("fieldsMatch", "fieldsMatch は exact か equal だけです（CSV にはすべての列が必要です）", "fieldsMatch can only be exact or equal: a CSV has all the fields")
	}
	headings := make(map[string]bool)
	for i, f := range in.Fields {
		place := fmt.Sprintf("fields[%d]", i)
		p.name(place+".name", f.Name)
		c := p.column(place, f)
		if headings[c.Name] || headings[c.Title.Ja] {
			p.fail(place, "列 "+c.Name+" の名前か見出し「"+c.Title.Ja+"」が、前の列にもあります。別の名前と見出しにしてください", "the name "+c.Name+" or its title “"+c.Title.Ja+"” is given to an earlier field, too: choose others")
		}
		headings[c.Name], headings[c.Title.Ja] = true, true
		s.Columns = append(s.Columns, c)
		if f.Constant != "" && i > 0 && in.Fields[i-1].Constant == "" {
			p.fail(place+".constant", "一定の値の列は先頭に置いてください", "put columns with a constant first")
		}
	}
	p.keys(&s)
	p.references(&s, id, in)
	return s
}

func (p schemaParser) name(place, name string) {
	switch {
	case !namePattern.MatchString(name):
		p.fail(place, "列名は半角英小文字・数字・下線で付けてください（日本語の見出しは title に）", "use lower-case ASCII snake_case for name (the Japanese heading goes into title)")
	case param.IsReserved(name):
		p.fail(place, name+" は API の予約語なので列名にできません。別の名前にしてください", name+" is reserved by the API and cannot name a column: choose another name")
	}
}
