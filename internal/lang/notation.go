package lang

import (
	"regexp"
	"strings"
)

// What people write who do not know the notation that a program reads.

// Narrow writes full-width letters, digits and signs in half width.
func Narrow(text string) string {
	const first, last, ideographicSpace = '！', '～', '　'
	return strings.Map(func(r rune) rune {
		switch {
		case r >= first && r <= last:
			return r - first + '!'
		case r == ideographicSpace:
			return ' '
		}
		return r
	}, text)
}

// Truth is true or false for what people write for it, empty for all else.
func Truth(text string) string {
	switch strings.ToLower(strings.TrimSpace(Narrow(text))) {
	case "true", "yes", "y", "on", "1", "t", "はい", "有", "あり":
		return "true"
	case "false", "no", "n", "off", "0", "f", "いいえ", "無", "なし":
		return "false"
	}
	return ""
}

// Digits is a number without a plus sign and needless zeros.
func Digits(number string) string {
	digits, negative := strings.CutPrefix(number, "-")
	digits = strings.TrimLeft(digits, "+0")
	if digits == "" || digits[0] == '.' {
		digits = "0" + digits
	}
	if negative && strings.Trim(digits, "0.") != "" {
		return "-" + digits
	}
	return digits
}

// Escaped writes a pattern in which every \ that escapes nothing is one.
func Escaped(pattern string) string {
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		b.WriteByte(pattern[i])
		if pattern[i] != '\\' {
			continue
		}
		if i+1 < len(pattern) && strings.ContainsRune(`*?\`, rune(pattern[i+1])) {
			i++
			b.WriteByte(pattern[i])
			continue
		}
		b.WriteByte('\\')
	}
	return b.String()
}

var thousands = regexp.MustCompile(`^-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?$`)

// Ungrouped is a number without the marks between its thousands, false for what may
// be several numbers: none of them begins with a zero.
func Ungrouped(text string) (string, bool) {
	return strings.ReplaceAll(text, ",", ""), thousands.MatchString(text) && strings.Contains(text, ",0")
}
