package main_test

import (
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
)

func TestTheHeadThatCancelPrintsHoldsForTheRunningSite(t *testing.T) {
	t.Parallel()
	c := ledgertest.NewGoals(t, time.Now())
	c.PublishTitle(release.Initial, "a", time.Time{})
	later, _ := in(t, time.Hour)
	publish(t, c.Address, "embedded", "correction", "--effective", later)
	head := unquoted(t, run(t, "cancel", "2", "--store", c.Address, "--note", "集計の遅れ", "--json").stdout, "head")
	s := serve(t, "--store", c.Address)
	if got := run(t, "verify", "http://"+s.addr, "--head", head); got.exit != 0 || !strings.Contains(got.stdout, "公表の記録 3件、") {
		t.Errorf("head %s: %+v", head, got)
	}
	if list := s.get(t, "/api/v1/releases"); jsonAt([]byte(list), "calendar.0.note") != `"集計の遅れ"` {
		t.Errorf("the note is not public: %s", list)
	}
	if got := run(t, "verify", "http://"+s.addr, "--head", "4"+head[1:]); got.exit != 3 || !strings.Contains(got.stdout, "✗ /releases/4: --head で指定した公表が一覧にありません") {
		t.Errorf("a head beyond the log: %+v", got)
	}
	if got := run(t, "verify", "http://"+freeAddress(t)); got.exit != 1 || !strings.Contains(got.stderr, "サイトのトップページのURLを指定してください") {
		t.Errorf("no site: %+v", got)
	}
}
