package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/store"
)

func TestWhatAnInterruptedPublisherLeftIsListedAndHarmsNothing(t *testing.T) {
	t.Parallel()
	at := newStore(t)
	publish(t, at, "embedded", "initial")
	name := filepath.Join(folderOf(at), store.Temporary, "abcdefgh")
	if err := os.WriteFile(name, []byte("half of an en"), 0o444); err != nil {
		t.Fatal(err)
	}
	const says = "left by an interrupted publication, harmless: tmp/abcdefgh"
	if got := english(t, "verify", at); got.exit != 0 || !strings.Contains(got.stdout, says) {
		t.Errorf("got %+v", got)
	}
	publish(t, at, shelters(t, 1), "new_data")
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if got := run(t, "verify", at); got.exit != 0 || strings.Contains(got.stdout, store.Temporary) {
		t.Errorf("after it was removed: %+v", got)
	}
}
