package api_test

import (
	"encoding/json"
	"net/http"
	"testing"
)

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
