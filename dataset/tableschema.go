package dataset

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"

	"hachinohe.example/opendata/internal/lang"
)

// tableSchemaProfile is the identifier of Table Schema in Data Package v2.
const tableSchemaProfile = "https://datapackage.org/profiles/2.0/tableschema.json"

// The JSON form of a Table Schema. Most names are dictated by
// Data Package v2; those with an underscore, unit, constant, order and the
// dataset's properties are ours, which v2 permits.
type (
	tableSchema struct {
		Profile       string       `json:"$schema,omitempty"`
		Title         string       `json:"title,omitempty"`
		TitleEn       string       `json:"title_en,omitempty"`
		Description   string       `json:"description,omitempty"`
		DescriptionEn string       `json:"description_en,omitempty"`
		Keywords      []string     `json:"keywords,omitempty"`
		Category      string       `json:"category,omitempty"`
		Frequency     string       `json:"frequency,omitempty"`
		FrequencyEn   string       `json:"frequency_en,omitempty"`
		License       *license     `json:"license,omitempty"`
		FieldsMatch   string       `json:"fieldsMatch,omitempty"`
		Fields        []field      `json:"fields"`
		MissingValues []string     `json:"missingValues,omitempty"`
		PrimaryKey    stringOrList `json:"primaryKey,omitempty"`
		Order         []string     `json:"order,omitempty"`
		ForeignKeys   []foreignKey `json:"foreignKeys,omitempty"`
	}
	license struct {
		Name  string `json:"name"`
		Title string `json:"title,omitempty"`
		Path  string `json:"path"`
	}
	field struct {
		Name          string       `json:"name"`
		Type          string       `json:"type,omitempty"`
		Format        string       `json:"format,omitempty"`
		Title         string       `json:"title,omitempty"`
		TitleEn       string       `json:"title_en,omitempty"`
		Description   string       `json:"description,omitempty"`
		DescriptionEn string       `json:"description_en,omitempty"`
		Unit          string       `json:"unit,omitempty"`
		Constant      string       `json:"constant,omitempty"`
		RefersTo      string       `json:"refers_to,omitempty"`
		ItemType      string       `json:"itemType,omitempty"`
		Delimiter     string       `json:"delimiter,omitempty"`
		BareNumber    *bool        `json:"bareNumber,omitempty"`
		DecimalChar   string       `json:"decimalChar,omitempty"`
		GroupChar     string       `json:"groupChar,omitempty"`
		Categories    []category   `json:"categories,omitempty"`
		Constraints   *constraints `json:"constraints,omitempty"`
	}
	category struct {
		Value   scalar `json:"value"`
		Label   string `json:"label,omitempty"`
		LabelEn string `json:"label_en,omitempty"`
	}
	constraints struct {
		Required  bool     `json:"required,omitempty"`
		Unique    bool     `json:"unique,omitempty"`
		Pattern   string   `json:"pattern,omitempty"`
		Enum      []scalar `json:"enum,omitempty"`
		Min       any      `json:"minimum,omitempty"`
		Max       any      `json:"maximum,omitempty"`
		MinLength int      `json:"minLength,omitempty"`
		MaxLength int      `json:"maxLength,omitempty"`
	}
	foreignKey struct {
		Fields    stringOrList `json:"fields"`
		Reference struct {
			Resource string       `json:"resource,omitempty"`
			Fields   stringOrList `json:"fields"`
		} `json:"reference"`
	}
)

// stringOrList reads "a" as ["a"] (both were legal in Table Schema v1) and
// always writes a list.
type stringOrList []string

// UnmarshalJSON accepts a string or a list of strings.
func (s *stringOrList) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*s = stringOrList{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(s))
}

// scalar is a text that may be written as a JSON number or boolean, too: it is
// then the text of that literal.
type scalar string

// UnmarshalJSON accepts everything but null, lists and objects.
func (s *scalar) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case '"':
		return json.Unmarshal(data, (*string)(s))
	case '{', '[', 'n':
		return &json.UnmarshalTypeError{Value: map[byte]string{'{': "object", '[': "array", 'n': "null"}[data[0]], Type: reflect.TypeFor[scalar]()}
	}
	*s = scalar(data)
	return nil
}

// UnmarshalJSON accepts the value alone, which is its own label.
func (c *category) UnmarshalJSON(data []byte) error {
	if data[0] != '{' {
		return c.Value.UnmarshalJSON(data)
	}
	type object category // without this method
	return json.Unmarshal(data, (*object)(c))
}

// TableSchema returns the dataset's schema as Table Schema JSON (Data Package
// v2), with a trailing newline. Equal datasets give equal bytes.
func (d Dataset) TableSchema() ([]byte, error) {
	out := tableSchema{
		Profile:       tableSchemaProfile,
		Title:         d.Title.Ja,
		TitleEn:       d.Title.En,
		Description:   d.Description.Ja,
		DescriptionEn: d.Description.En,
		Keywords:      d.Keywords,
		Category:      d.Category,
		Frequency:     d.Frequency.Ja,
		FrequencyEn:   d.Frequency.En,
		License:       &license{Name: d.Licence.ID, Title: d.Licence.Name, Path: d.Licence.URL},
		FieldsMatch:   "exact",
		MissingValues: []string{""},
		PrimaryKey:    d.Schema.Key,
	}
	if !slices.Equal(d.Schema.Order, d.Schema.Key) {
		out.Order = d.Schema.Order
	}
	for _, c := range d.Schema.Columns {
		f := fieldOf(c)
		f.RefersTo = refersTo(d.Schema, c.Name)
		out.Fields = append(out.Fields, f)
	}
	out.ForeignKeys = foreignKeys(d)
	return marshalIndent(out)
}

func foreignKeys(d Dataset) []foreignKey {
	var out []foreignKey
	for _, r := range d.Schema.References {
		if column, _ := d.Schema.Column(r.Column); column.Type.Definition().Items != nil {
			continue // Table Schema cannot say "each item of the list"; refers_to does
		}
		fk := foreignKey{Fields: stringOrList{r.Column}}
		if r.Dataset != d.ID {
			fk.Reference.Resource = r.Dataset
		}
		fk.Reference.Fields = stringOrList{r.Target}
		out = append(out, fk)
	}
	return out
}

func fieldOf(c Column) field {
	kind := c.Type.Definition()
	f := field{
		Name: c.Name, Type: kind.Name,
		Title: c.Title.Ja, TitleEn: c.Title.En,
		Description: c.Meaning.Ja, DescriptionEn: c.Meaning.En,
		Unit: c.Unit, Constant: c.Constant,
	}
	if kind.Items != nil {
		f.Delimiter, f.ItemType = ListSeparator, kind.Items.Definition().Name
	}
	for _, code := range c.Codes {
		f.Categories = append(f.Categories, category{Value: scalar(code.Value), Label: code.Label.Ja, LabelEn: code.Label.En})
	}
	f.Constraints = constraintsOf(c)
	return f
}

func constraintsOf(c Column) *constraints {
	r := c.Rules
	out := constraints{
		Required: r.Required, Unique: r.Unique, Pattern: r.Pattern,
		Min: bound(c.Type, r.Minimum), Max: bound(c.Type, r.Maximum),
		MinLength: r.MinLength, MaxLength: r.MaxLength,
	}
	if c.Constant != "" {
		out.Enum = []scalar{scalar(c.Constant)}
	}
	for _, code := range c.Codes {
		out.Enum = append(out.Enum, scalar(code.Value))
	}
	if out.Enum == nil && out.Min == nil && out.Max == nil && r == (Rules{}) {
		return nil
	}
	return &out
}

// bound writes a minimum or maximum as its type would be written in JSON.
func bound(t Type, text string) any {
	if text == "" {
		return nil
	}
	return t.Definition().JSON.Value(text)
}

// marshalIndent is json.MarshalIndent without HTML escaping: what is published
// is read by people, too.
func marshalIndent(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// text joins a Japanese text and its English counterpart; the fallback stands in
// for the Japanese where a city's own schema gives none.
func text(ja, en, fallback string) lang.Text {
	if ja == "" {
		ja = fallback
	}
	return lang.T(ja, en)
}
