package main_test

import (
	"strings"
	"testing"
)

func TestDiffOfTwoReleases(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	publish(t, store, "embedded", "initial")
	publish(t, store, altered(t, "goals.csv", "Digital for Living Well", "Digital for Life"), "correction")
	got := run(t, "diff", "1", "2", "--store", store)
	if got.exit != 0 || !strings.Contains(got.stdout, `"Digital for Living Well" → "Digital for Life"`) {
		t.Errorf("got %+v", got)
	}
	back := run(t, "diff", "--json", "--store", store, "2", "1").stdout
	if jsonAt([]byte(back), "changes.0.records.0.fields.0.new") != `"Digital for Living Well"` || jsonAt([]byte(back), "changes.0.changed") != "1" {
		t.Errorf("got %s", back)
	}
	if got := run(t, "diff", "1", "3", "--store", store); got.exit != 1 || !strings.Contains(got.stderr, "第3回公表はありません") {
		t.Errorf("got %+v", got)
	}
	if got := run(t, "diff", "1", "--store", store); got.exit != 2 {
		t.Errorf("got %+v", got)
	}
}
