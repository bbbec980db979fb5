package portal

import (
	"strings"
	"unicode"

	"hachinohe.example/opendata/internal/lang"
)

// block is one paragraph, or the items of a list.
type block struct {
	List       bool
	Paragraphs []paragraph
}

// paragraph is one statement in its languages, so that a screen reader pronounces
// both rightly. Either may be missing.
type paragraph struct {
	Ja, En []span
}

type span struct {
	Text string
	Code bool
}

// prose reads a description. Of CommonMark it knows what our descriptions use: a
// list with hyphens, and code between backticks. A line is a paragraph, written as
// 「日本語 / English」 or in one language.
func prose(text string) []block {
	var blocks []block
	for _, line := range unwrap(text) {
		line, item := strings.CutPrefix(line, "- ")
		both := bilingual(line)
		p := paragraph{spans(both.Ja), spans(both.En)}
		if last := len(blocks) - 1; item && last >= 0 && blocks[last].List {
			blocks[last].Paragraphs = append(blocks[last].Paragraphs, p)
			continue
		}
		blocks = append(blocks, block{item, []paragraph{p}})
	}
	return blocks
}

// unwrap returns the lines that say something. English comments of the program are
// broken at its margin, Japanese texts are not, so adjacent English lines are one.
func unwrap(text string) []string {
	var lines []string
	english := false // the line before is
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		before := english
		english = line != "" && !japanese(line)
		switch {
		case line == "":
		case before && english && !strings.HasPrefix(line, "- "):
			lines[len(lines)-1] += " " + line
		default:
			lines = append(lines, line)
		}
	}
	return lines
}

// spans separates text and code. A backtick without a partner is text.
func spans(text string) []span {
	parts := strings.Split(text, "`")
	if even := len(parts) - 1; even%2 == 1 {
		parts = append(parts[:even-1], parts[even-1]+"`"+parts[even])
	}
	var list []span
	for i, part := range parts {
		if part != "" {
			list = append(list, span{part, i%2 == 1})
		}
	}
	return list
}

// bilingual cuts at the first slash after which nothing is Japanese: both
// languages may contain slashes of their own.
func bilingual(text string) lang.Text {
	if !japanese(text) {
		return lang.T("", text)
	}
	const slash = " / "
	for from := 0; ; {
		at := strings.Index(text[from:], slash)
		if at < 0 {
			return lang.T(text, "")
		}
		from += at + len(slash)
		if rest := text[from:]; !japanese(rest) {
			return lang.T(text[:from-len(slash)], rest)
		}
	}
}

func japanese(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
	})
}
