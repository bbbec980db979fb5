package memento_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/memento"
	"hachinohe.example/opendata/internal/release"
)

const base = "http://opendata.test"

func third() *release.Release {
	return &release.Release{Meta: release.Meta{Number: 3, Effective: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)}}
}

func TestLinks(t *testing.T) {
	const date = `datetime="Sun, 22 Nov 2026 00:00:00 GMT"`
	given := map[string][]string{"mark": {"new"}, "as_of": {"2026-11-22"}, "release": {"3"}}
	for _, c := range []struct {
		name string
		got  []string
		want []string
	}{
		{"now", memento.NewURL(base, "/api/v1/goals", ".csv", nil).Links(third(), false), []string{
			`<http://opendata.test/api/v1/goals.csv>; rel="original timegate"`,
			`<http://opendata.test/api/v1/timemap?url=%2Fapi%2Fv1%2Fgoals.csv>; rel="timemap"; type="application/link-format"`,
		}},
		{"a past state, without the time that chose it", memento.NewURL(base, "/api/v1/goals", "", given).Links(third(), true), []string{
			`<http://opendata.test/api/v1/goals?mark=new>; rel="original timegate"`,
			`<http://opendata.test/api/v1/goals?mark=new&release=3>; rel="memento"; ` + date,
			`<http://opendata.test/api/v1/timemap?url=%2Fapi%2Fv1%2Fgoals%3Fmark%3Dnew>; rel="timemap"; type="application/link-format"`,
		}},
		{"an address with the number of a release", memento.NewURL(base, "/releases/3/files/x.csv", "", nil).OnlyState(third()), []string{
			`<http://opendata.test/releases/3/files/x.csv>; rel="original memento"; ` + date,
		}},
		{"what would leave the brackets of a link", memento.NewURL(base, `/api/v1/a>"b`, "", nil).OnlyState(third()), []string{
			`<http://opendata.test/api/v1/a%3E%22b>; rel="original memento"; ` + date,
		}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: %q", c.name, c.got)
		}
	}
	if len(given) != 3 {
		t.Error("the parameters of the request were changed")
	}
}

func TestTimeMap(t *testing.T) {
	u := memento.NewURL(base, "/api/v1/goals", "", nil)
	at := func(n int) ledger.Entry {
		return ledger.Entry{Number: n, Effective: time.Date(2026, 11, 20+n, 0, 0, 0, 0, time.UTC)}
	}
	want := `<http://opendata.test/api/v1/goals>; rel="original timegate",
<http://opendata.test/api/v1/timemap?url=%2Fapi%2Fv1%2Fgoals>; rel="self"; type="application/link-format"; from="Sat, 21 Nov 2026 00:00:00 GMT"; until="Mon, 23 Nov 2026 00:00:00 GMT",
<http://opendata.test/api/v1/goals?release=1>; rel="first memento"; datetime="Sat, 21 Nov 2026 00:00:00 GMT",
<http://opendata.test/api/v1/goals?release=2>; rel="memento"; datetime="Sun, 22 Nov 2026 00:00:00 GMT",
<http://opendata.test/api/v1/goals?release=3>; rel="last memento"; datetime="Mon, 23 Nov 2026 00:00:00 GMT"
`
	if got := string(u.List([]ledger.Entry{at(1), at(2), at(3)})); got != want {
		t.Errorf("%s", got)
	}
	if got := string(u.List([]ledger.Entry{at(1)})); !strings.Contains(got, `rel="first last memento"`) {
		t.Errorf("%s", got)
	}
}
