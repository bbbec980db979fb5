package portal

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// size writes a number of bytes as people read it, in powers of ten as download
// windows show it.
func size(bytes int) string {
	const kilo, mega = 1_000, 1_000_000
	switch {
	case bytes < kilo:
		return strconv.Itoa(bytes) + " B"
	case bytes < mega-kilo/20: // above, one decimal would round to 1000.0 kB
		return fmt.Sprintf("%.1f kB", float64(bytes)/kilo)
	default:
		return fmt.Sprintf("%.1f MB", float64(bytes)/mega)
	}
}

// count separates thousands.
func count(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// moment writes an instant in Japanese time. What is no instant stays as it is.
func moment(rfc3339 string) string { return inJapan(rfc3339, "2006年1月2日 15:04") }

// second is moment to the second: releases may follow each other within a minute.
func second(rfc3339 string) string { return inJapan(rfc3339, "2006年1月2日 15:04:05") }

func inJapan(rfc3339, layout string) string {
	t, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		return rfc3339
	}
	// Not LoadLocation: the page must not depend on the time zone files of the host.
	return t.In(time.FixedZone("JST", 9*60*60)).Format(layout)
}

// fileName is the label of a file, with the format where the label does not tell it.
func fileName(f File) string {
	if f.Format == "" || strings.Contains(strings.ToUpper(f.Label), strings.ToUpper(f.Format)) {
		return f.Label
	}
	return f.Label + "（" + strings.ToUpper(f.Format) + "）"
}

// anchor joins words to an id. Only white space is forbidden there, but what
// needs no escaping in a link is easier to pass on.
func anchor(words ...string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' {
			return r
		}
		return '-'
	}, strings.Join(words, "-"))
}
