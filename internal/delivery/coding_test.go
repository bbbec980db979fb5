package delivery_test

import (
	"slices"
	"testing"

	"hachinohe.example/opendata/internal/delivery"
)

func TestContentCodings(t *testing.T) {
	for header, want := range map[string]string{
		"": "", "gzip": "gzip", "br": "br", "gzip, br": "br", "br;q=0.5, gzip;q=0.8": "gzip", "gzip;q=0.5, br;q=0.5": "br",
		"*": "br", "*;q=0": "", "gzip;q=0, *": "br", "br;q=0, *": "gzip", "identity": "", "identity, gzip;q=0.5": "", "identity;q=0.5, gzip": "gzip",
		"x-gzip": "gzip", "deflate": "", "GZIP": "gzip", "gzip;q=2": "", "gzip;q=NaN": "",
	} {
		if got := delivery.ContentCoding(header); got != want {
			t.Errorf("%q gets %q, want %q", header, got, want)
		}
	}
}

// The most specific range decides, whatever comes first (RFC 9110 §12.5.1).
func TestTheMostSpecificAcceptRangeDecides(t *testing.T) {
	for _, c := range []struct {
		accept string
		want   int
	}{
		{"text/csv;q=0.1, text/*;q=0.9, */*;q=0.5", 100},
		{"text/*;q=0.9, */*;q=0.5, text/csv;q=0.1", 100},
		{"*/*;q=0.5, text/*;q=0.9", 900},
		{"text/*;q=0, */*", 0},
		{"*/*;q=0.3", 300},
		{"application/json", 0},
		{"text/csv;header=present;q=0.7", 700},
	} {
		if got := delivery.AcceptQuality(c.accept, "text/csv"); got != c.want {
			t.Errorf("%q wants it by %d, want %d", c.accept, got, c.want)
		}
	}
	offered := []string{"application/json", "text/csv"}
	if got := delivery.Accepted("text/csv;q=0.1, text/*;q=0.9, application/json;q=0.5", offered); got != 0 {
		t.Errorf("offered %d", got)
	}
}

func FuzzAcceptEncoding(f *testing.F) {
	for _, seed := range []string{"", "gzip", "br;q=0, gzip;q=0", "*", "identity;q=0", "x-gzip", "gzip;q=0.0001", ",;=", "br;q=1e999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		coding := delivery.ContentCoding(header)
		if !slices.Contains([]string{"", "gzip", "br"}, coding) {
			t.Fatalf("%q gets %q", header, coding)
		}
		if coding != "" && delivery.CodingQuality(header, coding) <= 0 {
			t.Fatalf("%q gets %q, which it refuses", header, coding)
		}
	})
}
