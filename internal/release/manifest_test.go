package release_test

import (
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/release"
)

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
