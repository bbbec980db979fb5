package ledger_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
)

func TestOneWithdrawnFileDoesNotTakeTheOtherWithIt(t *testing.T) {
	l := ledgertest.FourReleases(t, ledgertest.NewMemory())
	m, _ := l.History().Manifest(1)
	csv, schema := m.Files[0], m.Files[1]
	if data, why, err := l.Repo.File(t.Context(), csv); data != nil || err != nil || why == nil || why.SHA256 != csv.SHA256 || why.Note != "a name in it" {
		t.Errorf("the CSV: %q, %v, %v", data, why, err)
	}
	if data, why, err := l.Repo.File(t.Context(), schema); release.Checksum(data) != schema.SHA256 || why != nil || err != nil {
		t.Errorf("the schema: %q, %v, %v", data, why, err)
	}
	schema.Bytes++
	if _, _, err := l.Repo.File(t.Context(), schema); err == nil {
		t.Error("a file of another size is read")
	}
}

// Why one file is gone is no reason for another to be.
func TestAWithdrawalOfOtherBytesIsNone(t *testing.T) {
	s := ledgertest.NewMemory()
	l := ledgertest.FourReleases(t, s)
	gone, _ := l.History().Manifest(1)
	there, _ := l.History().Manifest(2)
	name := func(f release.File) string { return "withdrawn/" + f.SHA256 + ".json" }
	tombstone := s.Data[name(gone.Files[0])]
	if tombstone == nil {
		t.Fatal("there is no withdrawal")
	}
	s.Data[name(there.Files[0])] = tombstone
	if data, why, err := l.Repo.File(t.Context(), there.Files[0]); data != nil || why != nil || err == nil {
		t.Errorf("%q, %v, %v", data, why, err)
	}
}

func TestAListOfWithdrawalsIsReadAsItIsWrittenAndNotOtherwise(t *testing.T) {
	list := []release.Withdrawal{
		{SHA256: release.Checksum([]byte("1")), Path: "a.csv", Withdrawn: ledgertest.NewClock().Now().Format(time.RFC3339), Note: "<個人情報>"},
		{SHA256: release.Checksum([]byte("2")), Path: "b.csv", Withdrawn: ledgertest.NewClock().Now().Format(time.RFC3339), Note: "n"},
	}
	text, err := ledger.EncodeWithdrawals(list)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ledger.ParseWithdrawals(text); err != nil || !slices.Equal(got, list) {
		t.Fatalf("%v, %v", got, err)
	}
	for bit := range 8 * len(text) {
		spoilt := bytes.Clone(text)
		spoilt[bit/8] ^= 1 << (bit % 8)
		if got, err := ledger.ParseWithdrawals(spoilt); err == nil {
			t.Errorf("bit %d: read as %v", bit, got)
		}
	}
	for _, w := range []release.Withdrawal{{}, {SHA256: list[0].SHA256, Note: "n"}, {SHA256: "x", Withdrawn: list[0].Withdrawn, Note: "n"}, {SHA256: list[0].SHA256, Withdrawn: list[0].Withdrawn}} {
		text, err := ledger.EncodeWithdrawals([]release.Withdrawal{w})
		if _, readErr := ledger.ParseWithdrawals(text); err != nil || readErr == nil {
			t.Errorf("%+v is read, %v", w, err)
		}
	}
}
