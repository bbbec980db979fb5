package query

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"math"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
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
	digest  [digestBytes]byte
}

// Cursor returns the text that goes on behind a row of this query in a release.
// The row is that of the table that is returned, of groups if there are any.
func (q Query) Cursor(release, row int) string {
	return Cursor{Release: release, Row: row, digest: q.digest()}.String()
}

// Belongs reports whether a cursor was made by a query that differs in nothing
// but its page.
func (c Cursor) Belongs(q Query) bool { return c.digest == q.digest() }

func (q Query) digest() [digestBytes]byte {
	sum := sha256.Sum256([]byte(q.identity()))
	return [digestBytes]byte(sum[:digestBytes])
}

// String is the text of a cursor.
func (c Cursor) String() string {
	data := []byte{cursorVersion}
	data = binary.AppendUvarint(data, uint64(c.Release)) //nolint:gosec // never negative
	data = binary.AppendUvarint(data, uint64(c.Row))     //nolint:gosec // never negative
	return base64.RawURLEncoding.EncodeToString(append(data, c.digest[:]...))
}

// ParseCursor reads the text of a cursor, and nothing but what String writes.
func ParseCursor(text string) (Cursor, error) {
	c, wrong := parseCursor(text)
	if !wrong.Empty() {
		return Cursor{}, wrongCursor(wrong)
	}
	return c, nil
}

func parseCursor(text string) (Cursor, lang.Text) {
	c, err := decodeCursor(text)
	if err != nil || c.String() != text {
		return Cursor{}, lang.T("cursor ではありません。前のページの next にある文字列を、そのまま使ってください", "not a cursor: use the text from next of the previous page unchanged")
	}
	return c, lang.Text{}
}

var errCursor = errors.New("not a cursor")

func decodeCursor(text string) (c Cursor, err error) {
	if len(text) > maxCursor {
		return c, errCursor
	}
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(data) == 0 || data[0] != cursorVersion {
		return c, errors.Join(errCursor, err)
	}
	data = data[1:]
	for _, to := range []*int{&c.Release, &c.Row} {
		n, size := binary.Uvarint(data)
		if size <= 0 || n > math.MaxUint32 {
			return c, errCursor
		}
		*to, data = int(n), data[size:]
	}
	if len(data) != digestBytes {
		return c, errCursor
	}
	c.digest = [digestBytes]byte(data)
	return c, nil
}

func foreignCursor() lang.Text {
	return lang.T("この cursor は別の検索のものです。limit 以外は最初のページと同じパラメータを指定してください（最初から読み直すには cursor を削除してください）",
		"this cursor belongs to another query: use the same parameters as for the first page, except limit, or remove cursor to start again")
}

// ForeignCursor says that a cursor was not made by the list that it is given to.
func ForeignCursor() error { return wrongCursor(foreignCursor()) }

func wrongCursor(wrong lang.Text) error {
	return fault.New(fault.Invalid, lang.T("パラメータに誤りがあります", "invalid parameters")).At("cursor", wrong)
}
