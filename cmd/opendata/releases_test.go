package main_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestCancelAndList(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	publish(t, store, "embedded", "initial", "--note", "最初")
	far, _ := in(t, time.Hour)
	publish(t, store, shelters(t, 1), "new_data", "--effective", far)
	got := run(t, "cancel", "2", "--store", store, "--note", "延期", "--json")
	if got.exit != 0 || jsonAt([]byte(got.stdout), "cancelled") != "2" || jsonAt([]byte(got.stdout), "number") != "3" {
		t.Fatalf("got %+v", got)
	}
	if second := run(t, "cancel", "2", "--store", store); second.exit != 1 || !strings.Contains(second.stderr, "第2回公表は、記録 3 で取り消し済みです\n") {
		t.Errorf("cancelled a second time: %+v", second)
	}
	out := filepath.Join(t.TempDir(), "out")
	if exported := run(t, "export", "2", "--store", store, "--out", out); exported.exit != 0 || !strings.HasPrefix(exported.stdout, "第2回公表は取り消し済みで、公開されていません\n") {
		t.Errorf("an export of a cancelled release: %+v", exported)
	}
	listed := run(t, "releases", "--store", store, "--json")
	for i, want := range []string{"pending", "cancelled", "cancellation"} {
		if state := unquoted(t, listed.stdout, fmt.Sprintf("results.%d.state", i)); state != want {
			t.Errorf("entry %d is %s, want %s", i+1, state, want)
		}
	}
	text := run(t, "releases", "--store", store).stdout
	for _, want := range []string{"1  公開予定  ", "  最初の公表  最初\n", "2  取消済み  ", "3  第2回公表の取り消し  ", unquoted(t, got.stdout, "head")} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q:\n%s", want, text)
		}
	}
	verified := run(t, "verify", store, "--head", unquoted(t, got.stdout, "head"))
	if verified.exit != 0 {
		t.Errorf("got %+v", verified)
	}
}
