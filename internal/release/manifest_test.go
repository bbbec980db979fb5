package release_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
)

func TestAManifestThatIsNotInCanonicalFormIsRefused(t *testing.T) {
	text := string(ledgertest.EmbeddedRelease(t).Manifest)
	if m, err := release.ParseManifest([]byte(text)); err != nil || indented(t, m) != text {
		t.Fatalf("the embedded one is not accepted: %v", err)
	}
	for _, test := range []struct{ name, old, new string }{
		{"another format", "opendata-release/1", "opendata-release/2"},
		{"no format", `  "format": "opendata-release/1",` + "\n", ""},
		{"another indent", `  "format"`, `   "format"`},
		{"tabs", `  "format"`, "\t\"format\""},
		{"Windows line ends", "{\n", "{\r\n"},
		{"no line end", "\n}\n", "\n}"},
		{"something after it", "\n}\n", "\n}\n{}\n"},
		{"an unknown key", `"number": 1`, `"number": 1, "more": 1`},
		{"a key twice", `"number": 1`, `"number": 1, "number": 1`},
		{"an escaped letter", "第2期", `\u7b2c2期`},
		{"bytes that are not UTF-8", "第2期", "\xff"},
		{"a file of a folder above", `"path": "022039_digital_plans.csv"`, `"path": "../022039_digital_plans.csv"`},
		{"a file without a name", `"path": "022039_digital_plans.csv"`, `"path": ""`},
		{"a file whose name speaks to the terminal", `"path": "022039_digital_plans.csv"`, `"path": "\u001b[2J"`},
		{"a file that comes twice", `"path": "022039_digital_plans.csv"`, `"path": "022039_digital_plans.schema.json"`},
		{"a file of a negative size", `"bytes": `, `"bytes": -`},
		{"a file whose sha256 is a path", `"sha256": "`, `"sha256": "../`},
		{"no files, said at length", `"files": [`, `"cancels": 0, "files": [`},
		{"nothing", text, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			changed := strings.Replace(text, test.old, test.new, 1)
			if _, err := release.ParseManifest([]byte(changed)); err == nil {
				t.Errorf("accepted %q", changed)
			}
		})
	}
}

// indented writes a manifest as the design says it is written.
func indented(tb testing.TB, m release.Manifest) string {
	tb.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(m); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

func FuzzParseManifest(f *testing.F) {
	full := release.Manifest{
		Format: "opendata-release/1", Number: 2, Kind: release.Published, Issued: "2026-12-01T09:00:00+09:00", Effective: "2026-12-01T09:00:08+09:00",
		Reason: release.Correction, Note: "<訂正> & \u2028", Previous: strings.Repeat("0a", 32), Files: []release.File{{Dataset: "trees", Path: "022039_trees.csv", Bytes: 1, SHA256: strings.Repeat("0b", 32)}},
	}
	for _, m := range []release.Manifest{{}, {Format: "opendata-release/1", Kind: release.Cancelled, Cancels: 1}, full} {
		f.Add([]byte(indented(f, m)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := release.ParseManifest(data); err == nil && indented(t, m) != string(data) {
			t.Errorf("%q was accepted as %v, which is written %q", data, m, indented(t, m))
		}
	})
}

// Files of a manifest have names that are safe below a folder or an address.
func TestManifestsNamePlainFiles(t *testing.T) {
	for name, want := range map[string]bool{
		"a": true, "_": true, "0": true, "Z.csv": true, "022039_digital-goals.schema.json": true, "a..b": true, strings.Repeat("a", 255): true,
		"": false, ".a": false, "-a": false, "..": false, "a/b": false, "a\\b": false, "a b": false, "a\n": false, "é": false, "a\x00": false, "ａ": false,
		strings.Repeat("a", 256): false,
	} {
		m := release.Manifest{Format: release.ManifestFormat, Files: []release.File{{Path: name, SHA256: strings.Repeat("0", 64)}}}
		text, err := m.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := release.ParseManifest(text); (err == nil) != want {
			t.Errorf("%q: %v", name, err)
		}
	}
}
