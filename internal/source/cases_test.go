package source_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/source"
)

// The source folders that were collected next to the repository, each for a kind
// of fault, are accepted (an empty place) or refused at the right place. Kinds are
// tested without them, too (testdata).
func TestCollectedCases(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "cases")
	if _, err := os.Stat(root); err != nil {
		t.Skip("the cases are not next to the repository: ", err)
	}
	for name, place := range map[string]string{
		"k1-enum-number-notation":             "",
		"k1-key-number-notation":              "x.csv:3:1",
		"k2-bounds-crossed":                   "x.schema.json:fields[1].constraints",
		"k2-enum-empty":                       "x.schema.json:fields[1].constraints.enum",
		"k2-key-names-a-column-twice":         "x.schema.json:primaryKey",
		"k2-maxlength-zero":                   "x.schema.json:fields[1].constraints.maxLength",
		"k3-year-leading-zero":                "x.csv:2:3",
		"k3-year-two-digits":                  "x.csv:2:3",
		"k4-reference-not-unique":             "z.csv:3:3",
		"k5-two-byte-order-marks":             "x.csv:1:1",
		"k6-old-mac-line-ends":                "x.csv:1:1",
		"k7-semicolons":                       "x.csv:1:1",
		"k7-sep-line":                         "x.csv:1:1",
		"k7-key-column-empty":                 "x.csv:2:6",
		"k8-format-of-a-text":                 "x.schema.json:fields[1].format",
		"k8-pattern-lookahead":                "x.schema.json:fields[1].constraints",
		"k13-file-suffix":                     "",
		"k8-null-in-enum":                     "x.schema.json:fields[1].constraints.enum[1]",
		"k14-integer-categories-as-published": "",
		"k15-list-without-delimiter":          "x.schema.json:fields[1].delimiter",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := source.Read(dataset.Embedded(), os.DirFS(filepath.Join(root, name)))
			switch {
			case err == nil && place == "":
			case err == nil || place == "":
				t.Errorf("got %v, want a fault at %q", err, place)
			case !strings.HasPrefix(told(t, err)[0], place+": "):
				t.Errorf("got %q, want a fault at %s", told(t, err), place)
			case strings.HasSuffix(place, ":1:1") && len(told(t, err)) != 1:
				t.Errorf("got %q, want one fault of the whole file", told(t, err))
			}
		})
	}
}

// told returns the faults of an error, each as the place and the message.
func told(t *testing.T, err error) []string {
	t.Helper()
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		t.Fatalf("%T is not a fault: %v", err, err)
	}
	var list []string
	for _, f := range e.Fields {
		list = append(list, f.Place+": "+f.Message.En)
	}
	return list
}
