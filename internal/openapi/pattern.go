package openapi

import (
	"regexp"
	"slices"
	"strings"
)

// portable reports whether a pattern means the same to the readers of the
// document, who follow ECMAScript with the flag u, as to the checker, which
// follows RE2. What is not known to mean the same is left out: a reader who is
// told nothing refuses nothing that is right.
func portable(pattern string) bool {
	inClass, asserts := false, false
	for rest := pattern; rest != ""; {
		element := elementOf(rest, inClass)
		if element == "" || asserts && strings.ContainsAny(element[:1], "*+?{") { // RE2 repeats an assertion
			return false
		}
		asserts = !inClass && slices.Contains([]string{"^", "$", `\b`, `\B`}, element)
		switch element[0] {
		case '[':
			inClass = true
		case ']':
			inClass = false
		}
		rest = rest[len(element):]
	}
	return true
}

var (
	// escape is those of both languages. RE2 takes only spaces of ASCII for \s,
	// and \x{…}, \p{…}, \A, \z, \Q, \a and octal numbers mean something else or
	// nothing in ECMAScript, as do escapes of what needs none.
	escape        = regexp.MustCompile(`^\\(?:[dDwWtnrfv^$\\.*+?()\[\]{}|/]|x[0-9A-Fa-f]{2})`)
	boundary      = regexp.MustCompile(`^\\[bB]`)
	escapedHyphen = regexp.MustCompile(`^\\-`)
	rangeOfMany   = regexp.MustCompile(`^\\[dDwW]-[^\]]`) // no range in RE2, an error in ECMAScript
	repetition    = regexp.MustCompile(`^\{[0-9]+(?:,[0-9]*)?\}`)
	// class begins a class. A ] right behind is a member in RE2, and in ECMAScript
	// the end of a class without members.
	class = regexp.MustCompile(`^\[\^?`)
)

// elementOf returns the element that a pattern begins with, empty if it is not
// known to mean the same in both languages. That . matches separators of lines in
// RE2 alone makes no difference here: no cell is checked by its lines.
func elementOf(rest string, inClass bool) string {
	switch {
	case inClass:
		return memberOf(rest)
	case rest[0] == '\\':
		return escape.FindString(rest) + boundary.FindString(rest)
	case rest[0] == '[':
		begin := class.FindString(rest)
		if strings.HasPrefix(rest[len(begin):], "]") {
			return ""
		}
		return begin
	case rest[0] == ']', rest[0] == '}': // stand for themselves in RE2 only
		return ""
	case rest[0] == '{':
		return repetition.FindString(rest)
	case strings.HasPrefix(rest, "(?:"):
		return "(?:"
	case strings.HasPrefix(rest, "(?"):
		return ""
	}
	return rest[:1]
}

// memberOf is elementOf inside a class.
func memberOf(rest string) string {
	switch {
	case rangeOfMany.MatchString(rest), rest[0] == '[': // [: begins a class of POSIX
		return ""
	case rest[0] == '\\':
		return escape.FindString(rest) + escapedHyphen.FindString(rest)
	}
	return rest[:1]
}
