package malformed_test

import (
	"encoding/json"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/malformed"
)

func TestEncoding(t *testing.T) {
	for _, c := range []struct {
		name, data string
		at         int
		says       string // empty: it is UTF-8
	}{
		{"nothing", "", 0, ""},
		{"UTF-8", "id,名称\n", 0, ""},
		{"a zero byte that strayed into UTF-8", "id,name\np-1,a\x00b\n", 0, ""},
		{"UTF-16 with its mark", "\xff\xfei\x00", 0, "UTF-16"},
		{"UTF-16 in the other order", "\xfe\xff\x00i", 0, "UTF-16"},
		{"UTF-16 of ASCII without a mark", "i\x00d\x00,\x00", 0, "UTF-16"},
		{"Shift_JIS", "id,\x94\xaa\x8c\xcb\n", 3, "Shift_JIS"},
		{"a wrong byte far behind the start", strings.Repeat("八", 1000) + "\xff", 3000, "not UTF-8"},
		{"a workbook", "PK\x03\x04rest", 0, "workbook"},
		{"an old workbook", "\xd0\xcf\x11\xe0rest", 0, "workbook"},
		{"a heading that begins like a workbook", "PK,name\n", 0, ""},
	} {
		at, what := malformed.Encoding([]byte(c.data))
		if at != c.at || what.Empty() != (c.says == "") || !strings.Contains(what.En, c.says) {
			t.Errorf("%s: byte %d, %q", c.name, at, what.En)
		}
	}
}

func TestPlacesAreCountedInCharacters(t *testing.T) {
	data := []byte("八戸\n市,x")
	for offset, want := range map[int]string{0: "1:1", 3: "1:1", 6: "1:2", 10: "2:1", 12: "2:3"} {
		if got := malformed.Place(data, offset); got != want {
			t.Errorf("byte %d is at %s, want %s", offset, got, want)
		}
	}
}

// What is wrong with a text and where, in characters, not in bytes.
func TestWhatIsNoJSONAndWhere(t *testing.T) {
	for _, c := range []struct{ text, place, want string }{
		{`{"名": 1,}`, "1:9", "remove the comma after the last item"},
		{"{\n  \"名\": [1, 2,]}", "2:14", "remove the comma after the last item"},
		{"{\n\"名\": x}", "2:6", "check for missing or surplus commas, quotes and brackets"},
		{`{"n": 1`, "1:7", "check for missing or surplus commas, quotes and brackets"},
		{`{"n": "一"}`, "1:9", "n is a text (\"…\"): write a whole number"},
	} {
		var into struct {
			N int `json:"n"`
		}
		err := json.Unmarshal([]byte(c.text), &into)
		if place, got := malformed.JSON([]byte(c.text), err); place != c.place || !strings.Contains(got.En, c.want) || got.Ja == "" {
			t.Errorf("%s: %s: %q, want %s: %q", c.text, place, got.En, c.place, c.want)
		}
	}
}
