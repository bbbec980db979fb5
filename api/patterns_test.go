package api_test

import (
	"fmt"
	"net/http"
	"reflect"
	"regexp"
	"testing"
	"time"
	"unicode"

	"hachinohe.example/opendata/internal/fold"
	"hachinohe.example/opendata/internal/param"
)

// patternOf is the declared pattern of a parameter, in the notation of RE2.
func patternOf[T any](t *testing.T, field string) *regexp.Regexp {
	t.Helper()
	f, ok := reflect.TypeFor[T]().FieldByName(field)
	if !ok || f.Tag.Get("pattern") == "" {
		t.Fatalf("no pattern of %s", field)
	}
	return regexp.MustCompile(regexp.MustCompile(`\\u([0-9A-F]{4})`).ReplaceAllString(f.Tag.Get("pattern"), `\x{$1}`))
}

// The document permits exactly the dates that there are.
func TestThePatternOfDaysIsTheCalendar(t *testing.T) {
	pattern := patternOf[param.Time](t, "AsOf")
	for year := range 2500 {
		if year > 5 && year < 1890 {
			continue
		}
		for month := range 14 {
			for day := range 33 {
				text := fmt.Sprintf("%04d-%02d-%02d", year, month, day)
				_, err := time.Parse(time.DateOnly, text)
				if pattern.MatchString(text) != (err == nil) {
					t.Fatalf("%s: %v", text, err)
				}
			}
		}
	}
}

func TestThePatternOfInstantsIsWhatIsRead(t *testing.T) {
	pattern, h := patternOf[param.Time](t, "AsOf"), service(t)
	for text, want := range map[string]bool{
		"2026-11-21T00:00:00Z": true, "2026-11-21T00:00:00%2B09:00": true, "2026-11-21T15:59:59.123456789Z": true, "2026-11-22": true,
		"": false, "2026": false, "2026-11-21T00:00Z": false, "2026-11-21T24:00:00Z": false, "2026-11-21T00:00:00": false, "2026-02-29": false, "22.11.2026": false,
		"2026-11-21T00:00:00 09:00": false, "2026-11-22 ": false,
	} {
		w := ask(t, h, "/api/v1/goals?as_of="+regexp.MustCompile(" ").ReplaceAllString(text, "%20"))
		read := w.Code == http.StatusOK || w.Code == http.StatusNotFound
		if plain := regexp.MustCompile("%2B").ReplaceAllString(text, "+"); pattern.MatchString(plain) != want || read != want {
			t.Errorf("%q: the pattern says %t, the service %d, want %t", plain, pattern.MatchString(plain), w.Code, want)
		}
	}
}

// The document permits no search for nothing. Selectors of variants beyond the
// basic plane are left out: patterns write them differently from language to language.
func TestThePatternOfWordsIsWhatIsSearched(t *testing.T) {
	for _, pattern := range []*regexp.Regexp{patternOf[param.Rows](t, "Q"), patternOf[param.Found](t, "Q")} {
		for r := rune(0); r <= unicode.MaxRune; r++ {
			if r >= 0xD800 && r <= 0xDFFF || r >= 0xE0100 && r <= 0xE01EF {
				continue
			}
			if searched := len(fold.Terms(string(r))) > 0; pattern.MatchString(string(r)) != searched {
				t.Fatalf("%U: searched %t", r, searched)
			}
		}
	}
}
