package main_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestWithdraw(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a release to take effect")
	}
	t.Parallel()
	store := newStore(t)
	soon, at := in(t, 8*time.Second)
	publish(t, store, "embedded", "initial", "--effective", soon)
	publish(t, store, altered(t, "goals.csv", "Digital for Living Well", "Digital for Life"), "correction", "--effective", soon)
	withdraw := func(more ...string) result {
		return run(t, append([]string{"withdraw", "--store", store, "--release", "1", "--file", "022039_digital_goals.csv", "--note", "個人情報"}, more...)...)
	}
	if got := withdraw("--yes"); got.exit != 1 || !strings.Contains(got.stderr, "この内容は、公開予定の第1回公表に含まれています\n  → 先に opendata cancel 1 で取り消してください\n") {
		t.Errorf("what is pending: %+v", got)
	}
	time.Sleep(time.Until(at.Add(100 * time.Millisecond)))
	if got := withdraw(); got.exit != 1 || !strings.Contains(got.stdout, "元に戻せません。取り下げますか") {
		t.Errorf("nobody answers: %+v", got)
	}
	if got := withdraw("--yes", "--file", "goals.csv"); got.exit != 1 || !strings.Contains(got.stderr, "次のいずれかを指定してください: 022039_digital_plans.csv") {
		t.Errorf("no such file: %+v", got)
	}
	got := withdraw("--yes", "--json")
	if got.exit != 0 || unquoted(t, got.stdout, "note") != "個人情報" || jsonAt([]byte(got.stdout), "releases.#") != "1" {
		t.Fatalf("got %+v", got)
	}
	if again := withdraw("--yes"); again.exit != 0 || !strings.Contains(again.stdout, "この内容は取り下げ済みです。もう一度実行すると、内容が残っている場合に削除します\n") ||
		!strings.Contains(again.stdout, "取り下げ済みです: 022039_digital_goals.csv "+unquoted(t, got.stdout, "withdrawn")+"\n") || strings.Contains(again.stdout, "取り下げました") {
		t.Errorf("a second time: %+v", again)
	}
	if listed := run(t, "releases", "--store", store); strings.Count(listed.stdout, "取り下げ済みのファイルがあります") != 1 {
		t.Errorf("got %+v", listed)
	}
	verified := run(t, "verify", store)
	if verified.exit != 0 || !strings.Contains(verified.stdout, "取り下げ済み: 022039_digital_goals.csv") {
		t.Errorf("got %+v", verified)
	}
	if compared := run(t, "diff", "1", "2", "--store", store); compared.exit != 0 || !strings.Contains(compared.stdout, "! goals: 取り下げ済みのため比較できません\n") {
		t.Errorf("got %+v", compared)
	}
	out := filepath.Join(t.TempDir(), "out")
	if got := run(t, "export", "1", "--out", out, "--store", store); got.exit != 0 || !strings.Contains(got.stdout, "取り下げ済み: 022039_digital_goals.csv") {
		t.Errorf("got %+v", got)
	}
	if got := run(t, "verify", out); got.exit != 0 || !strings.Contains(got.stdout, "取り下げ済み: 022039_digital_goals.csv") {
		t.Errorf("got %+v", got)
	}
}
