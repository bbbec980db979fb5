package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/warning"
)

// A list without rows says so, and what can be relaxed; one with rows does not.
func TestListsWithoutRowsSayWhatToRelax(t *testing.T) {
	h := service(t)
	for target, want := range map[string]string{
		"/api/v1/initiatives?number=72":                                           "",
		"/api/v1/initiatives?number=72&offset=5":                                  "",
		"/api/v1/initiatives?mark.in=new,revised&number.gt=1000":                  "no row satisfies all conditions: relax or remove one of mark.in, number.gt",
		"/api/v1/initiatives?number.gt=1000&group_by=mark":                        "no row matches: relax or remove the condition number.gt",
		"/api/v1/initiatives?number.gt=1000&aggregate=count":                      "",
		"/api/v1/indicators/ind-1/observations?since=2050":                        "no row matches: relax or remove the condition since",
		"/api/v1/indicators/ind-1/observations?until=1999&include_history=true":   "no row matches: relax or remove the condition until",
		"/api/v1/search?q=%E3%81%AC%E3%82%8B%E3%81%BD%E3%81%AC%E3%82%8B%E3%81%BD": "no row matches: relax or remove the condition q",
	} {
		var got struct {
			Metadata struct{ Warnings []warning.Warning }
		}
		w := ask(t, h, target)
		if err := json.NewDecoder(w.Body).Decode(&got); err != nil || w.Code != http.StatusOK {
			t.Fatalf("%s: %d, %v", target, w.Code, err)
		}
		var said []string
		for _, w := range got.Metadata.Warnings {
			if w.Code == warning.NoRows {
				said = append(said, w.MessageEn)
			}
		}
		if strings.Join(said, "; ") != want {
			t.Errorf("%s: %q, want %q", target, said, want)
		}
	}
}

// An answer says which days since and until mean, and nothing where none is given.
func TestMetadataSayWhichPeriodIsMeant(t *testing.T) {
	h := service(t)
	for target, want := range map[string]string{
		"?since=2021&until=2022-06":        `{"start":"2021-01-01","end":"2022-06-30"}`,
		"?since=2021":                      `{"start":"2021-01-01","end":null}`,
		"?until=2022-06-29":                `{"start":null,"end":"2022-06-29"}`,
		"?since=2021&include_history=true": `{"start":"2021-01-01","end":null}`,
		"?period_start.year=2021":          "",
	} {
		var got struct {
			Metadata struct {
				Parameter map[string]string
				Period    json.RawMessage
			}
		}
		target = "/api/v1/indicators/ind-1/observations" + target
		w := ask(t, h, target)
		if err := json.NewDecoder(w.Body).Decode(&got); err != nil || w.Code != http.StatusOK || string(got.Metadata.Period) != want {
			t.Errorf("%s: %d, %v, period %s, want %s", target, w.Code, err, got.Metadata.Period, want)
		}
		if since, given := got.Metadata.Parameter["since"]; given && since != "2021" {
			t.Errorf("%s: since is %s", target, since)
		}
	}
}
