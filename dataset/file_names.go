package dataset

import "strings"

// The names of files whose bytes differ differ, too. The canonical file has the
// name of its dataset alone; a variant says behind it in what it differs. Names of
// datasets have no hyphen, so none is that of a variant.
const (
	japaneseMark = "-ja"  // Japanese headings
	bomMark      = "-bom" // a byte order mark
)

// FileVariant is what the name of a file has behind that of its dataset.
func FileVariant(japanese, bom bool) string {
	variant := ""
	if japanese {
		variant += japaneseMark
	}
	if bom {
		variant += bomMark
	}
	return variant
}

// WithoutVariant is the name of a file, extension apart, without what FileVariant
// has put behind it.
func WithoutVariant(name string) string {
	return strings.TrimSuffix(strings.TrimSuffix(name, bomMark), japaneseMark)
}
