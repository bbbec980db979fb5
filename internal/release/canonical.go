package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// What is published is written in one way only: instants in Japan Standard Time,
// checksums in lower case, JSON without unknown fields. Whoever reads it back
// and writes it again gets the same bytes, or it is refused.

// Japan returns Japan Standard Time, without needing a time zone database.
func Japan() *time.Location { return time.FixedZone("JST", 9*60*60) }

// FormatInstant writes an instant as it is published: Japan Standard Time, whole
// seconds.
func FormatInstant(t time.Time) string { return t.In(Japan()).Format(time.RFC3339) }

// ParseInstant reads what FormatInstant writes, and nothing else.
func ParseInstant(text string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, fmt.Errorf("reading an instant: %w", err)
	}
	if FormatInstant(t) != text {
		return t, fmt.Errorf("%q is not an instant in Japan Standard Time", text)
	}
	return t.In(Japan()), nil
}

// Checksum returns the sha256 of bytes as it is published: in hexadecimal.
func Checksum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// IsChecksum reports whether a text can be what Checksum returns.
func IsChecksum(text string) bool {
	raw, err := hex.DecodeString(text)
	return err == nil && len(raw) == sha256.Size && hex.EncodeToString(raw) == text
}

// DecodeStrict reads JSON and refuses fields that it does not know.
func DecodeStrict(data []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	return dec.Decode(into)
}
