package malformed_test

import (
	"encoding/json"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/malformed"
)

// What is wrong with a text and where, in characters, not in bytes.
func TestWhatIsNoJSONAndWhere(t *testing.T) {
	for _, c := range []struct{ text, place, want string }{
		{`{"名": 1,}`, "1:9", "remove the comma after the last item"},
		{"{\n  \"名\": [1, 2,]}", "2:14", "remove the comma after the last item"},
		{"{\n\"名\": x}", "2:6", "check for missing or surplus commas, quotes and brackets"},
		{`{"n": 1`, "1:7", "check for missing or surplus commas, quotes and brackets"},
		{`{"n": "一"}`, "1:9", "n cannot be a JSON string"},
	} {
		var into struct {
			N int `json:"n"`
		}
		err := json.Unmarshal([]byte(c.text), &into)
		if got, place := malformed.JSON(err), malformed.JSONPlace([]byte(c.text), err); place != c.place || !strings.Contains(got.En, c.want) || got.Ja == "" {
			t.Errorf("%s: %s: %q, want %s: %q", c.text, place, got.En, c.place, c.want)
		}
	}
}

func TestWhereATextIsNotUTF8(t *testing.T) {
	for text, want := range map[string]int{"": -1, "八戸市": -1, "\ufffd": -1, "八\x94\xaa": 3, "\xff": 0} {
		if got := malformed.UTF8([]byte(text)); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}
