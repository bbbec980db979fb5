package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"hachinohe.example/opendata/internal/release"
)

// Entry is one line of the log of releases.
type Entry struct {
	Number    int
	Kind      release.Kind
	Effective time.Time
	SHA256    string // of the manifest
	Cancels   int
}

// entryJSON is how an entry is stored, one object per number.
type entryJSON struct {
	Number    int          `json:"number"`
	Kind      release.Kind `json:"kind"`
	Effective string       `json:"effective"`
	SHA256    string       `json:"sha256"`
	Cancels   int          `json:"cancels,omitempty"`
}

// Encode writes the entry in canonical form.
func (e Entry) Encode() ([]byte, error) {
	data, err := json.Marshal(entryJSON{e.Number, e.Kind, release.FormatInstant(e.Effective), e.SHA256, e.Cancels})
	if err != nil {
		return nil, fmt.Errorf("writing a log entry: %w", err)
	}
	return append(data, '\n'), nil
}

// ParseEntry reads an entry and refuses one that is not in canonical form.
func ParseEntry(data []byte) (Entry, error) {
	var in entryJSON
	if err := release.DecodeStrict(data, &in); err != nil {
		return Entry{}, fmt.Errorf("reading a log entry: %w", err)
	}
	at, err := release.ParseInstant(in.Effective)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Number: in.Number, Kind: in.Kind, Effective: at, SHA256: in.SHA256, Cancels: in.Cancels}
	canonical, err := e.Encode()
	if err != nil {
		return Entry{}, err
	}
	if !bytes.Equal(canonical, data) || !release.IsChecksum(e.SHA256) {
		return Entry{}, fmt.Errorf("log entry %d is not in canonical form", in.Number)
	}
	return e, nil
}

// Agrees reports what is wrong between an entry and the manifest that it names,
// the entry being found at a number in the log. sum gives the sha256 of the manifests
// before it, false where it is not known; that of number 0 is empty.
func (e Entry) Agrees(m release.Manifest, number int, sum func(number int) (string, bool)) error {
	if _, err := release.ParseInstant(m.Issued); err != nil {
		return err
	}
	follows := func(sha256 string, number int) bool {
		want, known := sum(number)
		return !known || sha256 == want
	}
	switch {
	case e.Number != number:
		return fmt.Errorf("entry %d stands where %d should", e.Number, number)
	case m.Number != e.Number || m.Kind != e.Kind || m.Cancels != e.Cancels || m.Effective != release.FormatInstant(e.Effective):
		return fmt.Errorf("the entry and its manifest %s do not belong together", e.SHA256)
	case !follows(m.Previous, number-1):
		return errors.New("it does not follow from the entry before it")
	case m.Kind == release.Cancelled && !follows(m.CancelledPrevious, m.Cancels-1):
		return errors.New("it does not name what came before the release that it cancels")
	case m.Kind != release.Cancelled && m.CancelledPrevious != "":
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
