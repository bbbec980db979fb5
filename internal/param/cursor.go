package param

import (
	"encoding/base64"
	"encoding/binary"
	"math"
)

const (
	cursorVersion = 1
	digestBytes   = 16
	maxCursor     = 64 // characters
)

// Cursor says where to go on: behind a row of one release, in the order of one
// query. As a text it is opaque: base64url of a version, the two numbers and a
// digest of the query.
type Cursor struct {
	Release int // readable before the dataset is known
	Row     int
	Digest  [digestBytes]byte
}

// String is the text of a cursor.
func (c Cursor) String() string {
	data := []byte{cursorVersion}
	data = binary.AppendUvarint(data, uint64(c.Release)) //nolint:gosec // never negative
	data = binary.AppendUvarint(data, uint64(c.Row))     //nolint:gosec // never negative
	return base64.RawURLEncoding.EncodeToString(append(data, c.Digest[:]...))
}

// ParseCursor reads the text of a cursor, and nothing but what String writes.
func ParseCursor(text string) (c Cursor, ok bool) {
	c, ok = decodeCursor(text)
	return c, ok && c.String() == text
}

func decodeCursor(text string) (c Cursor, ok bool) {
	if len(text) > maxCursor {
		return c, false
	}
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(data) == 0 || data[0] != cursorVersion {
		return c, false
	}
	data = data[1:]
	for _, to := range []*int{&c.Release, &c.Row} {
		n, size := binary.Uvarint(data)
		if size <= 0 || n > math.MaxUint32 {
			return c, false
		}
		*to, data = int(n), data[size:]
	}
	if len(data) != digestBytes {
		return c, false
	}
	c.Digest = [digestBytes]byte(data)
	return c, true
}
