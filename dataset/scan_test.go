package dataset_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/dataset"
)

// scanned fails the test unless Scan reads a cell as Parse does, or
// refuses it as Parse does.
func scanned(t *testing.T, cell string) {
	t.Helper()
	for _, kind := range dataset.Types() {
		scanner, ok := kind.(dataset.Scanner)
		if !ok || cell == "" {
			continue
		}
		want, wrong := kind.Parse(cell)
		got, ok := scanner.Scan([]byte(cell))
		if ok != wrong.Empty() || ok && got != want {
			t.Errorf("%s %q: scanned %+v, %v, parsed %+v, %q", kind, cell, got, ok, want, wrong.En)
		}
	}
}

func FuzzScan(f *testing.F) {
	for _, cell := range []string{
		"", "0", "-0", "-0.0", "00", "01", "-1", "+1", "-", ".", "-.", ".5", "5.", "-5.", "1.2.3", "1,000", "1e3", "0x1", "1_000", " 1", "1 ", "１",
		"999999999999999999", "-999999999999999999", "1000000000000000000", "9223372036854775807", "9223372036854775808", "18446744073709551616", "99999999999999999999",
		"999999999.999999999", "-999999999.999999999", "9999999999.999999999", "0.123456789", "0.1234567890", "0.0000000001", "00.1", "--1", "1-", "0.000000000",
		strings.Repeat("9", 300), "0." + strings.Repeat("1", 300),
	} {
		f.Add(cell)
	}
	f.Fuzz(scanned)
}

// TestScanReadsWhatParseDoes tries cells that are nearly right, which
// fuzzing meets rarely.
func TestScanReadsWhatParseDoes(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 0))
	for range rounds {
		cell := []byte(randomDecimal(r))
		scanned(t, string(cell))
		scanned(t, randomInteger(r))
		cell[r.IntN(len(cell))] = "0123456789.-+ e"[r.IntN(15)]
		scanned(t, string(cell))
	}
}

func TestMonthOfADate(t *testing.T) {
	for day := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 10000; day = day.AddDate(0, 0, 17) {
		date, wrong := dataset.Column{Type: dataset.DateType}.Parse(day.Format(time.DateOnly))
		want, wrongMonth := dataset.Column{Type: dataset.MonthType}.Parse(day.Format("2006-01"))
		if !wrong.Empty() || !wrongMonth.Empty() {
			t.Fatal(day, wrong, wrongMonth)
		}
		if got := dataset.DateType.Month(date); got != want {
			t.Errorf("%s lies in %+v, want %+v", day.Format(time.DateOnly), got, want)
		}
	}
}
