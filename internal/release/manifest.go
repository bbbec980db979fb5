package release

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Kind says what an entry of the log does.
type Kind string

// The kinds of entries.
const (
	Published Kind = "release" // a release
	Cancelled Kind = "cancel"  // cancels a release before its time
)

// Manifest is the table of contents of one entry of the log. Its sha256 names
// the release, and because it holds the sha256 of the manifest before it, that
// of the whole history, too.
type Manifest struct {
	Format    string `json:"format"`
	Number    int    `json:"number"`
	Kind      Kind   `json:"kind"`
	Issued    string `json:"issued"`             // when it was made
	Effective string `json:"effective"`          // from when it is current
	Reason    Reason `json:"reason,omitempty"`   // why, of a release
	Note      string `json:"note,omitempty"`     // in the publisher's words
	Cancels   int    `json:"cancels,omitempty"`  // the number of the cancelled release, of a cancellation
	Previous  string `json:"previous,omitempty"` // sha256 of the manifest before; none for the first
	// CancelledPrevious is the previous of the manifest that is cancelled. Nobody
	// may ever see that one; without it the chain would end there.
	CancelledPrevious string `json:"cancelled_previous,omitempty"`
	Attempt           string `json:"attempt,omitempty"` // random: tells equal proposals of two publishers apart
	Files             []File `json:"files,omitempty"`
}

// ManifestFormat names the notation, so that a later one can differ.
const ManifestFormat = "opendata-release/1"

// Encode writes the manifest in canonical form.
func (m Manifest) Encode() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(m); err != nil {
		return nil, fmt.Errorf("writing a manifest: %w", err)
	}
	return b.Bytes(), nil
}

// ParseManifest reads a manifest and refuses one that is not in canonical
// form: what was checked is then exactly what stands there. The names of its
// files are safe to use below a folder or an address, and to show.
func ParseManifest(data []byte) (Manifest, error) {
	var m Manifest
	if err := DecodeStrict(data, &m); err != nil {
		return m, fmt.Errorf("reading a manifest: %w", err)
	}
	canonical, err := m.Encode()
	if err != nil {
		return m, err
	}
	if !bytes.Equal(canonical, data) || m.Format != ManifestFormat {
		return m, fmt.Errorf("the manifest of entry %d is not in canonical form", m.Number)
	}
	names := make(map[string]bool, len(m.Files))
	for _, f := range m.Files {
		if !isPlainName(f.Path) || !IsChecksum(f.SHA256) || f.Bytes < 0 || names[f.Path] {
			return m, fmt.Errorf("the manifest of entry %d lists %q, which cannot be a file of a release", m.Number, f.Path)
		}
		names[f.Path] = true
	}
	return m, nil
}

// isPlainName reports whether a name can be that of a canonical file: at most 255
// ASCII letters, digits and _.- of which . and - are not the first. A pattern
// with this bound would take a quarter of a megabyte.
func isPlainName(name string) bool {
	for i, c := range []byte(name) {
		switch {
		case '0' <= c && c <= '9', 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', c == '_':
		case i > 0 && (c == '.' || c == '-'):
		default:
			return false
		}
	}
	return name != "" && len(name) <= maxName
}

const maxName = 255
