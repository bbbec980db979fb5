package param_test

import (
	"reflect"
	"testing"

	"hachinohe.example/opendata/internal/param"
)

func TestCorrectTime(t *testing.T) {
	for _, c := range []struct {
		name     string
		given    map[string][]string
		wrong    string
		want     map[string][]string
		corrects bool
	}{
		{"a day with slashes", map[string][]string{"as_of": {"2026/11/2"}}, "as_of", map[string][]string{"as_of": {"2026-11-02"}}, true},
		{"a day in an era", map[string][]string{"since": {"令和８年４月１日"}}, "since", map[string][]string{"since": {"2026-04-01"}}, true},
		{"a plus that was read as a space", map[string][]string{"as_of": {"2026-11-22T00:00:00 09:00"}}, "as_of", map[string][]string{"as_of": {"2026-11-22T00:00:00+09:00"}}, true},
		{"since a fiscal year", map[string][]string{"since": {"２０２１年度"}}, "since", map[string][]string{"since": {"2021-04-01"}}, true},
		{"until a fiscal year", map[string][]string{"until": {"令和3年度"}}, "until", map[string][]string{"until": {"2022-03-31"}}, true},
		{"a year of the calendar", map[string][]string{"since": {"令和3年"}}, "since", map[string][]string{"since": {"2021"}}, true},
		{"a fiscal year is no instant", map[string][]string{"as_of": {"2021年度"}}, "as_of", map[string][]string{"as_of": {"2021年度"}}, false},
		{"since after until", map[string][]string{"since": {"2022-05"}, "until": {"2021"}}, "since", map[string][]string{"since": {"2021"}, "until": {"2022-05"}}, true},
		{"since a fiscal year after until", map[string][]string{"since": {"令和4年度"}, "until": {"2021年度"}}, "since", map[string][]string{"since": {"2021年度"}, "until": {"令和4年度"}}, true},
		{"since within until", map[string][]string{"since": {"2022年5月"}, "until": {"2022"}}, "since", map[string][]string{"since": {"2022-05"}, "until": {"2022"}}, true},
		{"since before until", map[string][]string{"since": {"2021-02-30"}, "until": {"2022"}}, "since", map[string][]string{"since": {"2021-02-30"}, "until": {"2022"}}, false},
		{"two ways to say when", map[string][]string{"as_of": {"2026-11-22"}, "release": {"1"}}, "as_of", map[string][]string{"release": {"1"}}, true},
		{"nothing better is known", map[string][]string{"until": {"soon"}}, "until", map[string][]string{"until": {"soon"}}, false},
		{"another parameter", map[string][]string{"sort": {"2026/11/2"}}, "sort", map[string][]string{"sort": {"2026/11/2"}}, false},
	} {
		if got := param.CorrectTime(c.given, c.wrong); got != c.corrects || !reflect.DeepEqual(c.given, c.want) {
			t.Errorf("%s: %v, %v", c.name, c.given, got)
		}
	}
}
