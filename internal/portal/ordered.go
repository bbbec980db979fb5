package portal

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// ordered is a JSON object in the order of the document, which a map would lose.
type ordered[T any] []named[T]

type named[T any] struct {
	Name  string
	Value T
}

// UnmarshalJSON reads key by key.
func (o *ordered[T]) UnmarshalJSON(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	open, err := dec.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('{') {
		return fmt.Errorf("%v in place of an object", open)
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string) // a key is always a string
		entry := named[T]{Name: name}
		if err := dec.Decode(&entry.Value); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		*o = append(*o, entry)
	}
	return nil
}

func (o ordered[T]) find(name string) (T, bool) {
	for _, entry := range o {
		if entry.Name == name {
			return entry.Value, true
		}
	}
	var none T
	return none, false
}
