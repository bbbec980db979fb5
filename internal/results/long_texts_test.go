package results_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/internal/format"
)

// Memory for rows is guessed by the first, and given back where the others are
// short: what is kept is what is counted.
func TestALongFirstRowTakesNoMemory(t *testing.T) {
	var csv strings.Builder
	csv.WriteString("id,body\n")
	for i := range 1000 {
		length := 1
		if i == 0 {
			length = 15_000
		}
		fmt.Fprintf(&csv, "r%04d,%s\n", i, strings.Repeat("a", length))
	}
	schema := `{"name":"long","title":"長い文","description":"長い文","fields":[{"name":"id","type":"string","title":"番号"},{"name":"body","type":"string","title":"本文"}],"primaryKey":["id"]}`
	a := ask(t, withOwn(t, fstest.MapFS{"long.csv": {Data: []byte(csv.String())}, "long.schema.json": {Data: []byte(schema)}}), "long", "limit=1000", format.JSON())
	body, _, err := a.Page(t.Context(), a.set, anyPage)
	if err != nil || len(body) < 15_000 {
		t.Fatal(err, len(body))
	}
	if cap(body) > len(body)*5/4 {
		t.Errorf("%d bytes take %d", len(body), cap(body))
	}
}
