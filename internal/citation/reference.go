package citation

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/release"
)

// language is that of the titles in a bibliography.
const language = "ja"

// listRoot is where the lists are that have a key for themselves.
const listRoot = "/api/v1/"

// reference is what every format of bibliographies says, each text on one line and
// not yet encoded for any format. The date of access is the reader's.
type reference struct {
	key, author, title, part, version, note, url string

	day  string // of the release in Japan, YYYY-MM-DD
	date [3]int // the same
}

// refer collects what bibliographies say of a subject at a URL.
func (s Source) refer(about Subject, url string) reference {
	effective := s.Release.Effective.In(release.Japan())
	year, month, date := effective.Date()
	r := reference{
		key: s.key(about, url), author: dataset.CityName, title: line(about.cited().Ja), part: line(about.Part.Ja), url: line(url),
		day: effective.Format(time.DateOnly), date: [3]int{year, int(month), date},
	}
	r.version = strconv.Itoa(s.Release.Number)
	r.note = "Release " + r.version
	if s.Release.Preview {
		r.version, r.note = "Preview", "Preview, not published"
	}
	r.note += ", " + r.day + ", " + line(about.Licence)
	return r
}

// key names a reference in a document. Two answers have two keys: one that is not
// the whole list of its name, or the page of the release, has a digest of its
// address.
func (s Source) key(about Subject, url string) string {
	number := strconv.Itoa(s.Release.Number)
	key := "hachinohe_" + about.Key + "_r" + number
	switch address := strings.TrimPrefix(url, s.BaseURL); address {
	case listRoot + about.Key, listRoot + about.Key + "?release=" + number, "/releases/" + number:
		return key
	default:
		sum := sha256.Sum256([]byte(address))
		return key + "_" + hex.EncodeToString(sum[:4])
	}
}
