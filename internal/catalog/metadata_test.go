package catalog_test

import (
	"reflect"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

func TestMetadataNameReleaseCitationAndWhatWasWithdrawn(t *testing.T) {
	cache, now := published(t)
	c := numbered(t, newMaker(), cache, 1, now)
	about := citation.Subject{Title: lang.T("樹木", "Trees"), Type: "trees", Key: "trees", Path: "/trees", Licence: "CC BY 4.0"}
	inJapan := func(at time.Time) string { return at.In(release.Japan()).Format(time.RFC3339) }
	for _, given := range []map[string]string{nil, {"limit": "3"}} {
		parameter := map[string]string{}
		if given != nil {
			parameter = given
		}
		want := catalog.Metadata{
			Title: "樹木", TitleEn: "Trees", Type: "trees", Parameter: parameter,
			ResultSet: catalog.ResultSet{Count: 7, Offset: new(int)},
			Release:   catalog.ReleaseInfo{Number: 1, Issued: inJapan(c.Release.Issued), Effective: inJapan(c.Release.Effective)},
			Citation:  c.Cite(about, c.Permanent("/trees", given)), Withdrawn: catalog.Withdrawn(c.Release),
		}
		if got := c.Metadata(about, given, 7); !reflect.DeepEqual(got, want) || len(got.Withdrawn) != 1 {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}
}
