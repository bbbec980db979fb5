// Package lang holds one text in the two languages of the service, and which of
// them a person reads.
//
// It promises nothing but the pair (Japanese is authoritative, English is a
// reference translation, 参考訳), the choice between the two, and which word
// somebody may have meant who mistyped it. Every package may import it; it
// imports nothing of ours.
package lang

import (
	"fmt"
	"strings"
)

// Language is one of the languages of the service.
type Language int

// The languages. The zero value is Japanese, which holds where nobody chose.
const (
	Japanese Language = iota
	English
)

// ParseLanguage reads a language tag or the name of a locale: ja, en, en-US,
// ja_JP.UTF-8. ok is false for any other language.
func ParseLanguage(tag string) (language Language, ok bool) {
	primary := tag
	if end := strings.IndexAny(tag, "-_."); end >= 0 {
		primary = tag[:end]
	}
	switch strings.ToLower(primary) {
	case "ja":
		return Japanese, true
	case "en":
		return English, true
	}
	return Japanese, false
}

// Text is one statement in Japanese and in English.
type Text struct {
	Ja string
	En string
}

// T makes a Text.
func T(ja, en string) Text { return Text{Ja: ja, En: en} }

// Textf makes a Text of two formats that take the same operands in the same
// order.
func Textf(ja, en string, operands ...any) Text {
	return Text{Ja: fmt.Sprintf(ja, operands...), En: fmt.Sprintf(en, operands...)}
}

// Empty reports whether neither language is given.
func (t Text) Empty() bool { return t.Ja == "" && t.En == "" }

// In is the text in one language, or in the other if that one is not given.
func (t Text) In(language Language) string {
	if (language == English && t.En != "") || t.Ja == "" {
		return t.En
	}
	return t.Ja
}

// String is the text as a log shows it: both languages, Japanese first.
func (t Text) String() string {
	switch {
	case t.En == "":
		return t.Ja
	case t.Ja == "":
		return t.En
	default:
		return t.Ja + " / " + t.En
	}
}
