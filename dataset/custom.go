package dataset

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
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
	return parseTableSchema(Types(), id, data)
}

func parseTableSchema(types []Type, id string, data []byte) (Dataset, error) {
	var in tableSchema
	wrong := fault.New(fault.Invalid, lang.T("Table Schema に誤りがあります", "the Table Schema has errors"))
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if at := InvalidUTF8(data); at >= 0 {
		return Dataset{}, wrong.At(linePlace(data, at+1), lang.T("UTF-8 ではありません（Shift_JIS かもしれません）。文字コードを UTF-8 にして保存してください", "not UTF-8 (perhaps Shift_JIS): save it as UTF-8"))
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := dec.Decode(&in); err != nil {
		return Dataset{}, wrong.At(jsonPlace(data, err), jsonMessage(err))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Dataset{}, wrong.At("", lang.T("JSON の後に余分な文字があります", "there are characters after the end of the JSON"))
	}
	p := schemaParser{wrong: wrong, types: types}
	p.jsonKeys(data)
	p.id(id)
	d := p.described(id, in)
	d.Schema = p.schema(id, in)
	if len(wrong.Fields) > 0 {
		return Dataset{}, wrong
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

// schemaParser reads the columns of a schema. They are of these types.
type schemaParser struct {
	wrong *fault.Error
	types []Type
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
		p.fail("", "digital_ で始まるファイル名は組み込みのデータセットのものです", "file names that begin with digital_ belong to the built-in datasets")
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
	if in.FieldsMatch != "" && in.FieldsMatch != "exact" && in.FieldsMatch != "equal" {
		p.fail("fieldsMatch", "fieldsMatch は exact か equal だけです（CSV にはすべての列が必要です）", "fieldsMatch can only be exact or equal: a CSV has all the fields")
	}
	headings := make(map[string]bool)
	for i, f := range in.Fields {
		place := fmt.Sprintf("fields[%d]", i)
		p.name(place+".name", f.Name)
		c := p.column(place, f)
		if headings[c.Name] || headings[c.Title.Ja] {
			p.fail(place, "列 "+c.Name+" の名前か見出し「"+c.Title.Ja+"」が、前の列にもあります", "the name "+c.Name+" or its title “"+c.Title.Ja+"” is given to an earlier field, too")
		}
		headings[c.Name], headings[c.Title.Ja] = true, true
		s.Columns = append(s.Columns, c)
		if f.Constant != "" && i > 0 && in.Fields[i-1].Constant == "" {
			p.fail(place+".constant", "一定の値の列は先頭に置いてください", "columns with a constant come first")
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
		p.fail(place, name+" は API のパラメータ名なので列名にできません", name+" is a parameter of the API and cannot name a column")
	}
}

func (p schemaParser) keys(s *Schema) {
	if len(s.Key) == 0 {
		p.fail("primaryKey", "主キー（primaryKey）を指定してください。行を一つに決める列の名前です", "give a primaryKey: the columns that identify a row")
	}
	p.known("primaryKey", s, s.Key)
	p.known("order", s, s.Order)
	for i, c := range s.Columns {
		if slices.Contains(s.Key, c.Name) {
			s.Columns[i].Rules.Required = true // a key is never missing (Table Schema)
		}
	}
	*s = s.totallyOrdered()
}

// known refuses names that are not columns with data of their own.
func (p schemaParser) known(place string, s *Schema, names []string) {
	for _, name := range names {
		switch c, ok := s.Column(name); {
		case !ok:
			p.fail(place, "列 "+name+" がありません", "there is no field "+name)
		case c.Constant != "":
			p.fail(place, "列 "+name+" は一定の値なので、ここには使えません", "the field "+name+" has a constant and cannot be used here")
		}
	}
}

// references reads refers_to, which can also say that every item of a list
// refers, and the foreignKeys of Table Schema. Both may say the same.
func (p schemaParser) references(s *Schema, id string, in tableSchema) {
	for i, f := range in.Fields {
		if f.RefersTo == "" {
			continue
		}
		to, column, _ := strings.Cut(f.RefersTo, ".")
		p.reference(s, fmt.Sprintf("fields[%d].refers_to", i), Reference{Column: f.Name, Dataset: to, Target: column})
	}
	for i, fk := range in.ForeignKeys {
		place := fmt.Sprintf("foreignKeys[%d]", i)
		if len(fk.Fields) != 1 || len(fk.Reference.Fields) != 1 {
			p.fail(place, "外部キーは1列ずつ指定してください", "a foreign key must have exactly one field on each side")
			continue
		}
		p.reference(s, place, Reference{Column: fk.Fields[0], Dataset: cmp.Or(fk.Reference.Resource, id), Target: fk.Reference.Fields[0]})
	}
	slices.SortStableFunc(s.References, func(a, b Reference) int { return cmp.Compare(s.Index(a.Column), s.Index(b.Column)) })
}

func (p schemaParser) reference(s *Schema, place string, r Reference) {
	p.known(place, s, []string{r.Column})
	if !namePattern.MatchString(r.Dataset) || !namePattern.MatchString(r.Target) {
		p.fail(place, "参照先は「データセット.列」で指定してください", "refer to a dataset and a column of it, by their names")
	}
	switch i := slices.IndexFunc(s.References, func(other Reference) bool { return other.Column == r.Column }); {
	case i < 0:
		s.References = append(s.References, r)
	case s.References[i] != r:
		p.fail(place, "列 "+r.Column+" の参照先は1つだけにしてください", "the field "+r.Column+" can refer to one dataset only")
	}
}

func jsonMessage(err error) lang.Text {
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return lang.T(e.Field+" に "+e.Value+" は書けません", e.Field+" cannot be a JSON "+e.Value)
	}
	hint := lang.T("コンマ、引用符、括弧の過不足がないか確認してください", "check for missing or surplus commas, quotes and brackets")
	if trailingComma(err) {
		hint = lang.T("最後の項目の後のコンマを削除してください", "remove the comma after the last item")
	}
	return lang.T("JSON の書式に誤りがあります。"+hint.Ja+"（"+err.Error()+"）", "not valid JSON: "+hint.En+" ("+err.Error()+")")
}

// trailingComma reports whether a list or an object ends where its next item is
// expected. The package json says so in its text only.
func trailingComma(err error) bool {
	text := err.Error()
	return strings.HasPrefix(text, "invalid character ']' looking for beginning of value") ||
		strings.HasPrefix(text, "invalid character '}' looking for beginning of object key string")
}

// jsonPlace converts the byte offset of a JSON error to line:column.
func jsonPlace(data []byte, err error) string {
	offset := int64(len(data))
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = e.Offset
	} else if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		offset = e.Offset
	} else if !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		offset = 0
	}
	return linePlace(data, int(min(offset, int64(len(data)))))
}

// linePlace is line:column, in characters, of the byte that ends at an offset.
func linePlace(data []byte, offset int) string {
	before := data[:offset]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return fmt.Sprintf("%d:%d", line, max(column, 1))
}

// InvalidUTF8 returns the offset of the first byte that is not valid UTF-8, or -1
// if all are valid.
func InvalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for at := 0; at < len(data); {
		c, size := utf8.DecodeRune(data[at:])
		if c == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return -1
}
