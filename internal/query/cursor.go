package query

import (
	"crypto/sha256"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
)

// Cursor says where to go on in the rows of a query.
type Cursor struct{ param.Cursor }

// Cursor returns the text that goes on behind a row of this query in a release.
// The row is that of the table that is returned, of groups if there are any.
func (q Query) Cursor(release, row int) string {
	return param.Cursor{Release: release, Row: row, Digest: q.digest()}.String()
}

// Belongs reports whether a cursor was made by a query that differs in nothing
// but its page.
func (c Cursor) Belongs(q Query) bool { return c.Digest == q.digest() }

func (q Query) digest() [len(param.Cursor{}.Digest)]byte {
	sum := sha256.Sum256([]byte(q.identity()))
	return [len(param.Cursor{}.Digest)]byte(sum[:len(param.Cursor{}.Digest)])
}

// ParseCursor reads the text of a cursor.
func ParseCursor(text string) (Cursor, error) {
	c, wrong := parseCursor(text)
	if !wrong.Empty() {
		return Cursor{}, wrongCursor(wrong)
	}
	return c, nil
}

func parseCursor(text string) (Cursor, lang.Text) {
	c, ok := param.ParseCursor(text)
	if !ok {
		return Cursor{}, lang.T("cursor ではありません。前のページの next にある文字列を、そのまま使ってください", "not a cursor: use the text from next of the previous page unchanged")
	}
	return Cursor{c}, lang.Text{}
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
