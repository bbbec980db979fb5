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
		{"two ways to say when", map[string][]string{"as_of": {"2026-11-22"}, "release": {"1"}}, "as_of", map[string][]string{"release": {"1"}}, true},
		{"nothing better is known", map[string][]string{"until": {"soon"}}, "until", map[string][]string{"until": {"soon"}}, false},
		{"another parameter", map[string][]string{"sort": {"2026/11/2"}}, "sort", map[string][]string{"sort": {"2026/11/2"}}, false},
	} {
		if got := param.CorrectTime(c.given, c.wrong); got != c.corrects || !reflect.DeepEqual(c.given, c.want) {
			t.Errorf("%s: %v, %v", c.name, c.given, got)
		}
	}
}
