package format

import (
	"bytes"
	"encoding/json"
)

// Marshal writes a value as every JSON of the service is written, for people, too:
// no HTML escapes, a newline at the end.
func Marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
