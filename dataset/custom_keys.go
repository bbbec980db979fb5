package dataset

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// shape is the keys that an object of a Table Schema may have, and the shapes
// of those that hold objects or lists of objects; nil where any value may stand.
type shape map[string]shape

// shapeOf derives the keys from the types that the schema is read into, so that
// a key cannot be known here and unread there.
func shapeOf(t reflect.Type) shape {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	s := make(shape)
	for f := range t.Fields() {
		if f.Anonymous {
			maps.Copy(s, shapeOf(f.Type))
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		s[name] = shapeOf(f.Type)
	}
	return s
}

// notSupported says of keys of the standard which are not checked here, and
// would change what a cell means, what to write instead.
func notSupported() map[string]lang.Text {
	bound := lang.T("minimum か maximum を使ってください", "use minimum or maximum")
	truth := lang.T("CSVには true か false と入力し、これは削除してください", "write true or false in the CSV, and remove it")
	return map[string]lang.Text{
		"exclusiveMinimum": bound, "exclusiveMaximum": bound, "trueValues": truth, "falseValues": truth,
		"uniqueKeys": lang.T("列の constraints.unique か primaryKey を使ってください", "use constraints.unique of a field, or primaryKey"),
		"jsonSchema": lang.T("削除してください", "remove it"),
	}
}

// telling are the keys that restrict the data or say how it is read, so that they
// cannot be empty: without a word, nothing would be left of them.
func telling() []string {
	return []string{
		"fieldsMatch", "missingValues", "type", "format", "constant", "refers_to", "itemType", "delimiter", "decimalChar",
		"categories", "pattern", "enum", "minimum", "maximum",
	}
}

// keyWalk goes through the JSON once more to see every key: encoding/json
// ignores unknown keys, does not mind letter case, takes the last of equal ones,
// and does not tell empty values and null from none.
type keyWalk struct {
	schemaParser
	dec *json.Decoder
	top shape
}

// jsonKeys refuses the keys that a Table Schema here does not have, and values
// that would be lost. The data is known to be JSON.
func (p schemaParser) jsonKeys(data []byte) {
	w := keyWalk{schemaParser: p, dec: json.NewDecoder(bytes.NewReader(data)), top: shapeOf(reflect.TypeFor[tableSchema]())}
	w.value("", w.top)
}

// said is how much a value says.
type said int

const (
	something said = iota
	empty          // a text or list of nothing
	null
)

// value checks one value and those inside it, and returns how much it says.
func (w keyWalk) value(place string, s shape) said {
	token, _ := w.dec.Token()
	switch token {
	case json.Delim('{'):
		seen := make(map[string]bool)
		for w.dec.More() {
			w.member(place, s, seen)
		}
		_, _ = w.dec.Token() // its end
	case json.Delim('['):
		i := 0
		for ; w.dec.More(); i++ {
			w.value(fmt.Sprintf("%s[%d]", place, i), s)
		}
		_, _ = w.dec.Token() // its end
		if i == 0 {
			return empty
		}
	case "":
		return empty
	case nil:
		return null
	}
	return something
}

func (w keyWalk) member(place string, s shape, seen map[string]bool) {
	token, _ := w.dec.Token()
	key := fmt.Sprint(token)
	at := strings.TrimPrefix(place+"."+key, ".")
	inner, known := s[key]
	switch {
	case s != nil && seen[key]:
		w.fail(at, "キー "+key+" が2度あります。1つにしてください", "the key "+key+" is given twice: give it once")
	case s != nil && !known:
		w.at(at, w.unknown(key, s))
	}
	seen[key] = true
	switch value := w.value(at, inner); {
	case !known:
	case value == null:
		w.fail(at, "null は指定できません。値を指定するか、"+key+" を削除してください", "cannot be null: give a value, or remove "+key)
	case value == empty && slices.Contains(telling(), key):
		w.fail(at, "値が空です。値を指定するか、"+key+" を削除してください", "is empty: give a value, or remove "+key)
	}
}

// unknown says of a key that does not exist which one was probably meant.
func (w keyWalk) unknown(key string, s shape) lang.Text {
	field := w.top["fields"]
	if instead, ok := notSupported()[key]; ok {
		return lang.T(key+" には対応していません。"+instead.Ja, key+" is not supported: "+instead.En)
	}
	for _, level := range []struct {
		keys  shape
		where lang.Text
	}{
		{field["constraints"], lang.T("列の constraints の中", "into the constraints of a field")},
		{field, lang.T("列（fields の各項目）", "into a field")},
		{w.top, lang.T("いちばん外側", "to the top level of the schema")},
	} {
		if _, ok := level.keys[key]; ok {
			return lang.T(key+" は"+level.where.Ja+"に移してください", key+" belongs "+level.where.En)
		}
	}
	names := slices.Sorted(maps.Keys(s))
	if near := lang.Nearest(key, names, 1); len(near) > 0 {
		return lang.T("キー "+key+" はありません。"+near[0]+" ではありませんか", "there is no key "+key+": did you mean "+near[0]+"?")
	}
	list := strings.Join(names, ", ")
	return lang.T("キー "+key+" はありません。使えるキー: "+list, "there is no key "+key+". Keys: "+list)
}
