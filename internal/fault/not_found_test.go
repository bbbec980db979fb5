package fault_test

import (
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// What does not exist is answered with what may have been meant or, failing that,
// with some of what there is.
func TestWhatIsNotFound(t *testing.T) {
	nothing := lang.T("ありません", "there is none")
	long := strings.Repeat("x", 200)
	for _, c := range []struct {
		name, asked string
		existing    []string
		want        string
	}{
		{"one is like it", "gaols", []string{"goals", "plans"}, "there is none: gaols\n  → nearest: goals"},
		{"the three most alike", "goal", []string{"plans", "goals", "goa", "goat", "goale"}, "there is none: goal\n  → nearest: goals, goa, goat"},
		{"none is like it", "xyz", []string{"aaaaaa", "bbbbbb"}, "there is none: xyz\n  → existing ones include: aaaaaa, bbbbbb"},
		{
			"five of many", "xyz",
			[]string{"aaaaaa", "bbbbbb", "cccccc", "dddddd", "eeeeee", "ffffff"},
			"there is none: xyz\n  → existing ones include: aaaaaa, bbbbbb, cccccc, dddddd, eeeeee",
		},
		{"a long name", long, []string{"a"}, "there is none: " + long[:80] + "…\n  → existing ones include: a"},
	} {
		err := fault.NotFoundAmong(nothing, c.asked, c.existing)
		if got := fault.In(err, lang.English); got != c.want || fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
	err := fault.NotFoundNear(nothing, "12", []string{"11", "13"})
	if got := fault.In(err, lang.Japanese); got != "ありません: 12\n  → 近いもの: 11, 13" || fault.KindOf(err) != fault.NotFound {
		t.Errorf("got %s", got)
	}
}
