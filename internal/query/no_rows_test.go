package query_test

import (
	"testing"

	"hachinohe.example/opendata/internal/warning"
)

// What leaves rows out is named, and nothing else that a request says.
func TestNoRowsSayWhatToRelax(t *testing.T) {
	for _, c := range []struct {
		raw    string
		others []string
		ja, en string
	}{
		{"sort=id&fields=id&limit=5", nil, "まだ行がありません", "there are no rows yet"},
		{
			"mark=new&group_by=mark", nil,
			"条件に合う行はありません。mark の条件を緩めるか、外してください", "no row matches: relax or remove the condition mark",
		},
		{
			"number.ge=100&q=a&or=mark=new|number=1&policy.goal.number=9&sort=id",
			[]string{"since"},
			"すべての条件に合う行はありません。次のどれかを緩めるか、外してください: since, number.ge, or, policy.goal.number, q",
			"no row satisfies all conditions: relax or remove one of since, number.ge, or, policy.goal.number, q",
		},
	} {
		w := parsed(t, subject(t, "initiatives"), c.raw).NoRows(c.others...)
		if w.Code != warning.NoRows || w.Message != c.ja || w.MessageEn != c.en || w.Place != nil {
			t.Errorf("%s: %+v", c.raw, w)
		}
	}
}
