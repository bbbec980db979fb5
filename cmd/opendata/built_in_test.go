package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
)

// A folder without a file that was corrected before would take the correction
// back, because what is built into the program stands in for it.
func TestAFolderThatLacksACorrectedFileTakesNothingBack(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	publish(t, store, "embedded", "initial")
	publish(t, store, altered(t, "goals.csv", "Digital for Living Well", "Digital for Life"), "correction")
	mine := shelters(t, 3)
	for _, reason := range []string{"new_data", "correction", "plan_revision"} {
		got := english(t, "publish", "--yes", "--store", store, "--source", mine, "--reason", reason)
		if got.exit != 1 || !strings.Contains(got.stderr, "022039_digital_goals.csv: is not in the folder") || !strings.Contains(got.stderr, "run opendata export 2 --out FOLDER") {
			t.Errorf("%s: %+v", reason, got)
		}
	}
	if got := run(t, "publish", "--dry-run", "--store", store, "--source", "embedded", "--reason", "correction"); got.exit != 0 || !strings.Contains(got.stdout, "~ goals") {
		t.Errorf("what is built in, on purpose: %+v", got)
	}
	out := filepath.Join(t.TempDir(), "out")
	if got := run(t, "export", "2", "--store", store, "--out", out); got.exit != 0 {
		t.Fatalf("got %+v", got)
	}
	data, err := os.ReadFile(filepath.Join(out, goalsCSV))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(mine, filepath.Base(goalsCSV)), data, 0o600); err != nil {
		t.Fatal(err)
	}
	got := run(t, "publish", "--yes", "--store", store, "--source", mine, "--reason", "new_data")
	if got.exit != 0 || !strings.Contains(got.stdout, "+ shelters") || strings.Contains(got.stdout, "~ goals") || !strings.Contains(got.stdout, "プログラムに組み込まれた内容を使うデータセット: plans, ") {
		t.Errorf("with the file of the release: %+v", got)
	}
}

func TestWithdrawNamesWhatElseToLookAt(t *testing.T) {
	t.Parallel()
	c := ledgertest.NewGoals(t, time.Now())
	c.PublishTitle(release.Initial, "a", time.Time{})
	c.PublishTitle(release.Correction, "b", time.Time{})
	c.PublishTitle(release.Correction, "c", time.Time{})
	got := runWith(t, strings.NewReader("n\n"), "withdraw", "--lang", "en", "--release", "1", "--file", filepath.Base(goalsCSV), "--note", "x", "--store", c.Address)
	if got.exit != 1 || !strings.Contains(got.stdout, "releases with these bytes: 1\n") || !strings.Contains(got.stdout, "withdraw them one by one: 2 3\n") {
		t.Errorf("got %+v", got)
	}
}
