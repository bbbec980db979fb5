package table_test

import (
	"bytes"
	"encoding/csv"
	"reflect"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/table"
)

// standard is what encoding/csv makes of the same bytes, rows of any width.
func standard(data []byte) ([][]string, error) {
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	return r.ReadAll()
}

// FuzzCSV holds the scanner to encoding/csv: it accepts the same bytes, and
// makes the same cells of them, but that it leaves CRLF in a quoted cell alone.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{
		"", "a", "a,b\r\nc,d\r\n", "\n\r\n\na\n", "a,\n,b\n", "a\r", "a\r\r\n", "\r", "\r\r", "a\rb", "a,b\r",
		`"a","b"`, `"a""b",""""`, `"",""`, "\"a\r\nb\"\n", "\"a\n\n\"\"b\",c", `"a`, `"a"b`, `a"b`, `"a" `, `""a""`, "\"a\"\r", "\"a\"\rb", "\"\r", "\xff,\ufeff",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := table.Records(data)
		want, wrong := standard(data)
		if (err == nil) != (wrong == nil) {
			t.Fatalf("%q: got %v, encoding/csv says %v", data, err, wrong)
		}
		if err != nil {
			return
		}
		for _, record := range got {
			for i := range record {
				record[i] = strings.ReplaceAll(record[i], "\r\n", "\n")
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %q, encoding/csv %q", data, got, want)
		}
	})
}
