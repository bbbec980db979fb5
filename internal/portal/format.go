package portal

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// size formats a number of bytes in powers of ten, as browsers do for downloads.
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

// count formats a number with thousands separators.
func count(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// moment formats an instant in Japan time, to the minute. Other text is returned
// unchanged.
func moment(rfc3339 string) string { return inJapan(rfc3339, "2006年1月2日 15:04") }

// second is moment to the second: several releases may take effect in one minute.
func second(rfc3339 string) string { return inJapan(rfc3339, "2006年1月2日 15:04:05") }

func inJapan(rfc3339, layout string) string {
	t, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		return rfc3339
	}
	// Not LoadLocation: the page must not depend on the time zone files of the host.
	return t.In(time.FixedZone("JST", 9*60*60)).Format(layout)
}

// fileName is the label of a file, with the format unless the label contains it.
func fileName(f File) string {
	if f.Format == "" || strings.Contains(strings.ToUpper(f.Label), strings.ToUpper(f.Format)) {
		return f.Label
	}
	return f.Label + "（" + strings.ToUpper(f.Format) + "）"
}

// anchor joins words to an id. HTML forbids only white space in one, but an id
// that needs no escaping in a link is easier to share.
func anchor(words ...string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' {
			return r
		}
		return '-'
	}, strings.Join(words, "-"))
}
