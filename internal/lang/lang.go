// Package lang holds one text in the two languages of the service.
//
// It promises nothing but the pair (Japanese is authoritative, English is a
// reference translation, 参考訳), and which word somebody may have meant who
// mistyped it. Every package may import it; it imports nothing of ours.
package lang

// Text is one statement in Japanese and in English.
type Text struct {
	Ja string
	En string
}

// T makes a Text.
func T(ja, en string) Text { return Text{Ja: ja, En: en} }

// Empty reports whether neither language is given.
func (t Text) Empty() bool { return t.Ja == "" && t.En == "" }

// String is the text as a log or a terminal shows it: both languages, Japanese
// first.
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
