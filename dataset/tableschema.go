package dataset

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// tableSchemaProfile is the identifier of Table Schema in Data Package v2.
const tableSchemaProfile = "https://datapackage.org/profiles/2.0/tableschema.json"

// The JSON form of a Table Schema. Most names are dictated by
// Data Package v2; those with an underscore, unit, constant, order and the
// dataset's properties are ours, which v2 permits.
type (
	tableSchema struct {
		Profile       string   `json:"$schema,omitempty"`
		Title         string   `json:"title,omitempty"`
		TitleEn       string   `json:"title_en,omitempty"`
		Description   string   `json:"description,omitempty"`
		DescriptionEn string   `json:"description_en,omitempty"`
		Keywords      []string `json:"keywords,omitempty"`
		Category      string   `json:"category,omitempty"`
		Frequency     string   `json:"frequency,omitempty"`
		FrequencyEn   string   `json:"frequency_en,omitempty"`
		License       *license `json:"license,omitempty"`
		Metadata
		FieldsMatch   matching     `json:"fieldsMatch,omitempty"`
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
		Example       string       `json:"example,omitempty"`
		RDFType       string       `json:"rdfType,omitempty"`
		ItemType      string       `json:"itemType,omitempty"`
		Delimiter     string       `json:"delimiter,omitempty"`
		BareNumber    *bool        `json:"bareNumber,omitempty"`
		DecimalChar   string       `json:"decimalChar,omitempty"`
		GroupChar     string       `json:"groupChar,omitempty"`
		Categories    []category   `json:"categories,omitempty"`
		InRank        bool         `json:"categoriesOrdered,omitempty"`
		Constraints   *constraints `json:"constraints,omitempty"`
	}
	category struct {
		Value   any    `json:"value"`
		Label   string `json:"label,omitempty"`
		LabelEn string `json:"label_en,omitempty"`
	}
	constraints struct {
		Required  bool   `json:"required,omitempty"`
		Unique    bool   `json:"unique,omitempty"`
		Pattern   string `json:"pattern,omitempty"`
		Enum      []any  `json:"enum,omitempty"`
		Min       any    `json:"minimum,omitempty"`
		Max       any    `json:"maximum,omitempty"`
		MinLength *int   `json:"minLength,omitempty"`
		MaxLength *int   `json:"maxLength,omitempty"`
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
	return decodeExactly(data, (*[]string)(s))
}

// matching is how a file has the columns of a schema. Profile 2.0 wrongly wants a
// list with the word, so that is read, too.
type matching string

const (
	exactly matching = "exact" // in the same order
	equally matching = "equal" // in any order
)

// UnmarshalJSON accepts a text or a list of one.
func (m *matching) UnmarshalJSON(data []byte) error {
	var words stringOrList
	if err := words.UnmarshalJSON(data); err != nil {
		return err
	}
	*m = matching(strings.Join(words, " ")) // several are none that there is
	return nil
}

// UnmarshalJSON accepts the value alone, which is its own label.
func (c *category) UnmarshalJSON(data []byte) error {
	if data[0] != '{' {
		return decodeExactly(data, &c.Value)
	}
	type object category // without this method
	return decodeExactly(data, (*object)(c))
}

// decodeExactly keeps numbers as they are written. An error does not say at which
// byte of a part it is: the part may stand anywhere.
func decodeExactly(data []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	err := dec.Decode(into)
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return &json.UnmarshalTypeError{Value: e.Value, Type: e.Type, Struct: e.Struct, Field: e.Field}
	}
	return err
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
		Metadata:      d.Metadata,
		License:       &license{Name: d.Licence.ID, Title: d.Licence.Name, Path: d.Licence.URL},
		MissingValues: []string{""},
		PrimaryKey:    d.Schema.Key,
	}
	// A published file has exactly the columns of its schema in their order, which
	// is what a schema without fieldsMatch says. Those of built-in datasets have
	// said it in so many words from the first release on.
	if d.Record != nil {
		out.FieldsMatch = exactly
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
		Unit: c.Unit, Constant: c.Constant, Example: c.Example, RDFType: c.RDFType, InRank: c.InRank,
	}
	if kind.Items != nil {
		f.Delimiter, f.ItemType = ListSeparator, kind.Items.Definition().Name
	}
	for _, code := range c.categories() {
		f.Categories = append(f.Categories, category{Value: kind.JSON.Value(code.Value), Label: code.Label.Ja, LabelEn: code.Label.En})
	}
	f.Constraints = constraintsOf(c)
	return f
}

func constraintsOf(c Column) *constraints {
	r, json := c.Rules, c.Type.Definition().JSON
	out := constraints{
		Required: r.Required, Unique: r.Unique, Pattern: r.Pattern,
		Min: bound(json, r.Minimum), Max: bound(json, r.Maximum),
		MinLength: length(r.MinLength), MaxLength: length(r.MaxLength),
	}
	if c.Constant != "" {
		out.Enum = []any{json.Value(c.Constant)}
	}
	for _, code := range c.Codes {
		out.Enum = append(out.Enum, json.Value(code.Value))
	}
	if out.Enum == nil && r == (Rules{}) {
		return nil
	}
	return &out
}

// bound writes a minimum or maximum as its type would be written in JSON.
func bound(t JSONType, text string) any {
	if text == "" {
		return nil
	}
	return t.Value(text)
}

func length(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
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
