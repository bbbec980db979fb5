package release

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"

	"hachinohe.example/opendata/internal/lang"
)

// Kind says what an entry of the log does.
type Kind string

// The kinds of entries.
const (
	Published Kind = "release" // a release
	Cancelled Kind = "cancel"  // takes back a release before its time
)

// Reason says why a release was made.
type Reason string

// The reasons (SDMX and IMF data standards distinguish the same ones).
const (
	Initial      Reason = "initial"
	NewData      Reason = "new_data"
	Correction   Reason = "correction"
	LateData     Reason = "late_data"
	MethodChange Reason = "method_change"
	UnitChange   Reason = "unit_change"
	PlanRevision Reason = "plan_revision"
)

// Reasons lists every reason with its meaning.
func Reasons() []struct {
	Reason Reason
	Label  lang.Text
} {
	return []struct {
		Reason Reason
		Label  lang.Text
	}{
		{Initial, lang.T("最初の公表", "First release")},
		{NewData, lang.T("新しいデータの追加", "New data")},
		{Correction, lang.T("誤りの訂正", "Correction")},
		{LateData, lang.T("遅れて届いたデータ", "Late data")},
		{MethodChange, lang.T("算出方法の変更", "Change of method")},
		{UnitChange, lang.T("単位の変更", "Change of unit")},
		{PlanRevision, lang.T("計画の改定", "Revision of the plan")},
	}
}

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
	Cancels   int    `json:"cancels,omitempty"`  // the number taken back, of a cancellation
	Previous  string `json:"previous,omitempty"` // sha256 of the manifest before; none for the first
	// CancelledPrevious is the previous of the manifest that is taken back. Nobody
	// may ever see that one; without it the chain would end there.
	CancelledPrevious string `json:"cancelled_previous,omitempty"`
	Attempt           string `json:"attempt,omitempty"` // random: tells equal proposals of two publishers apart
	Files             []File `json:"files,omitempty"`
}

// manifestFormat names the notation, so that a later one can differ.
const manifestFormat = "opendata-release/1"

// encode writes the manifest in the one way it can be written.
func (m Manifest) encode() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(m); err != nil {
		return nil, fmt.Errorf("writing a manifest: %w", err)
	}
	return b.Bytes(), nil
}

// ParseManifest reads a manifest and refuses one that is not written in the one
// way: what was checked is then exactly what stands there. The names of its
// files are safe to use below a folder or an address, and to show.
func ParseManifest(data []byte) (Manifest, error) {
	var m Manifest
	if err := strictJSON(data, &m); err != nil {
		return m, fmt.Errorf("reading a manifest: %w", err)
	}
	again, err := m.encode()
	if err != nil {
		return m, err
	}
	if !bytes.Equal(again, data) || m.Format != manifestFormat {
		return m, fmt.Errorf("the manifest of entry %d is not in canonical form", m.Number)
	}
	names := make(map[string]bool, len(m.Files))
	for _, f := range m.Files {
		if !plainName.MatchString(f.Path) || !isSHA256(f.SHA256) || f.Bytes < 0 || names[f.Path] {
			return m, fmt.Errorf("the manifest of entry %d lists %q, which cannot be a file of a release", m.Number, f.Path)
		}
		names[f.Path] = true
	}
	return m, nil
}

// plainName is what the name of a canonical file looks like.
var plainName = regexp.MustCompile(`^[0-9A-Za-z_][0-9A-Za-z_.-]{0,254}$`)

// Agrees reports what is wrong between a manifest and the entry that names it,
// which stands at a number in the log. sum gives the sha256 of the manifests
// before it, false where it is not known; that of number 0 is empty.
func (m Manifest) Agrees(e Entry, number int, sum func(number int) (string, bool)) error {
	if _, err := parseStamp(m.Issued); err != nil {
		return err
	}
	follows := func(sha256 string, number int) bool {
		want, known := sum(number)
		return !known || sha256 == want
	}
	switch {
	case e.Number != number:
		return fmt.Errorf("entry %d stands where %d should", e.Number, number)
	case m.Number != e.Number || m.Kind != e.Kind || m.Cancels != e.Cancels || m.Effective != stamp(e.Effective):
		return fmt.Errorf("the entry and its manifest %s do not belong together", e.SHA256)
	case !follows(m.Previous, number-1):
		return errors.New("it does not follow from the entry before it")
	case m.Kind == Cancelled && !follows(m.CancelledPrevious, m.Cancels-1):
		return errors.New("it does not name what came before the release that it cancels")
	case m.Kind != Cancelled && m.CancelledPrevious != "":
		return errors.New("it cancels nothing, but names what came before it")
	}
	return nil
}

// sums gives the sha256 of entries by number.
func sums(entries []Entry) func(number int) (string, bool) {
	return func(number int) (string, bool) {
		if number < 1 || number > len(entries) {
			return "", number == 0
		}
		return entries[number-1].SHA256, true
	}
}

func strictJSON(data []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	return dec.Decode(into)
}

// stamp writes an instant as manifests do: Japan Standard Time, whole seconds.
func stamp(t time.Time) string { return t.In(Japan()).Format(time.RFC3339) }

func parseStamp(text string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, fmt.Errorf("reading an instant: %w", err)
	}
	if stamp(t) != text {
		return t, fmt.Errorf("%q is not an instant in Japan Standard Time", text)
	}
	return t.In(Japan()), nil
}
