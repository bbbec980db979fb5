package format

import (
	"bytes"
	"context"

	"hachinohe.example/opendata/internal/table"
)

// Canonical is the format of the canonical files of a release, of which the
// manifest names the sha256.
func Canonical() Format { return CSV() }

// CanonicalFile returns the canonical file of all rows of a table: ASCII headings,
// no byte order mark, constant columns.
func CanonicalFile(t *table.Table) ([]byte, error) {
	var b bytes.Buffer
	err := Canonical().Write(context.Background(), &b, Subject{Shape: Whole(t), Layout: Canonical().Plain()})
	return bytes.Clone(b.Bytes()), err // it is kept, without the room that is left in the buffer
}
